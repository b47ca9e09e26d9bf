#include "platform/web_client/addresses.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>

namespace portico::web_client {
namespace {

using Four = std::array<std::uint8_t, 4>;
using Sixteen = std::array<std::uint8_t, 16>;

bool is_metadata(const Four& a) {
    return a == Four{100, 100, 100, 200} || a == Four{168, 63, 129, 16} || a == Four{192, 0, 0, 192};
}

bool may(const Four& a, const AddressRules& rules) {
    if (a[0] == 127) return rules.allow_loopback;
    if (a[0] == 0 || a[0] >= 224) return false;    // unspecified; multicast, reserved, broadcast
    if (a[0] == 169 && a[1] == 254) return false;  // link-local, and most clouds' metadata
    return !is_metadata(a);
}

bool begins_with(const Sixteen& a, std::initializer_list<std::uint8_t> bytes) {
    return std::equal(bytes.begin(), bytes.end(), a.begin());
}

// IPv4 within IPv6: compatible, mapped, translated (RFC 2765), NAT64 (RFC 6052, 8215), 6to4, and Teredo's client.
std::optional<Four> carried(const Sixteen& a) {
    const auto last = Four{a[12], a[13], a[14], a[15]};
    const bool zeros = std::all_of(a.begin(), a.begin() + 8, [](auto byte) { return byte == 0; });
    if (zeros && a[8] == 0 && a[9] == 0 && a[10] == a[11] && (a[10] == 0 || a[10] == 0xFF)) return last;
    if (zeros && a[8] == 0xFF && a[9] == 0xFF && a[10] == 0 && a[11] == 0) return last;
    if (begins_with(a, {0x00, 0x64, 0xFF, 0x9B})) return last;
    if (begins_with(a, {0x20, 0x02})) return Four{a[2], a[3], a[4], a[5]};
    if (begins_with(a, {0x20, 0x01, 0x00, 0x00})) {
        const auto turned = [&](std::size_t at) { return static_cast<std::uint8_t>(~a[at]); };
        return Four{turned(12), turned(13), turned(14), turned(15)};
    }
    return std::nullopt;
}

bool may(const Sixteen& a, const AddressRules& rules) {
    const bool only_last = std::all_of(a.begin(), a.end() - 1, [](auto byte) { return byte == 0; });
    if (only_last && a[15] == 1) return rules.allow_loopback;
    if (const auto four = carried(a)) return may(*four, rules);
    if (a[0] == 0xFF) return false;                                    // multicast
    if (a[0] == 0xFE && (a[1] & 0x80U) != 0) return false;             // link-local and site-local
    static constexpr std::uint8_t cloud[] = {0xFD, 0x00, 0x0E, 0xC2};  // fd00:ec2::/32, metadata
    return !std::equal(std::begin(cloud), std::end(cloud), a.begin());
}

}  // namespace

bool may_call(const sockaddr& address, const AddressRules& rules) {
    if (address.sa_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &address, sizeof in);
        Four bytes{};
        std::memcpy(bytes.data(), &in.sin_addr, bytes.size());
        return may(bytes, rules);
    }
    if (address.sa_family != AF_INET6) return false;
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    Sixteen bytes{};
    std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
    return may(bytes, rules);
}

bool may_call_host(std::string_view host, const AddressRules& rules) {
    const std::string text(host);
    Four four{};
    if (::inet_pton(AF_INET, text.c_str(), four.data()) == 1) return may(four, rules);
    Sixteen six{};
    if (::inet_pton(AF_INET6, text.c_str(), six.data()) == 1) return may(six, rules);
    return true;
}

}  // namespace portico::web_client
