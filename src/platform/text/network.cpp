#include "platform/text/network.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>

namespace portico::text {

std::string counted_network(std::string_view address) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, std::string(address).c_str(), bytes.data()) != 1) return std::string(address);
    const auto* in6 = reinterpret_cast<const in6_addr*>(bytes.data());
    if (IN6_IS_ADDR_V4MAPPED(in6)) return fmt::format("{}.{}.{}.{}", bytes[12], bytes[13], bytes[14], bytes[15]);
    std::string text;
    for (std::size_t i = 0; i < 8; ++i) text += fmt::format("{:02x}", bytes[i]);
    return text + "/64";
}

}  // namespace portico::text
