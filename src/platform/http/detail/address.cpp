#include "platform/http/detail/address.h"

#include <boost/asio/ip/address.hpp>
#include <stdexcept>

#include "platform/http/detail/text.h"

namespace portico::http::detail {

namespace ip = boost::asio::ip;

namespace {

std::optional<ip::address> parse(std::string_view text) {
    boost::system::error_code error;
    auto address = ip::make_address(text, error);
    if (error) return std::nullopt;
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
    }
    return address;
}

ip::address_v6 as_v6(const ip::address& address) {
    return address.is_v6() ? address.to_v6() : ip::make_address_v6(ip::v4_mapped, address.to_v4());
}

}  // namespace

std::optional<std::string> normalise_address(std::string_view text) {
    const auto address = parse(text);
    if (!address) return std::nullopt;
    return address->to_string();
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& entries) {
    for (const auto& entry : entries) {
        const auto slash = std::min(entry.find('/'), entry.size());
        const auto address = parse(std::string_view(entry).substr(0, slash));
        if (!address) throw std::invalid_argument("not an address or network: " + entry);
        const unsigned most = address->is_v4() ? 32 : 128;
        const auto prefix = slash == entry.size() ? most : parse_number(std::string_view(entry).substr(slash + 1));
        if (!prefix || *prefix > most) throw std::invalid_argument("not an address or network: " + entry);
        networks_.push_back({as_v6(*address).to_bytes(), static_cast<unsigned>(*prefix) + (128 - most)});
    }
}

bool TrustedProxies::contains(std::string_view text) const {
    if (networks_.empty()) return false;
    const auto address = parse(text);
    if (!address) return false;
    const auto bytes = as_v6(*address).to_bytes();
    return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
        for (unsigned bit = 0; bit < network.prefix; bit += 8) {
            const unsigned left = network.prefix - bit;
            const unsigned mask = left >= 8 ? 0xFFU : (0xFFU << (8 - left)) & 0xFFU;
            if ((bytes[bit / 8] & mask) != (network.bytes[bit / 8] & mask)) return false;
        }
        return true;
    });
}

std::string TrustedProxies::client_behind(const std::string& peer, std::string_view forwarded_for) const {
    std::string client = peer;
    auto hops = split_list(forwarded_for);
    while (contains(client) && !hops.empty()) {
        const auto address = normalise_address(hops.back());
        hops.pop_back();
        if (!address) break;
        client = *address;
    }
    return client;
}

}  // namespace portico::http::detail
