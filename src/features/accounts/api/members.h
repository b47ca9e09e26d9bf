// Users of a tenant (ACC-6): people with roles there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "features/accounts/api/errors.h"
#include "features/identity/identity.h"

namespace portico::accounts {

struct MemberRole {
    RoleId id;
    std::string name;
};

struct Member {
    UserId user;
    MembershipId membership;
    std::string name;
    std::string email;
    std::vector<MemberRole> roles;
    bool owner = false;
    bool enabled = true;
    std::optional<Timestamp> last_sign_in_at;
    std::int64_t version = 1;
};

struct NewMember {
    std::string name;
    std::string email;
    std::string temporary_password;
    std::vector<RoleId> roles;  // at least one
};

struct MemberChange {
    std::vector<RoleId> roles;
    bool enabled = true;
    std::int64_t version = 0;
};

struct MemberQuery {
    std::string text;                                           // part of a name or an address of mail
    std::optional<std::pair<std::string, MembershipId>> after;  // (folded name, id) of the last of the page before
    std::int64_t limit = 50;
};

// Thread-safe.
class Members {
public:
    using May = Authorized<Permission::manage_users>;

    Members(db::UnitsOfWork& units, const identity::Passwords& passwords, identity::Sessions& sessions,
            const Clock& clock)
        : units_(units), passwords_(passwords), sessions_(sessions), clock_(clock) {}

    struct Listed {
        Member member;
        std::string name_folded;
    };
    std::vector<Listed> list(db::Session&, const May&, const MemberQuery&) const;
    Result<Member> find(db::Session&, const May&, const UserId&) const;

    // Somebody who has an account elsewhere becomes a member too and keeps the own password. Errors: already_member,
    // invalid_input (roles that are none of this tenant's, a weak password), permission_not_held.
    Result<UserId> add(const May&, const NewMember&);
    // New roles or a disabled user end that user's sessions here. Errors: not_found, precondition_failed,
    // owner_is_fixed, permission_not_held, last_role_manager.
    Result<void> change(const May&, const UserId&, const MemberChange&);

private:
    db::UnitsOfWork& units_;
    const identity::Passwords& passwords_;
    identity::Sessions& sessions_;
    const Clock& clock_;
};

}  // namespace portico::accounts
