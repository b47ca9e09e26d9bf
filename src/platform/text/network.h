// Network addresses as what is counted.
#pragma once

#include <string>
#include <string_view>

namespace portico::text {

// The part of a network address whose uses are counted together: IPv4 whole, of IPv6 the first four groups (one host
// has a whole /64), of IPv4 written as IPv6 (::ffff:192.0.2.7) the IPv4 address. What is no address stays as it is.
std::string counted_network(std::string_view address);

}  // namespace portico::text
