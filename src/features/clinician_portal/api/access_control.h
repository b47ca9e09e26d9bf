// Which accounts get in, and with which role (CLA-4, CLA-20): requests by clinicians, decisions by the tenant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "features/access/access.h"
#include "platform/db/unit_of_work.h"
#include "platform/messaging/message_outbox.h"

namespace portico::clinician_portal {

namespace errors {
inline constexpr ErrorKind role_required{"role_required", 422, 0x0110,
                                         "Choose a clinician role before you allow access."};
inline constexpr ErrorKind already_requested{"access_already_requested", 409, 0x0110,
                                             "Access has been asked for already."};
inline constexpr ErrorKind ask_again_later{"ask_again_later", 409, 0x0110,
                                           "The department declined. You can ask again after 24 hours."};
inline constexpr ErrorKind nothing_to_withdraw{"nothing_to_withdraw", 409, 0x0110, "There is no open request."};
inline constexpr ErrorKind number_unknown{"number_unknown", 422, 0x0110,
                                          "This number is not one that this clinician claims."};
inline constexpr ErrorKind not_a_request{"not_a_request", 409, 0x0110, "Only a request can be declined."};
}  // namespace errors

struct ClaimedNumber {
    ProfessionalNumberId id;
    std::string type, issuer, value;
    bool confirmed = false;
    std::optional<Timestamp> confirmed_at;
    std::string confirmed_by;
};

struct AccessLink {
    AccessLinkId id;
    AccountId account;
    std::string account_kind, account_name;
    access::LinkState state = access::LinkState::requested;
    Timestamp requested_at;
    std::string message;
    std::optional<RoleId> role;
    std::string role_name;
    std::string profession, speciality, email;  // of the person who asked
    std::vector<ClaimedNumber> numbers;         // filled by find() and decisions
    std::string notes;
    std::optional<Timestamp> decided_at;
    std::string decided_by, decline_reason;
    std::int64_t version = 1;
};

struct LinkQuery {
    std::string kind;                        // individual, organisation; empty: both
    std::optional<access::LinkState> state;  // none: all but withdrawn ones
    std::string text;                        // part of the name or the address of mail
    std::optional<std::pair<Timestamp, AccessLinkId>> after;
    std::int64_t limit = 50;
};

struct LinkChange {
    std::optional<RoleId> role;
    bool allow_access = false;
    std::vector<ProfessionalNumberId> confirmed_numbers;  // exactly these are confirmed afterwards
    std::string notes;
};

// Thread-safe; owns no data. Decisions are told to the requester by mail.
class AccessControl {
public:
    using May = Authorized<Permission::manage_clinician_portal>;

    AccessControl(db::UnitsOfWork& units, const access::AccessService& access, const messaging::MessageOutbox& outbox,
                  const Clock& clock)
        : units_(units), access_(access), outbox_(outbox), clock_(clock) {}

    std::vector<AccessLink> list(db::Session&, const May&, const LinkQuery&) const;
    Result<AccessLink> find(db::Session&, const May&, const AccessLinkId&) const;
    // Errors: not_found, precondition_failed, role_required, role_unknown, role_only_for_persons (organisations),
    // number_unknown.
    Result<void> change(const May&, const AccessLinkId&, std::int64_t version, const LinkChange&);
    // Errors: not_found, not_a_request.
    Result<void> decline(const May&, const AccessLinkId&, const std::string& reason);

private:
    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const messaging::MessageOutbox& outbox_;
    const Clock& clock_;
};

// --- the clinician's side ---

struct DirectoryCard {
    TenantId tenant;
    std::string display_name, description;
    std::optional<access::LinkState> state;  // none: not requested
    std::optional<Timestamp> requested_at;
    std::string message, decline_reason;
    std::optional<Timestamp> may_ask_again_at;
};

struct DirectoryQuery {
    std::string text;
    std::optional<std::pair<std::string, TenantId>> after;  // (folded name, tenant)
    std::int64_t limit = 50;
};

// The PACS Directory of clinicians' accounts (CLA-20). Thread-safe; owns no data.
class Directory {
public:
    Directory(db::UnitsOfWork& units, const access::AccessService& access, const Clock& clock)
        : units_(units), access_(access), clock_(clock) {}

    struct Listed {
        DirectoryCard card;
        std::string name_folded;
    };
    // Tenants whose portal is enabled, by name.
    std::vector<Listed> list(db::Session&, const Caller&, const DirectoryQuery&) const;
    // Errors: not_found (also for a tenant whose portal is not enabled), already_requested, ask_again_later.
    Result<DirectoryCard> request(const Caller&, const TenantId&, const std::string& message);
    // Errors: not_found, nothing_to_withdraw.
    Result<void> withdraw(const Caller&, const TenantId&);
    // The photo of a tenant whose portal is enabled.
    std::optional<BlobId> photo(db::Session&, const TenantId&) const;

private:
    Result<DirectoryCard> request_once(const Caller&, const TenantId&, const std::string& message);

    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const Clock& clock_;
};

}  // namespace portico::clinician_portal
