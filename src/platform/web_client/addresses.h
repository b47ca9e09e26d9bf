// Which network addresses may be called (S23).
#pragma once

#include <string_view>

struct sockaddr;

namespace portico::web_client {

struct AddressRules {
    bool allow_loopback = false;  // for tests and the demonstration
};

// Link-local, multicast, unspecified, broadcast, reserved and the clouds' metadata addresses never may, in whatever
// form IPv6 carries an IPv4 address. Other families than IPv4 and IPv6 may not.
bool may_call(const sockaddr& address, const AddressRules& rules);
// The same for a numeric address as inet_pton() reads it; true for a text that is none, which is a name.
bool may_call_host(std::string_view host, const AddressRules& rules);

}  // namespace portico::web_client
