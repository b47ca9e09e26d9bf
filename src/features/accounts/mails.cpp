#include "features/accounts/mails.h"

#include <fmt/format.h>

namespace portico::accounts::mails {
namespace {

messaging::Message mail(const Reader& reader, std::string subject, std::string text) {
    messaging::Message made;
    made.to = reader.to;
    made.language = reader.language;
    made.subject = std::move(subject);
    made.text = std::move(text);
    return made;
}

}  // namespace

messaging::Message confirm_registration(const Reader& reader, const std::string& link) {
    return mail(reader, "Confirm your registration",
                fmt::format("Dear {},\n\n"
                            "Please confirm your address of mail with this link. It works once, for 24 hours:\n\n{}\n\n"
                            "If you did not register, ignore this mail: without the link nothing happens.\n",
                            reader.name, link));
}

messaging::Message registered_already(const Reader& reader, const std::string& sign_in_link) {
    return mail(reader, "You are registered already",
                fmt::format("Dear {},\n\n"
                            "Somebody, probably you, has just tried to register with your address of mail. You have an "
                            "account already; sign in here:\n\n{}\n\n"
                            "If it was not you, there is nothing that you need to do: nothing was changed.\n",
                            reader.name, sign_in_link));
}

}  // namespace portico::accounts::mails
