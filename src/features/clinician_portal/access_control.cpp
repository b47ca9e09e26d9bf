#include "features/clinician_portal/api/access_control.h"

#include <algorithm>

#include "features/clinician_portal/api/portal.h"
#include "features/clinician_portal/link_store.h"
#include "features/clinician_portal/portal_store.h"
#include "features/message_texts/message_texts.h"
#include "platform/api/context.h"
#include "platform/crypto/random.h"

namespace portico::clinician_portal {
namespace {

using access::LinkState;

AuditEvent link_event(std::string code, const Caller& caller, const TenantId& tenant, const AccessLinkId& link) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = caller;
    event.tenant = tenant;
    event.object = link.text();
    return event;
}

// The order is role first, then Allow Access. An organisation's default role may not show everything (CLA-4).
Result<void> check_role(db::Session& session, const TenantId& tenant, const AccessLink& link,
                        const LinkChange& change) {
    if (!change.role)
        return change.allow_access
                   ? Result<void>(fail(Error(errors::role_required).at("roleId", "role_required", "Choose a role.")))
                   : Result<void>();
    auto permissions = store::clinician_role(session, tenant, *change.role);
    if (!permissions) return fail(Error(errors::role_unknown).at("roleId", "role_unknown", "Choose a role."));
    bool for_persons = permissions->has(ClinicianPermission::access_all_studies) ||
                       permissions->has(ClinicianPermission::emergency_access);
    if (for_persons && link.account_kind != "individual")
        return fail(Error(errors::role_only_for_persons)
                        .at("roleId", "role_only_for_persons", "Choose a role without these permissions."));
    return {};
}

LinkState state_after(LinkState before, bool allow_access) {
    if (allow_access) return LinkState::allowed;
    return before == LinkState::allowed ? LinkState::suspended : before;
}

bool contains(const std::vector<ProfessionalNumberId>& numbers, const ProfessionalNumberId& number) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

// Confirms and unconfirms, until exactly the named numbers are confirmed.
Result<void> settle_numbers(db::UnitOfWork& work, const access::AccessService& access, const AccessControl::May& may,
                            const AccessLink& link, const std::vector<ProfessionalNumberId>& wanted, Timestamp now) {
    auto& session = work.session();
    auto claimed = store::claimed_numbers(session, may.tenant(), link.account);
    for (const auto& number : wanted)
        if (std::none_of(claimed.begin(), claimed.end(), [&](const ClaimedNumber& c) { return c.id == number; }))
            return fail(Error(errors::number_unknown)
                            .at("confirmedNumberIds", "number_unknown", "Choose among the claimed numbers."));
    for (const auto& number : claimed) {
        bool confirm = contains(wanted, number.id);
        if (confirm == number.confirmed) continue;
        auto event = link_event(confirm ? "professional_number.confirmed" : "professional_number.unconfirmed",
                                may.caller(), may.tenant(), link.id);
        event.details = {{"number", number.type + " " + number.value}};
        work.audit(std::move(event));
        if (confirm) {
            store::confirm_number(session, may.tenant(), number.id, may.caller().name, now);
            access.number_confirmed(work, may.scope(), number.id);
        } else {
            access.number_unconfirmed(work, may.scope(), number.id);
            store::unconfirm_number(session, may.tenant(), number.id);
        }
    }
    return {};
}

messaging::Message answer_mail(db::Session& session, const AccessLink& link, const TenantId& tenant) {
    const auto department = store::display_name_of(session, tenant);
    const auto who = store::requester_of(session, tenant, link.id);
    const message_texts::Reader reader{link.email, who.name, who.language};
    auto mail = link.state == LinkState::allowed
                    ? message_texts::mail("clinician_portal.access_allowed", reader, {{"department", department}})
                    : message_texts::mail("clinician_portal.access_declined", reader,
                                          {{"department", department}, {"reason", link.decline_reason}});
    mail.tenant = tenant;
    return mail;
}

}  // namespace

std::vector<AccessLink> AccessControl::list(db::Session& session, const May& may, const LinkQuery& query) const {
    auto links = store::list_links(session, may.tenant(), query);
    for (auto& link : links) link.numbers = store::claimed_numbers(session, may.tenant(), link.account);
    return links;
}

Result<AccessLink> AccessControl::find(db::Session& session, const May& may, const AccessLinkId& id) const {
    auto link = store::find_link(session, may.tenant(), id);
    if (!link || link->state == LinkState::withdrawn) return fail(portico::errors::not_found);
    link->numbers = store::claimed_numbers(session, may.tenant(), link->account);
    return std::move(*link);
}

