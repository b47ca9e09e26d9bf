// A mail as it travels (RFC 5322, RFC 2045-2047). Pure: nothing that is in a message can add a header or a line to the
// envelope.
#pragma once

#include <string>
#include <string_view>

#include "core/clock.h"
#include "platform/messaging/message_outbox.h"

namespace portico::messaging {

struct MailAddress {
    std::string name;  // may be empty
    std::string address;
};

struct MailHead {
    MailAddress from;
    MailAddress reply_to;  // empty: none
    MessageId id;
    Timestamp date;
};

// True for what may stand in an envelope and a header: one address in ASCII, without blanks, quotes, brackets or
// commas.
bool is_mail_address(std::string_view text);

// Lines end with CRLF. Text alone, or text and HTML as alternatives.
std::string compose_mail(const MailHead& head, const Message& message);

// A header's text as encoded words where it is not plain ASCII (RFC 2047); control characters become blanks.
std::string encoded_header(std::string_view utf8);
// Quoted-printable (RFC 2045, 6.7), lines of at most 76 characters; any line ends become CRLF.
std::string quoted_printable(std::string_view utf8);

}  // namespace portico::messaging
