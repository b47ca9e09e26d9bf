// Bytes as text and back. Decoders take exactly what the encoders write (strict alphabet, no blanks, no loose bits at
// the end) and give nothing for anything else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portico::crypto {

std::string to_hex(std::string_view bytes);  // lower case; the decoder takes either case
std::optional<std::string> from_hex(std::string_view text);

std::string to_base64(std::string_view bytes);  // RFC 4648, 4, with padding
std::optional<std::string> from_base64(std::string_view text);

std::string to_base64url(std::string_view bytes);  // RFC 4648, 5, without padding
std::optional<std::string> from_base64url(std::string_view text);

// Crockford's alphabet in lower case (no i, l, o, u), bits from the left, without padding. For texts that people read
// aloud; ids have their own form (core/id.h).
std::string to_base32(std::string_view bytes);
std::optional<std::string> from_base32(std::string_view text);  // upper case, and o i l for 0 1 1, are taken too

}  // namespace portico::crypto
