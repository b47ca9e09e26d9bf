// Appending: entries, views once in a while, refusals with their count.
#include "features/audit/audit.h"
#include "features/audit/details_json.h"
#include "platform/crypto/random.h"

namespace portico::audit {
namespace {

constexpr std::int64_t view_window_seconds = 15 * 60;
constexpr std::int64_t refusal_window_seconds = 60;

std::string_view key_of(CallerKind kind) {
    switch (kind) {
        case CallerKind::anonymous:
            return "anonymous";
        case CallerKind::user:
            return "user";
        case CallerKind::api_key:
            return "api_key";
        case CallerKind::dicom_node:
            return "dicom_node";
        case CallerKind::operator_:
            return "operator";
        case CallerKind::system:
            return "system";
    }
    return "system";
}

std::string_view key_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::success:
            return "success";
        case Outcome::refused:
            return "refused";
        case Outcome::failure:
            return "failure";
    }
    return "failure";
}

std::string actor_id(const Caller& caller) {
    if (caller.kind == CallerKind::user) return caller.user.text();
    return caller.api_key.text();
}

}  // namespace

void AuditTrail::append(db::Session& session, const AuditEvent& event) {
    auto id = crypto::new_id_text(clock_);
    auto chain = event.tenant ? event.tenant->text() : std::string();
    session.exec(
        "INSERT INTO audit_entry (id, chain, at, event, outcome, actor_kind, actor_id, actor_name, membership, address,"
        " device, patient, study, object, reason, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, chain, clock_.now(), event.code, key_of(event.outcome), key_of(event.caller.kind), actor_id(event.caller),
        event.caller.name, event.caller.membership, event.caller.address, event.caller.device, event.patient,
        event.study, event.object, event.reason, to_json(event.details));
    session.exec("INSERT INTO audit_unsealed (entry_id, chain) VALUES (?, ?)", id, chain);
}

bool AuditTrail::viewed(db::UnitOfWork& work, const StudyAccess& access, const PatientId& patient) {
    auto now = clock_.now();
    const auto& caller = access.caller();
    auto subject = "view:" + actor_id(caller) + ":" + caller.membership.text() + ":" + access.study().text();
    auto begins = work.session().exec(
        "INSERT INTO audit_recent (subject, at, repeats) VALUES (?, ?, 0)"
        " ON CONFLICT (subject) DO UPDATE SET at = excluded.at WHERE audit_recent.at <= ?",
        subject, now, now.plus_seconds(-view_window_seconds));
    if (begins == 0) return false;
    AuditEvent event;
    event.code = "study.viewed";
    event.caller = caller;
    event.tenant = access.scope().tenant();
    event.study = access.study().text();
    event.patient = patient.text();
    event.reason = access.source();
    work.audit(std::move(event));
    return true;
}

void AuditTrail::refused(db::UnitOfWork& work, AuditEvent event) {
    auto now = clock_.now();
    auto source = event.caller.kind == CallerKind::anonymous ? event.caller.address : actor_id(event.caller);
    auto subject = "refused:" + source + ":" + event.code + ":" + (event.tenant ? event.tenant->text() : "");
    auto& session = work.session();
    auto earlier = session.first_value<std::int64_t>("SELECT repeats FROM audit_recent WHERE subject = ?", subject);
    auto begins = session.exec(
        "INSERT INTO audit_recent (subject, at, repeats) VALUES (?, ?, 0)"
        " ON CONFLICT (subject) DO UPDATE SET at = excluded.at, repeats = 0 WHERE audit_recent.at <= ?",
        subject, now, now.plus_seconds(-refusal_window_seconds));
    if (begins == 0) {
        session.exec("UPDATE audit_recent SET repeats = repeats + 1 WHERE subject = ?", subject);
        return;
    }
    event.outcome = Outcome::refused;
    if (earlier.value_or(0) > 0) event.details.emplace_back("repeatsBefore", std::to_string(*earlier));
    work.audit(std::move(event));
}

}  // namespace portico::audit
