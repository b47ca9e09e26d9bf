#include "features/studies/release.h"

#include <algorithm>

#include "features/access/api/uploads.h"
#include "features/studies/recall_store.h"
#include "features/studies/receive_policy.h"
#include "features/studies/release_store.h"
#include "features/studies/upload_store.h"
#include "platform/crypto/random.h"

namespace portico::studies {
namespace {

// The job is there for a server that stops in between; until then the heads are being made right after the commit.
constexpr std::int64_t second_try_seconds = 120;

std::string codes_of(const std::vector<ValidationReason>& reasons) {
    std::string codes;
    for (const auto& reason : reasons) codes += (codes.empty() ? "" : " ") + reason.code;
    return codes;
}

// By the corrections; what was not corrected stays as the columns have it.
store::ReleasedStudy released(const store::CheckedStudy& study, const CaseData& data) {
    store::ReleasedStudy row;
    row.data = data;
    row.study_at = study.study_at;
    if (study.corrections.contains(CaseField::study_date)) {
        std::optional<std::string> date;
        if (!data[CaseField::study_date].empty()) date = data[CaseField::study_date];
        if (auto moment = study_moment(date, study.study_time)) row.study_at = *moment;
    }
    row.corrected = !study.corrections.empty();
    row.other_referrer = study.corrections.contains(CaseField::referring_physician);
    return row;
}

}  // namespace

AuditEvent Release::event(std::string code, const store::CheckedStudy& study) const {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = caller_;
    event.tenant = scope_.tenant();
    event.study = study.id.text();
    if (study.patient) event.patient = study.patient->text();
    return event;
}

void Release::tell(bool queue_changed) {
    work_.emit({"studies.changed", scope_.tenant(), "{}"});
    if (queue_changed) work_.emit({"validation.changed", scope_.tenant(), "{}"});
}

Verdict Release::validate(const StudyId& id) {
    auto& session = work_.session();
    auto study = store::find_checked(session, scope_, id).value();
    auto rules = store::rules_of(session, scope_);
    const auto upload = store::upload_of(session, scope_, id);
    ValidationFacts facts{.data = study.data(),
                          .two_patients = study.header_conflict,
                          .by_clinician = upload && upload->state != UploadState::released,
                          .issuer_chosen = study.corrections.contains(CaseField::issuer),
                          .record = {}};
    facts.record = store::patient_by_identifier(session, scope_, facts.data[CaseField::patient_id],
                                                issuer_of(facts.data, rules.default_issuer));
    auto reasons = find_reasons(rules, facts);
    if (reasons.empty()) return go_on(id);
    if (facts.by_clinician) store::upload_waits(session, scope_, id);
    queue(study, reasons);
    return Verdict::queued;
}

void Release::queue(const store::CheckedStudy& study, const std::vector<ValidationReason>& reasons) {
    auto& session = work_.session();
    store::replace_reasons(session, scope_, study.id, reasons);
    store::to_queue(session, scope_, study.id, parts_.clock.now());
    auto entry = event("study.queued", study);
    entry.reason = codes_of(reasons);
    work_.audit(std::move(entry));
    tell(true);
}

Verdict Release::go_on(const StudyId& id) {
    auto& session = work_.session();
    auto study = store::find_checked(session, scope_, id).value();
    const bool heads_due = study.corrected && (study.heads_due != 0 || store::lacks_heads(session, scope_, id));
    if (!heads_due) {
        make_ready(id);
        return Verdict::ready;
    }
    store::replace_reasons(session, scope_, id, {});
    store::to_validating(session, scope_, id);
    jobs::Job job{.kind = std::string(correct_heads_job),
                  .payload = R"({"tenant":")" + scope_.tenant().text() + R"(","study":")" + id.text() + R"("})",
                  .dedupe_key = id.text(),
                  .run_at = {}};
    if (study.instance_count < corrected_at_once) job.run_at = parts_.clock.now().plus_seconds(second_try_seconds);
    parts_.queue.enqueue(session, job);
    tell(true);
    return Verdict::heads_due;
}

std::optional<PatientId> Release::link_patient(const store::CheckedStudy& study, const CaseData& data) {
    auto& session = work_.session();
    PatientRecord record;
    for (auto field : patient_fields) record.data[field] = data[field];
    record.data[CaseField::issuer] = issuer_of(data, store::rules_of(session, scope_).default_issuer);
    const auto& identifier = record.data[CaseField::patient_id];
    if (identifier.empty()) return std::nullopt;
    auto there = store::patient_by_identifier(session, scope_, identifier, record.data[CaseField::issuer]);
    if (there) return there->id;
    record.id = crypto::new_id<PatientId>(parts_.clock);
    if (!store::insert_patient(session, scope_, record, parts_.clock.now()))
        return store::patient_by_identifier(session, scope_, identifier, record.data[CaseField::issuer])->id;
    auto entry = event("patient.created", study);
    entry.patient = record.id.text();
    work_.audit(std::move(entry));
    return record.id;
}

void Release::make_ready(const StudyId& id) {
    auto& session = work_.session();
    auto study = store::find_checked(session, scope_, id).value();
    const auto data = study.data();
    auto row = released(study, data);
    row.patient = study.patient = link_patient(study, data);
    store::replace_reasons(session, scope_, id, {});
    store::to_ready(session, scope_, id, row, parts_.clock.now());
    store::count_referrers(session, scope_, id);
    for (const auto& series : store::validate_instances(session, scope_, id))
        if (parts_.hooks.prepare_metadata) parts_.hooks.prepare_metadata(session, scope_, series);
    parts_.access.study_released(work_, scope_, id);
    grant_to_uploader(id);
    work_.audit(event("study.validated", study));
    // All of it may have been recalled meanwhile.
    if (!study.visible && store::has_live_instances(session, scope_, id))
        work_.emit({"study.validated", scope_.tenant(), R"({"study":")" + id.text() + R"("})"});
    tell(study.state != "receiving");
}

// Once: what staff took back does not return with the next objects.
void Release::grant_to_uploader(const StudyId& id) {
    const auto upload = store::upload_of(work_.session(), scope_, id);
    if (!upload || upload->mixed || upload->granted) return;
    access::UploadRights(parts_.clock).grant(work_, scope_, caller_, upload->decided_by, id, upload->membership);
    store::mark_granted(work_.session(), scope_, id);
}

void Release::reject(const StudyId& id, const std::string& reason) {
    auto& session = work_.session();
    auto study = store::find_checked(session, scope_, id).value();
    store::to_rejected(session, scope_, id, parts_.clock.now());
    store::upload_decided(session, scope_, id, UploadState::rejected, caller_.name, reason, parts_.clock.now());
    parts_.access.study_withdrawn(work_, scope_, id);
    auto entry = event("study.rejected", study);
    entry.reason = reason;
    work_.audit(std::move(entry));
    tell(true);
}

}  // namespace portico::studies
