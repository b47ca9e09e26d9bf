// People as rows: made by registration, setup or a tenant's administrator. A person belongs to no tenant; memberships
// (features/accounts) say where they work.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/caller.h"
#include "core/clock.h"
#include "features/identity/api/errors.h"
#include "features/identity/api/professional_numbers.h"
#include "platform/db/unit_of_work.h"

namespace portico::identity {

struct User {
    UserId id;
    std::string email;
    std::string name;
    std::string family_name, given_name;
    std::optional<std::string> language;
    bool enabled = true;
    std::optional<Timestamp> last_sign_in_at;
};

struct NewUser {
    std::string name;
    std::string family_name, given_name;
    std::string email;
    std::string password_hash;  // by Passwords::hash_new
    std::optional<std::string> language;
    std::string profession, speciality;  // keys, see professions()
    std::vector<ProfessionalNumber> numbers;
};

// Addresses of mail that differ in case or compatibility forms only are one person's.
std::string fold_email(std::string_view email);

std::optional<User> find_user(db::Session&, const UserId&);
std::optional<User> find_user_by_email(db::Session&, std::string_view email);
// With a confirmed address. email_taken when there is one already; the unit of work is lost then.
Result<UserId> create_user(db::UnitOfWork&, const NewUser&, const Clock&);

// The caller's own name and language. Languages: en, nl, fr, de.
Result<void> change_own(db::UnitOfWork&, const Caller&, const std::optional<std::string>& name,
                        const std::optional<std::string>& language);
bool is_language(std::string_view tag);

// Keys of the professions and specialities that a clinician chooses from (ACC-3).
const std::vector<std::string>& professions();
const std::vector<std::string>& specialities();

}  // namespace portico::identity
