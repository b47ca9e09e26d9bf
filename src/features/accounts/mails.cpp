#include "features/accounts/mails.h"

#include "features/message_texts/message_texts.h"

namespace portico::accounts::mails {

messaging::Message confirm_registration(const Reader& reader, const std::string& link) {
    return message_texts::mail("accounts.confirm_registration", {reader.to, reader.name, reader.language},
                               {{"link", link}});
}

messaging::Message registered_already(const Reader& reader, const std::string& sign_in_link) {
    return message_texts::mail("accounts.registered_already", {reader.to, reader.name, reader.language},
                               {{"link", sign_in_link}});
}

}  // namespace portico::accounts::mails
