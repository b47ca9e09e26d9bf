// Mails to people about their own account. Private to this room.
#pragma once

#include <string>

#include "platform/messaging/message_outbox.h"

namespace portico::identity::mails {

messaging::Message sign_in_locked(const std::string& to, const std::string& name, const std::string& language);

}  // namespace portico::identity::mails
