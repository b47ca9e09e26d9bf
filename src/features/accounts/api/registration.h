// Registration of clinicians with an account of their own (ACC-3).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "features/accounts/api/errors.h"
#include "features/identity/identity.h"
#include "platform/messaging/message_outbox.h"

namespace portico::accounts {

struct Registration {
    std::string name;  // as shown
    std::string family_name, given_name;
    std::string email;
    std::string password;
    std::string profession, speciality;
    std::string language;
    std::vector<identity::ProfessionalNumber> numbers;
};

struct RegisteredIndividual {
    UserId user;
    AccountId account;
    MembershipId membership;
};

struct RegistrationOptions {
    bool enabled = true;
    std::function<std::string()> public_url;  // "https://portal.example", for links in mails
};

// Nobody exists until the link in the mail was used: it makes exactly the person whose form it was sent for, so that
// nobody can put a password under somebody else's address. Thread-safe.
class Registrations {
public:
    Registrations(db::UnitsOfWork& units, const identity::Passwords& passwords, const crypto::KeyRing& keys,
                  const messaging::MessageOutbox& outbox, const Clock& clock, RegistrationOptions options)
        : units_(units),
          passwords_(passwords),
          keys_(keys),
          outbox_(outbox),
          clock_(clock),
          options_(std::move(options)) {}

    // The same answer for a known address, whose person gets a mail that says so (SEC-9).
    // Errors: invalid_input, registration_closed, too_many_requests (by network address).
    Result<void> register_individual(const Registration&, const identity::Peer&);
    // The address of mail that is confirmed now. Errors: confirmation_unknown, confirmation_expired.
    Result<std::string> confirm(std::string_view token, const identity::Peer&);
    // Without a mail, by the operator (std::logic_error for anyone else): demonstration and import.
    Result<RegisteredIndividual> create_confirmed(const Caller& by, const Registration&);

    // Forgets registrations that were not confirmed in time; for a daily job.
    void prune(db::UnitOfWork&);

private:
    Result<identity::NewUser> checked(const Registration&) const;
    Result<void> count_form(const identity::Peer&);
    Result<bool> within_limits(const Registration&, const identity::Peer&);
    db::UnitsOfWork& units_;
    const identity::Passwords& passwords_;
    const crypto::KeyRing& keys_;
    const messaging::MessageOutbox& outbox_;
    const Clock& clock_;
    RegistrationOptions options_;
};

}  // namespace portico::accounts
