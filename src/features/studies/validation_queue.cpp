// The Study Validation Queue: what waits, and what staff look at before they decide (STU-12).
#include "features/studies/api/validation.h"
#include "features/studies/upload_store.h"
#include "features/studies/validation_store.h"
#include "platform/db/database.h"

namespace portico::studies {
namespace {

constexpr std::int64_t most_candidates = 10;

std::vector<StudyId> ids_of(const std::vector<QueuedStudy>& studies) {
    std::vector<StudyId> ids;
    for (const auto& one : studies) ids.push_back(one.study);
    return ids;
}

}  // namespace

std::vector<QueuedStudy> Validation::queue(const May& may, const QueueQuestion& question) const {
    auto session = units_.database().read();
    auto studies = store::queued(session, may.scope(), question);
    auto reasons = store::reasons(session, may.scope(), ids_of(studies));
    auto uploaders = store::uploaders(session, may.scope(), ids_of(studies));
    for (auto& one : studies) {
        one.reasons = std::move(reasons[one.study]);
        if (auto found = uploaders.find(one.study); found != uploaders.end()) one.uploader = found->second;
    }
    return studies;
}

Result<ValidationCase> Validation::study_case(const May& may, const StudyId& id) const {
    auto session = units_.database().read();
    const auto& scope = may.scope();
    auto study = store::find_checked(session, scope, id);
    if (!study) return fail(portico::errors::not_found);
    const auto data = study->data();
    const auto rules = store::rules_of(session, scope);
    ValidationCase one{.study = id,
                       .version = study->version,
                       .queued_at = study->queued_at,
                       .reasons = std::move(store::reasons(session, scope, {id})[id]),
                       .uploader = {},
                       .header = study->header,
                       .corrected = study->corrections,
                       .record = store::patient_by_identifier(session, scope, data[CaseField::patient_id],
                                                              issuer_of(data, rules.default_issuer)),
                       .candidates = {},
                       .corrections = store::corrections(session, scope, id)};
    const auto uploaders = store::uploaders(session, scope, {id});
    if (!uploaders.empty()) one.uploader = uploaders.begin()->second;
    for (auto& candidate : store::candidates(session, scope, data, most_candidates))
        if (!one.record || candidate.id != one.record->id) one.candidates.push_back(std::move(candidate));
    return one;
}

PatientPage Validation::patients(const PermissionProof& proof, const PatientQuestion& question) const {
    auto session = units_.database().read();
    return store::patients(session, proof.scope(), question);
}

}  // namespace portico::studies
