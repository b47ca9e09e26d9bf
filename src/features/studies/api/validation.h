// From arrived to released: the checks of a study that has become quiet, the queue of those that need a person, and
// what staff decide there (STU-10, STU-11, STU-12).
//
//   receiving --quiet--> ready                          all is well
//                        queued                         with all its reasons
//   queued --corrected/released--> validating           decided; corrected heads are still being made
//                                  ready
//   queued --rejected--> rejected                       deleted after 30 days
//
// A study whose objects must leave with corrected heads stays in 'validating' until the job studies.correct_heads has
// made them all, so that nobody ever sees it without. Late instances take a released study through the same states;
// `visible` stays and what was served goes on being served.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "features/access/access.h"
#include "features/studies/api/case_data.h"
#include "features/studies/api/clinician_uploads.h"
#include "platform/db/unit_of_work.h"
#include "platform/jobs/queue.h"
#include "platform/storage/blob_store.h"

namespace portico::jobs {
class Workers;
}

namespace portico::studies {

namespace errors {
inline constexpr ErrorKind study_not_queued{"study_not_queued", 409, 0x0110,
                                            "This study does not wait in the validation queue."};
inline constexpr ErrorKind case_changed{"case_changed", 412, 0x0110, "This study was changed in the meantime."};
inline constexpr ErrorKind patient_exists{"patient_exists", 409, 0x0110,
                                          "There is a patient with this identifier already."};
inline constexpr ErrorKind study_holds_two_patients{
    "study_holds_two_patients", 409, 0x0110, "This study holds objects of two patients. Choose the patient first."};
}  // namespace errors

// One reason why a study waits. Codes: patient_id_missing, patient_name_missing, birth_date_missing, sex_missing,
// accession_number_missing, issuer_unknown, patient_data_differ (once a field), study_under_two_patients,
// uploaded_by_clinician.
struct ValidationReason {
    std::string code;
    std::optional<CaseField> field;
    std::string header, record;  // the values that stand against each other, as in DICOM
};
std::string_view text_of_reason(std::string_view code);  // one English sentence

struct PatientRecord {
    PatientId id;
    CaseData data;  // its patient fields
    std::int64_t studies = 0;
};

struct QueuedStudy {
    StudyId study;
    Timestamp queued_at;
    std::vector<ValidationReason> reasons;
    std::optional<Uploader> uploader;  // the clinician who sent it
};

struct CorrectionEntry {
    Timestamp at;
    std::string by;
    CaseField field;
    std::string value;
};

struct ValidationCase {
    StudyId study;
    std::int64_t version = 0;
    std::optional<Timestamp> queued_at;
    std::vector<ValidationReason> reasons;
    std::optional<Uploader> uploader;            // the clinician who sent it
    CaseData header;                             // as the objects arrived
    std::map<CaseField, std::string> corrected;  // what stands above it
    std::optional<PatientRecord> record;         // with the identifier that holds now
    std::vector<PatientRecord> candidates;
    std::vector<CorrectionEntry> corrections;  // newest first
};

// What staff enter about a case; `record` and `new_patient` exclude each other.
struct Correction {
    std::optional<PatientId> record;      // an existing patient: its data hold
    std::optional<CaseData> new_patient;  // made, and its data hold
    std::map<CaseField, std::string> fields;
    std::int64_t version = 0;  // of the case that was looked at
};

struct BulkFailure {
    StudyId study;
    Error error;
};
struct BulkOutcome {
    std::vector<StudyId> done;
    std::vector<BulkFailure> failed;
};
enum class QueueAction { release, reject };

struct QueueQuestion {
    std::string text;  // words of patient, accession number or description
    std::optional<std::pair<Timestamp, StudyId>> after;
    std::int64_t limit = 50;
};
struct PatientQuestion {
    std::string text;
    std::optional<std::pair<std::string, PatientId>> after;  // name_sort and id of the last one
    std::int64_t limit = 50;
};
struct PatientPage {
    std::vector<PatientRecord> patients;
    std::optional<std::pair<std::string, PatientId>> next;
};

// What other parts of the room do for it.
struct ValidationHooks {
    // Makes the heads of all live instances of a corrected study. May be slow and may be run again.
    std::function<Result<void>(const TenantScope&, const StudyId&)> make_corrected_heads;
    // Enqueues the preparation of a series' metadata, in the transaction of its cause.
    std::function<void(db::Session&, const TenantScope&, const SeriesId&)> prepare_metadata;
};

// Thread-safe; owns no data.
class Validation {
public:
    using May = Authorized<Permission::validate_studies>;

    Validation(db::UnitsOfWork& units, storage::BlobStore& blobs, const access::AccessService& access,
               const jobs::Queue& queue, const Clock& clock, ValidationHooks hooks);

    // Jobs studies.correct_heads and studies.remove_blobs, the scan every second, the daily deletion.
    void serve(jobs::Workers&);

    // Whether a study has become quiet; for the schedule, in a reading session.
    bool due(db::Session&) const;
    // Validates the studies that have become quiet; how many were decided. One that fails does not hinder the others;
    // the first failure is thrown at the end.
    std::int64_t run_due();
    // Body of studies.correct_heads: makes the heads and lets the study go on.
    Result<void> finish_heads(const TenantScope&, const StudyId&);
    // Removes studies that were rejected more than 30 days ago; how many.
    std::int64_t delete_rejected();

    // The oldest first.
    std::vector<QueuedStudy> queue(const May&, const QueueQuestion&) const;
    Result<ValidationCase> study_case(const May&, const StudyId&) const;
    // Records the corrections and validates again at once; the study may leave the queue by it.
    // Errors: not_found, study_not_queued, case_changed, patient_exists, invalid_input.
    Result<void> correct(const May&, const StudyId&, const Correction&);
    Result<void> release(const May&, const StudyId&, const std::string& reason);
    Result<void> reject(const May&, const StudyId&, const std::string& reason);
    BulkOutcome decide_all(const May&, const std::vector<StudyId>&, QueueAction, const std::string& reason);

    // By name; needs validate_studies or view_patients.
    PatientPage patients(const PermissionProof&, const PatientQuestion&) const;

private:
    bool validate_quiet(const TenantScope&, const StudyId&);
    void finish_heads_now(const TenantScope&, const StudyId&);

    db::UnitsOfWork& units_;
    storage::BlobStore& blobs_;
    const access::AccessService& access_;
    const jobs::Queue& queue_;
    const Clock& clock_;
    ValidationHooks hooks_;
};

}  // namespace portico::studies
