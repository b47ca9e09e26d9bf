#include "platform/outgoing/host_rules.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

namespace portico::outgoing {
namespace {

using Four = std::array<std::uint8_t, 4>;
using Sixteen = std::array<std::uint8_t, 16>;

bool begins_with(const Sixteen& a, std::initializer_list<std::uint8_t> bytes) {
    return std::equal(bytes.begin(), bytes.end(), a.begin());
}

Sixteen mapped(const Four& a) { return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, a[0], a[1], a[2], a[3]}; }

// IPv4 within IPv6: compatible, mapped, translated (RFC 2765), NAT64 (RFC 6052, 8215), 6to4, and Teredo's client.
std::optional<Four> carried(const Sixteen& a) {
    const auto last = Four{a[12], a[13], a[14], a[15]};
    const bool zeros = std::all_of(a.begin(), a.begin() + 8, [](auto byte) { return byte == 0; });
    const bool loopback = begins_with(a, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    if (zeros && !loopback && a[8] == 0 && a[9] == 0 && a[10] == a[11] && (a[10] == 0 || a[10] == 0xFF)) return last;
    if (zeros && a[8] == 0xFF && a[9] == 0xFF && a[10] == 0 && a[11] == 0) return last;
    if (begins_with(a, {0x00, 0x64, 0xFF, 0x9B})) return last;
    if (begins_with(a, {0x20, 0x02})) return Four{a[2], a[3], a[4], a[5]};
    if (begins_with(a, {0x20, 0x01, 0x00, 0x00})) {
        const auto turned = [&](std::size_t at) { return static_cast<std::uint8_t>(~a[at]); };
        return Four{turned(12), turned(13), turned(14), turned(15)};
    }
    return std::nullopt;
}

// One form for what is one address.
Sixteen plain(const Sixteen& a) {
    const auto four = carried(a);
    return four ? mapped(*four) : a;
}

bool is_metadata(const Four& a) {
    return a == Four{100, 100, 100, 200} || a == Four{168, 63, 129, 16} || a == Four{192, 0, 0, 192};
}

// Of plain addresses.
bool is_never_called(const Sixteen& a) {
    if (const auto four = carried(a)) {
        const auto& b = *four;
        if (b[0] == 0 || b[0] >= 224) return true;    // unspecified; multicast, reserved, broadcast
        if (b[0] == 169 && b[1] == 254) return true;  // link-local, and most clouds' metadata
        return is_metadata(b);
    }
    if (a[0] == 0xFF) return true;                         // multicast
    if (a[0] == 0xFE && (a[1] & 0x80U) != 0) return true;  // link-local and site-local
    return begins_with(a, {0xFD, 0x00, 0x0E, 0xC2});       // fd00:ec2::/32, metadata
}

// Loopback, RFC 1918, RFC 6598, RFC 2544; unique local addresses (RFC 4193).
bool is_private(const Sixteen& a) {
    if (const auto four = carried(a)) {
        const auto& b = *four;
        return b[0] == 127 || b[0] == 10 || (b[0] == 172 && (b[1] & 0xF0U) == 16) || (b[0] == 192 && b[1] == 168) ||
               (b[0] == 100 && (b[1] & 0xC0U) == 64) || (b[0] == 198 && (b[1] & 0xFEU) == 18);
    }
    return begins_with(a, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}) || (a[0] & 0xFEU) == 0xFC;
}

std::optional<Sixteen> numeric(std::string_view text) {
    const std::string copy(text);
    Four four{};
    if (::inet_pton(AF_INET, copy.c_str(), four.data()) == 1) return mapped(four);
    Sixteen six{};
    if (::inet_pton(AF_INET6, copy.c_str(), six.data()) == 1) return plain(six);
    return std::nullopt;
}

std::string lowered(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 253 && text.front() != '.' && text.front() != '-' &&
           std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
           });
}

}  // namespace

bool HostRules::Network::contains(const Address& other) const {
    for (unsigned bit = 0; bit < bits; bit += 8) {
        const auto mask = static_cast<std::uint8_t>(bits - bit >= 8 ? 0xFFU : 0xFF00U >> (bits - bit) & 0xFFU);
        if (((address[bit / 8] ^ other[bit / 8]) & mask) != 0) return false;
    }
    return true;
}

Result<HostRules> HostRules::of(const std::vector<std::string>& entries) {
    HostRules rules;
    for (const auto& given : entries) {
        const auto entry = lowered(given);
        const auto slash = entry.find('/');
        const auto address = numeric(std::string_view(entry).substr(0, slash));
        if (entry == "*") {
            rules.any_ = true;
        } else if (entry == "localhost") {
            rules.names_.push_back(entry);
            rules.suffixes_.emplace_back(".localhost");
            rules.networks_.push_back({mapped({127, 0, 0, 0}), 96 + 8});
            rules.networks_.push_back({*numeric("::1"), 128});
        } else if (address) {
            // The bits of an IPv4 network are the last 32 of its address here.
            const unsigned most = entry.find(':') == std::string::npos ? 32 : 128;
            unsigned bits = most;
            const auto* end = entry.data() + entry.size();
            if (slash != std::string::npos) {
                const auto [stop, problem] = std::from_chars(entry.data() + slash + 1, end, bits);
                if (problem != std::errc() || stop != end || bits > most)
                    return fail(portico::errors::invalid_input, given);
            }
            rules.networks_.push_back({*address, bits + 128 - most});
        } else if (entry.starts_with("*.") && is_name(std::string_view(entry).substr(2))) {
            rules.suffixes_.push_back(entry.substr(1));
        } else if (is_name(entry)) {
            rules.names_.push_back(entry);
        } else {
            return fail(portico::errors::invalid_input, given);
        }
    }
    return rules;
}

HostRules HostRules::of_operator() { return of({"*", "0.0.0.0/0", "::/0"}).value(); }

bool HostRules::is_listed(const Address& address) const {
    return std::ranges::any_of(networks_, [&](const Network& network) { return network.contains(address); });
}

bool HostRules::may_lead_to(const Address& address) const {
    return !is_never_called(address) && (!is_private(address) || is_listed(address));
}

bool HostRules::may_call_host(std::string_view host) const {
    if (const auto address = numeric(host))
        return !is_never_called(*address) && (is_listed(*address) || (any_ && !is_private(*address)));
    auto name = lowered(host);
    if (name.ends_with('.')) name.pop_back();
    if (!is_name(name)) return false;
    return any_ || std::ranges::find(names_, name) != names_.end() ||
           std::ranges::any_of(suffixes_, [&](const std::string& suffix) { return name.ends_with(suffix); });
}

bool HostRules::may_call(const sockaddr& address) const {
    if (address.sa_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &address, sizeof in);
        Four bytes{};
        std::memcpy(bytes.data(), &in.sin_addr, bytes.size());
        return may_lead_to(mapped(bytes));
    }
    if (address.sa_family != AF_INET6) return false;
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    Sixteen bytes{};
    std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
    return may_lead_to(plain(bytes));
}

}  // namespace portico::outgoing
