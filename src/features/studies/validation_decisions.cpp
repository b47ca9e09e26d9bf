// What staff decide about a study that waits: corrections, release, rejection (STU-12).
#include <algorithm>

#include "features/studies/api/validation.h"
#include "features/studies/release.h"
#include "features/studies/upload_store.h"
#include "features/studies/validation_store.h"
#include "platform/crypto/random.h"
#include "platform/db/database.h"

namespace portico::studies {
namespace {

Result<store::CheckedStudy> lock_queued(db::UnitOfWork& work, const TenantScope& scope, const StudyId& id) {
    auto study = store::lock_checked(work.session(), scope, id);
    if (!study) return fail(portico::errors::not_found);
    if (study->state != "queued") return fail(errors::study_not_queued);
    return std::move(*study);
}

// One act of correcting, within a unit of work.
class CorrectionAct {
public:
    CorrectionAct(db::UnitOfWork& work, const Validation::May& may, const Clock& clock, store::CheckedStudy study)
        : session_(work.session()), may_(may), clock_(clock), study_(std::move(study)), held_(study_.data()) {}

    Result<void> apply(const Correction& wanted) {
        auto values = wanted.fields;
        PORTICO_TRY(auto patient, chosen_patient(wanted));
        if (patient) {
            // What the record does not know is left as it is, unless it may be another patient's.
            for (auto field : patient_fields)
                if (!(*patient)[field].empty() || study_.header_conflict) values.try_emplace(field, (*patient)[field]);
        } else if (values.contains(CaseField::patient_id)) {
            for (auto field : patient_fields) values.try_emplace(field, held_[field]);
        }
        // Objects of two patients: each value is written into all of them, also where it is the one that is shown.
        settled_ = study_.header_conflict && values.contains(CaseField::patient_id);
        const auto now = clock_.now();
        for (auto& [field, value] : values) {
            if (value == held_[field] && !settled_) continue;
            store::add_correction(session_, may_.scope(), study_.id, crypto::new_id_text(clock_),
                                  {now, may_.caller().name, field, value});
            changes_.emplace_back(std::string(key_of(field)), held_[field] + " -> " + value);
        }
        if (!changes_.empty()) store::mark_corrected(session_, may_.scope(), study_.id, settled_);
        return {};
    }

    AuditEvent event() const {
        AuditEvent event;
        event.code = "study.corrected";
        event.caller = may_.caller();
        event.tenant = may_.tenant();
        event.study = study_.id.text();
        if (study_.patient) event.patient = study_.patient->text();
        event.details = changes_;
        return event;
    }

private:
    Result<std::optional<CaseData>> chosen_patient(const Correction& wanted) {
        if (wanted.record) {
            auto record = store::patient_by_id(session_, may_.scope(), *wanted.record);
            if (!record) return fail(portico::errors::not_found);
            return record->data;
        }
        if (!wanted.new_patient) return std::nullopt;
        PatientRecord made{crypto::new_id<PatientId>(clock_), *wanted.new_patient, 0};
        auto& issuer = made.data[CaseField::issuer];
        issuer = issuer_of(made.data, store::rules_of(session_, may_.scope()).default_issuer);
        if (!store::insert_patient(session_, may_.scope(), made, clock_.now()))
            return fail(Error(errors::patient_exists)
                            .at("newPatient.patientId", "taken", std::string(errors::patient_exists.text)));
        return made.data;
    }

    db::Session& session_;
    const Validation::May& may_;
    const Clock& clock_;
    store::CheckedStudy study_;
    CaseData held_;  // before this act
    bool settled_ = false;
    std::vector<std::pair<std::string, std::string>> changes_;
};

}  // namespace

Result<void> Validation::correct(const May& may, const StudyId& id, const Correction& wanted) {
    const ReleaseParts parts{access_, queue_, clock_, hooks_};
    auto verdict = units_.retrying([&](db::UnitOfWork& work) -> Result<Verdict> {
        PORTICO_TRY(auto study, lock_queued(work, may.scope(), id));
        if (study.version != wanted.version) return fail(errors::case_changed);
        CorrectionAct act(work, may, clock_, std::move(study));
        PORTICO_CHECK(act.apply(wanted));
        work.audit(act.event());
        auto decided = Release(work, may.scope(), may.caller(), parts).validate(id);
        work.commit(std::vector<AuditEvent>());
        return decided;
    });
    if (!verdict) return fail(verdict.error());
    if (*verdict == Verdict::heads_due) finish_heads_now(may.scope(), id);
    return {};
}

Result<void> Validation::release(const May& may, const StudyId& id, const std::string& reason) {
    const ReleaseParts parts{access_, queue_, clock_, hooks_};
    auto verdict = units_.retrying([&](db::UnitOfWork& work) -> Result<Verdict> {
        PORTICO_TRY(auto study, lock_queued(work, may.scope(), id));
        if (study.header_conflict) return fail(errors::study_holds_two_patients);
        Release release(work, may.scope(), may.caller(), parts);
        auto entry = release.event("study.released", study);
        entry.reason = reason;
        work.audit(std::move(entry));
        store::upload_decided(work.session(), may.scope(), id, UploadState::released, may.caller().name, {},
                              clock_.now());
        auto decided = release.go_on(id);
        work.commit(std::vector<AuditEvent>());
        return decided;
    });
    if (!verdict) return fail(verdict.error());
    if (*verdict == Verdict::heads_due) finish_heads_now(may.scope(), id);
    return {};
}

Result<void> Validation::reject(const May& may, const StudyId& id, const std::string& reason) {
    const ReleaseParts parts{access_, queue_, clock_, hooks_};
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        PORTICO_TRY(auto study, lock_queued(work, may.scope(), id));
        Release(work, may.scope(), may.caller(), parts).reject(study.id, reason);
        work.commit(std::vector<AuditEvent>());
        return {};
    });
}

BulkOutcome Validation::decide_all(const May& may, const std::vector<StudyId>& studies, QueueAction action,
                                   const std::string& reason) {
    BulkOutcome outcome;
    for (const auto& study : studies) {
        auto done = action == QueueAction::release ? release(may, study, reason) : reject(may, study, reason);
        if (done)
            outcome.done.push_back(study);
        else
            outcome.failed.push_back({study, done.error()});
    }
    return outcome;
}

}  // namespace portico::studies
