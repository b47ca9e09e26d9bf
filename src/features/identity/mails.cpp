#include "features/identity/mails.h"

#include "features/message_texts/message_texts.h"

namespace portico::identity::mails {

messaging::Message sign_in_locked(const std::string& to, const std::string& name, const std::string& language) {
    return message_texts::mail("identity.sign_in_locked", {to, name, language}, {});
}

}  // namespace portico::identity::mails