Result<void> AccessControl::change(const May& may, const AccessLinkId& id, std::int64_t version,
                                   const LinkChange& change) {
    auto work = units_.begin();
    auto& session = work.session();
    auto now = clock_.now();
    PORTICO_TRY(auto link, find(session, may, id));
    PORTICO_CHECK(check_role(session, may.tenant(), link, change));
    auto before = link;
    link.state = state_after(before.state, change.allow_access);
    link.role = change.role;
    link.notes = change.notes;
    bool decided = link.state != before.state;
    if (decided) {
        link.decided_at = now;
        link.decided_by = may.caller().name;
        link.decline_reason.clear();
    }
    if (!store::decide(session, may.tenant(), link, version)) return fail(api::request_errors::precondition_failed);
    PORTICO_CHECK(settle_numbers(work, access_, may, link, change.confirmed_numbers, now));
    access_.link_changed(work, may.tenant(), link.account);

    auto event = link_event("access_link.changed", may.caller(), may.tenant(), id);
    if (decided)
        event.details.emplace_back(
            "state", std::string(access::key_of(before.state)) + " → " + std::string(access::key_of(link.state)));
    if (before.role != link.role)
        event.details.emplace_back(
            "role", (before.role ? before.role->text() : "none") + " → " + (link.role ? link.role->text() : "none"));
    if (before.notes != link.notes) event.details.emplace_back("notes", "changed");
    if (decided && link.state == LinkState::allowed) outbox_.enqueue(session, answer_mail(session, link, may.tenant()));
    work.emit({"access_requests.changed", may.tenant(), "{\"account\":\"" + link.account.text() + "\"}"});
    work.commit(std::move(event));
    return {};
}

Result<void> AccessControl::decline(const May& may, const AccessLinkId& id, const std::string& reason) {
    auto work = units_.begin();
    auto& session = work.session();
    PORTICO_TRY(auto link, find(session, may, id));
    if (link.state != LinkState::requested) return fail(errors::not_a_request);
    auto version = link.version;
    link.state = LinkState::declined;
    link.decided_at = clock_.now();
    link.decided_by = may.caller().name;
    link.decline_reason = reason;
    if (!store::decide(session, may.tenant(), link, version)) return fail(api::request_errors::precondition_failed);
    access_.link_changed(work, may.tenant(), link.account);
    outbox_.enqueue(session, answer_mail(session, link, may.tenant()));
    auto event = link_event("access_link.declined", may.caller(), may.tenant(), id);
    event.reason = reason;
    work.emit({"access_requests.changed", may.tenant(), "{\"account\":\"" + link.account.text() + "\"}"});
    work.commit(std::move(event));
    return {};
}

std::vector<Directory::Listed> Directory::list(db::Session& session, const Caller& caller,
                                               const DirectoryQuery& query) const {
    return store::list_cards(session, caller.account, query);
}

Result<DirectoryCard> Directory::request(const Caller& caller, const TenantId& tenant, const std::string& message) {
    try {
        return request_once(caller, tenant, message);
    } catch (const db::DbError& error) {
        // Two first requests of one account at a time: the other one stands.
        if (error.kind() != db::DbErrorKind::unique_violation) throw;
        return fail(errors::already_requested);
    }
}

Result<DirectoryCard> Directory::request_once(const Caller& caller, const TenantId& tenant,
                                              const std::string& message) {
    auto work = units_.begin();
    auto& session = work.session();
    auto now = clock_.now();
    auto card = store::find_card(session, caller.account, tenant);
    if (!card) return fail(portico::errors::not_found);
    if (card->state && *card->state != LinkState::declined) return fail(errors::already_requested);
    if (card->may_ask_again_at && *card->may_ask_again_at > now) return fail(errors::ask_again_later);
    auto link = store::find_link(session, tenant, caller.account);
    auto id = link ? link->id : crypto::new_id<AccessLinkId>(clock_);
    if (link)
        store::renew_request(session, *link, caller, message, now);
    else
        store::insert_request(session, tenant, caller, id, message, now);
    auto event = link_event("access_link.requested", caller, tenant, id);
    event.reason = message;
    work.emit({"access_requests.changed", tenant, "{\"account\":\"" + caller.account.text() + "\"}"});
    auto made = store::find_card(session, caller.account, tenant);
    work.commit(std::move(event));
    return std::move(*made);
}

Result<void> Directory::withdraw(const Caller& caller, const TenantId& tenant) {
    auto work = units_.begin();
    auto& session = work.session();
    auto card = store::find_card(session, caller.account, tenant);
    if (!card) return fail(portico::errors::not_found);
    if (card->state != LinkState::requested) return fail(errors::nothing_to_withdraw);
    auto link = store::find_link(session, tenant, caller.account);
    store::withdraw_request(session, *link);
    work.emit({"access_requests.changed", tenant, "{\"account\":\"" + caller.account.text() + "\"}"});
    work.commit(link_event("access_link.withdrawn", caller, tenant, link->id));
    return {};
}

std::optional<BlobId> Directory::photo(db::Session& session, const TenantId& tenant) const {
    return store::photo_of(session, tenant);
}

}  // namespace portico::clinician_portal
