// Which other systems may be called from here: those that the operator names (SEC-6, S23).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

struct sockaddr;

namespace portico::outgoing {

// Made of the entries of `outgoing.hosts`:
//   "pacs.example", "*.example"   a name, the names below one: where they lead to a public address
//   "10.1.2.3", "10.0.0.0/8"      an address, a network: by number, and where an allowed name may lead to. Private
//                                 addresses and loopback are called in no other way.
//   "localhost"                   this machine: its names, 127.0.0.0/8 and ::1
//   "*"                           every name, every public address
// Whatever the entries say, link-local, multicast, unspecified, broadcast and reserved addresses and the metadata
// services of clouds are never called, in whatever form IPv6 carries an IPv4 address. A value; any thread.
class HostRules {
public:
    HostRules() = default;  // nothing may be called
    // For what the operator's own configuration names, a gateway: everything but what is never called.
    static HostRules of_operator();
    // Error: invalid_input for an entry that is none of the above.
    static Result<HostRules> of(const std::vector<std::string>& entries);

    // As an administrator writes it: a name or a numeric address, IPv6 without brackets.
    bool may_call_host(std::string_view host) const;
    // Where an allowed host leads; asked before a connection is opened. Other families than IPv4 and IPv6 may not.
    bool may_call(const sockaddr& address) const;

private:
    using Address = std::array<std::uint8_t, 16>;  // IPv4 as ::ffff:a.b.c.d
    struct Network {
        Address address{};
        unsigned bits = 0;
        bool contains(const Address& other) const;
    };
    bool is_listed(const Address& address) const;
    bool may_lead_to(const Address& address) const;

    std::vector<std::string> names_;     // lower case
    std::vector<std::string> suffixes_;  // ".example"
    std::vector<Network> networks_;
    bool any_ = false;
};

namespace errors {
inline constexpr ErrorKind host_not_allowed{"outgoing_host_not_allowed", 422, 0x0110,
                                            "The operator of this server has not allowed it to call this host."};
}

}  // namespace portico::outgoing
