// How a text travels as SMS (3GPP TS 23.038, 23.040). Pure.
#pragma once

#include <string_view>

namespace portico::messaging {

// True when every letter is in the 7-bit default alphabet or its extension; otherwise it travels as UCS-2.
bool fits_gsm_alphabet(std::string_view utf8);

// How many messages it takes, each of which costs: 160 letters (153 each in several), or 70 (67) as UCS-2.
int sms_parts(std::string_view utf8);

}  // namespace portico::messaging
