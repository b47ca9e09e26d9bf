// Accept-Encoding (RFC 9110, 12.5.3).
#pragma once

#include <string_view>

namespace portico::http::detail {

// Whether the client takes this content coding ("gzip", "br"). Without the header: no.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

}  // namespace portico::http::detail
