// Referring-physician names and local codes that match no confirmed number, and their links to clinicians (CLA-11).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "features/access/access.h"
#include "platform/db/unit_of_work.h"

namespace portico::clinician_portal {

namespace errors {
inline constexpr ErrorKind referrer_linked_already{"referrer_linked_already", 409, 0x0110,
                                                   "This name is linked to a clinician already."};
}  // namespace errors

struct ReferrerLink {
    std::string id;
    std::string key;   // normalised name, or "code:" and the code
    std::string name;  // as it was seen
    MembershipId membership;
    std::string clinician;
    Timestamp made_at;
    std::string made_by;
};

struct UnmatchedReferrer {
    std::string key;
    std::string name;
    std::optional<std::string> code;
    std::int64_t studies = 0;
    Timestamp last_study_at;
};

// Thread-safe; owns no data.
class Referrers {
public:
    using May = Authorized<Permission::manage_clinician_portal>;

    Referrers(db::UnitsOfWork& units, const access::AccessService& access, const Clock& clock)
        : units_(units), access_(access), clock_(clock) {}

    // Names and codes of studies that lead to nobody by them, most studies first.
    std::vector<UnmatchedReferrer> unmatched(db::Session&, const May&, std::string_view text, std::int64_t limit,
                                             std::int64_t offset) const;
    std::vector<ReferrerLink> links(db::Session&, const May&) const;
    // Works for studies that were there before. Errors: not_found (no member of an allowed account),
    // referrer_linked_already, invalid_input (an empty name or code).
    Result<std::string> link(const May&, const std::string& key, const std::string& name, const MembershipId&);
    Result<void> unlink(const May&, const std::string& id);

private:
    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const Clock& clock_;
};

}  // namespace portico::clinician_portal
