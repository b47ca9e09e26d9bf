// Rows of validation. SQL only; decides nothing. Changes happen in the caller's unit of work.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/authorized.h"
#include "features/studies/api/validation.h"
#include "features/studies/validation_policy.h"
#include "platform/db/session.h"

namespace portico::studies::store {

using Corrected = std::map<CaseField, std::string>;

// What validation knows of a study.
struct CheckedStudy {
    StudyId id;
    std::string state;
    bool visible = false, header_conflict = false, corrected = false;
    std::optional<PatientId> patient;
    CaseData header;
    std::optional<std::string> study_time;
    Timestamp study_at, last_received_at;
    std::optional<Timestamp> queued_at;
    std::int64_t instance_count = 0, heads_due = 0, version = 0;
    Corrected corrections;  // the newest of each field

    CaseData data() const { return with_corrections(header, corrections); }
};
std::optional<CheckedStudy> find_checked(db::Session&, const TenantScope&, const StudyId&);
// The same, locked until the end of the transaction.
std::optional<CheckedStudy> lock_checked(db::Session&, const TenantScope&, const StudyId&);

struct QuietStudy {
    TenantId tenant;
    StudyId study;
};
std::vector<QuietStudy> quiet_studies(db::Session&, Timestamp now, std::int64_t limit);
std::int64_t quiet_seconds(db::Session&, const TenantScope&);
ValidationRules rules_of(db::Session&, const TenantScope&);

std::optional<PatientRecord> patient_by_identifier(db::Session&, const TenantScope&, const std::string& patient_id,
                                                   const std::string& issuer);
std::optional<PatientRecord> patient_by_id(db::Session&, const TenantScope&, const PatientId&);
// False when there is one with this identifier already.
bool insert_patient(db::Session&, const TenantScope&, const PatientRecord&, Timestamp now);
// Records that could be meant: the same Patient ID under any issuer, or the same family name.
std::vector<PatientRecord> candidates(db::Session&, const TenantScope&, const CaseData&, std::int64_t limit);
PatientPage patients(db::Session&, const TenantScope&, const PatientQuestion&);

void replace_reasons(db::Session&, const TenantScope&, const StudyId&, const std::vector<ValidationReason>&);
std::map<StudyId, std::vector<ValidationReason>> reasons(db::Session&, const TenantScope&, const std::vector<StudyId>&);
std::vector<QueuedStudy> queued(db::Session&, const TenantScope&, const QueueQuestion&);

void add_correction(db::Session&, const TenantScope&, const StudyId&, const std::string& id, const CorrectionEntry&);
std::vector<CorrectionEntry> corrections(db::Session&, const TenantScope&, const StudyId&);
// Corrected values are there; `settled`: the study is of one patient from now on.
void mark_corrected(db::Session&, const TenantScope&, const StudyId&, bool settled);
bool lacks_heads(db::Session&, const TenantScope&, const StudyId&);
void clear_heads_due(db::Session&, const TenantScope&, const StudyId&);

void to_queue(db::Session&, const TenantScope&, const StudyId&, Timestamp now);
void to_validating(db::Session&, const TenantScope&, const StudyId&);
void to_rejected(db::Session&, const TenantScope&, const StudyId&, Timestamp now);

}  // namespace portico::studies::store
