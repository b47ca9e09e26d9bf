// Random names; nothing secret depends on them.
#pragma once

#include <cstddef>
#include <string>

namespace portico::http::detail {

// `bytes` random bytes of the kernel as lower-case hexadecimal digits.
std::string random_hex(std::size_t bytes);

}  // namespace portico::http::detail
