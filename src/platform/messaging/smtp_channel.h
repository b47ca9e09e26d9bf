// Mail by SMTP (RFC 5321) through libcurl, to one mail server that passes it on (PAT-43).
#pragma once

#include <cstdint>
#include <string>

#include "platform/messaging/channel.h"
#include "platform/messaging/mime.h"

namespace portico::messaging {

enum class SmtpSecurity : std::uint8_t {
    starttls,  // RFC 3207; a server that does not offer it gets nothing
    tls,       // RFC 8314, from the first byte
    none,
};

struct SmtpServer {
    std::string host;
    std::uint16_t port = 587;
    SmtpSecurity security = SmtpSecurity::starttls;
    std::string user;  // empty: without AUTH
    std::string password;
    std::string ca_file;  // PEM; empty: what the system trusts
    MailAddress from;
    MailAddress reply_to;
};

// A connection for each mail. Certificates and their names are always checked. Thread-safe.
class SmtpChannel final : public Channel {
public:
    SmtpChannel(SmtpServer server, const Clock& clock) : server_(std::move(server)), clock_(clock) {}
    // Undeliverable when the recipient or the content is refused for good (5xx); everything else is tried again, also a
    // refused sign-in: that is for the operator to mend.
    Taken send(const Outgoing& outgoing) override;

private:
    SmtpServer server_;
    const Clock& clock_;
};

}  // namespace portico::messaging
