// Network addresses as text, and the proxies whose word about the client counts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portico::http::detail {

// The canonical text of an address; an IPv4 address in IPv6 form becomes IPv4. Nothing for other text.
std::optional<std::string> normalise_address(std::string_view text);

class TrustedProxies {
public:
    // Addresses or networks ("10.0.0.0/8", "::1"); throws std::invalid_argument for an entry that is neither.
    explicit TrustedProxies(const std::vector<std::string>& entries);
    bool contains(std::string_view address) const;
    // The client behind `peer`: the last address of X-Forwarded-For that is no trusted proxy, where the peer is one.
    std::string client_behind(const std::string& peer, std::string_view forwarded_for) const;

private:
    struct Network {
        std::array<std::uint8_t, 16> bytes;
        unsigned prefix;
    };
    std::vector<Network> networks_;
};

}  // namespace portico::http::detail
