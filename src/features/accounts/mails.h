// Mails of registration. Private to this room.
#pragma once

#include <string>

#include "platform/messaging/message_outbox.h"

namespace portico::accounts::mails {

struct Reader {
    std::string to;
    std::string name;
    std::string language;
};
messaging::Message confirm_registration(const Reader&, const std::string& link);
messaging::Message registered_already(const Reader&, const std::string& sign_in_link);

}  // namespace portico::accounts::mails
