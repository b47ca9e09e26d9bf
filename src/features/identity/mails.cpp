#include "features/identity/mails.h"

#include <fmt/format.h>

namespace portico::identity::mails {

messaging::Message sign_in_locked(const std::string& to, const std::string& name, const std::string& language) {
    messaging::Message mail;
    mail.to = to;
    mail.language = language;
    mail.subject = "Sign-in locked for 15 minutes";
    mail.text = fmt::format(
        "Dear {},\n\n"
        "Somebody entered a wrong password for your account five times in a row. For the next 15 minutes nobody can "
        "sign "
        "in to it from a browser that has not been used for it before. Your own browsers go on working.\n\n"
        "If this was not you, there is nothing that you need to do; you see the attempts in your profile. If you use "
        "the "
        "same password elsewhere, change it.\n",
        name);
    return mail;
}

}  // namespace portico::identity::mails
