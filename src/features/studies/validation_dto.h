// The validation queue as JSON, for this room's routes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/studies/api/validation.h"
#include "features/studies/study_dto.h"
#include "platform/api/page.h"

namespace portico::studies::dto {

struct QueueQuery : api::PageQuery {
    std::optional<std::string> q;
};
struct ValidationReason {
    std::string code;
    std::optional<std::string> field;
    std::string text;
    std::optional<std::string> header, record;
};
struct QueuedStudy : StudyRow {
    std::vector<ValidationReason> reasons;
    std::optional<Uploader> uploaded_by;
    std::optional<Timestamp> queued_at;  // none once it has left the queue
};
struct PatientData {
    std::string patient_id, issuer, name;
    std::optional<std::string> birth_date;
    std::string sex;
};
struct PatientRecord : PatientData {
    PatientId id;
};
struct PatientCandidate : PatientRecord {
    std::int64_t studies = 0;
};
struct CaseData : PatientData {
    std::string accession_number;
    std::optional<std::string> study_date;
    std::string description, referring_physician;
};
// Only what is corrected; a date that is null was, or is to be, cleared.
struct CorrectedData {
    std::optional<std::string> patient_id, issuer, name;
    std::optional<std::optional<std::string>> birth_date;
    std::optional<std::string> sex, accession_number;
    std::optional<std::optional<std::string>> study_date;
    std::optional<std::string> description, referring_physician;
};
struct CorrectionLine {
    Timestamp at;
    std::string by, change;
};
struct ValidationCase : QueuedStudy {
    CaseData header;
    std::optional<PatientRecord> record;
    CorrectedData corrected;
    std::vector<PatientCandidate> candidates;
    std::vector<CorrectionLine> corrections;
    std::vector<SeriesRow> series;
    std::int64_t version = 0;
};
struct Correction {
    std::optional<PatientId> record;
    std::optional<PatientData> new_patient;
    std::optional<CorrectedData> fields;
    std::int64_t version = 0;
};
struct GivenReason {
    std::string reason;
};
struct BulkDecision {
    std::vector<StudyId> studies;
    QueueAction action = QueueAction::release;
    std::string reason;
};
struct BulkFailure {
    StudyId study;
    std::string code, text;
};
struct BulkResult {
    std::vector<StudyId> done;
    std::vector<BulkFailure> failed;
};

QueuedStudy to_dto(const studies::QueuedStudy&, const studies::StudyRow&);
ValidationCase to_dto(const studies::ValidationCase&, const studies::StudyRow&, const std::vector<studies::SeriesRow>&);
PatientCandidate to_dto(const studies::PatientRecord&);
BulkResult to_dto(const BulkOutcome&);
// Errors: invalid_input with every field that cannot be what it should.
Result<studies::Correction> to_correction(const Correction&);
Error bad_cursor();

}  // namespace portico::studies::dto

namespace portico::api {

template <>
struct EnumNames<studies::QueueAction> {
    static constexpr EnumName<studies::QueueAction> table[] = {{studies::QueueAction::release, "release"},
                                                               {studies::QueueAction::reject, "reject"}};
};
template <>
struct Dto<studies::dto::QueueQuery> {
    static constexpr std::string_view name = "SearchQuery";
    static constexpr auto fields =
        std::tuple_cat(page_fields, std::tuple{field("q", &studies::dto::QueueQuery::q, {.max_length = 200})});
};
template <>
struct Dto<studies::dto::ValidationReason> {
    using T = studies::dto::ValidationReason;
    static constexpr std::string_view name = "ValidationReason";
    static constexpr auto fields =
        std::tuple{field("code", &T::code), field("field", &T::field), field("text", &T::text),
                   field("header", &T::header), field("record", &T::record)};
};
template <>
struct Dto<studies::Uploader> {
    static constexpr std::string_view name = "Uploader";
    static constexpr auto fields =
        std::tuple{field("name", &studies::Uploader::name), field("account", &studies::Uploader::account)};
};
template <>
struct Dto<studies::dto::QueuedStudy> {
    using T = studies::dto::QueuedStudy;
    static constexpr std::string_view name = "QueuedStudy";
    static constexpr auto fields =
        std::tuple_cat(Dto<studies::dto::StudyRow>::fields,
                       std::tuple{field("reasons", &T::reasons),
                                  field("uploadedBy", &T::uploaded_by, {.text = "The clinician who sent it."}),
                                  field("queuedAt", &T::queued_at, {.text = "Absent once it has left the queue."})});
};
template <>
struct Dto<studies::dto::PatientData> {
    using T = studies::dto::PatientData;
    static constexpr std::string_view name = "PatientData";
    static constexpr auto fields = std::tuple{
        field("patientId", &T::patient_id, {.max_length = 64}),
        field("issuer", &T::issuer, {.max_length = 64, .text = "Empty: the department's own."}),
        field("name", &T::name, {.max_length = 200, .text = "\"Family, Given\" or as in DICOM."}),
        field("birthDate", &T::birth_date, {.format = Format::date}), field("sex", &T::sex, {.max_length = 1})};
};
template <>
struct Dto<studies::dto::PatientRecord> {
    static constexpr std::string_view name = "PatientRecord";
    static constexpr auto fields = std::tuple_cat(Dto<studies::dto::PatientData>::fields,
                                                  std::tuple{field("id", &studies::dto::PatientRecord::id)});
};
template <>
struct Dto<studies::dto::PatientCandidate> {
    using T = studies::dto::PatientCandidate;
    static constexpr std::string_view name = "PatientCandidate";
    static constexpr auto fields =
        std::tuple_cat(Dto<studies::dto::PatientRecord>::fields, std::tuple{field("studies", &T::studies)});
};
template <>
struct Dto<studies::dto::CaseData> {
    using T = studies::dto::CaseData;
    static constexpr std::string_view name = "CaseData";
    static constexpr auto fields = std::tuple_cat(
        Dto<studies::dto::PatientData>::fields,
        std::tuple{field("accessionNumber", &T::accession_number), field("studyDate", &T::study_date),
                   field("description", &T::description), field("referringPhysician", &T::referring_physician)});
};
template <>
struct Dto<studies::dto::CorrectedData> {
    using T = studies::dto::CorrectedData;
    static constexpr std::string_view name = "CorrectedData";
    static constexpr auto fields =
        std::tuple{field("patientId", &T::patient_id, {.max_length = 64}),
                   field("issuer", &T::issuer, {.max_length = 64}),
                   field("name", &T::name, {.max_length = 200}),
                   field("birthDate", &T::birth_date, {.format = Format::date}),
                   field("sex", &T::sex, {.max_length = 1}),
                   field("accessionNumber", &T::accession_number, {.max_length = 16}),
                   field("studyDate", &T::study_date, {.format = Format::date}),
                   field("description", &T::description, {.max_length = 64}),
                   field("referringPhysician", &T::referring_physician, {.max_length = 200})};
};
template <>
struct Dto<studies::dto::CorrectionLine> {
    using T = studies::dto::CorrectionLine;
    static constexpr std::string_view name = "HistoryEntry";
    static constexpr auto fields = std::tuple{field("at", &T::at), field("by", &T::by), field("change", &T::change)};
};
template <>
struct Dto<studies::dto::ValidationCase> {
    using T = studies::dto::ValidationCase;
    static constexpr std::string_view name = "ValidationCase";
    static constexpr auto fields = std::tuple_cat(
        Dto<studies::dto::QueuedStudy>::fields,
        std::tuple{field("header", &T::header), field("record", &T::record), field("corrected", &T::corrected),
                   field("candidates", &T::candidates), field("corrections", &T::corrections),
                   field("series", &T::series), field("version", &T::version)});
};
template <>
struct Dto<studies::dto::Correction> {
    using T = studies::dto::Correction;
    static constexpr std::string_view name = "Correction";
    static constexpr auto fields =
        std::tuple{field("patientRecordId", &T::record, {.text = "An existing patient, whose data hold from now on."}),
                   field("newPatient", &T::new_patient), field("fields", &T::fields),
                   field("version", &T::version, {.text = "Of the case that was looked at."})};
};
template <>
struct Dto<studies::dto::GivenReason> {
    static constexpr std::string_view name = "GivenReason";
    static constexpr auto fields =
        std::tuple{field("reason", &studies::dto::GivenReason::reason, {.min_length = 1, .max_length = 500})};
};
template <>
struct Dto<studies::dto::BulkDecision> {
    using T = studies::dto::BulkDecision;
    static constexpr std::string_view name = "BulkDecision";
    static constexpr auto fields =
        std::tuple{field("studyIds", &T::studies, {.min_items = 1, .max_items = 200}), field("action", &T::action),
                   field("reason", &T::reason, {.min_length = 1, .max_length = 500})};
};
template <>
struct Dto<studies::dto::BulkFailure> {
    using T = studies::dto::BulkFailure;
    static constexpr std::string_view name = "BulkFailure";
    static constexpr auto fields =
        std::tuple{field("studyId", &T::study), field("code", &T::code), field("text", &T::text)};
};
template <>
struct Dto<studies::dto::BulkResult> {
    using T = studies::dto::BulkResult;
    static constexpr std::string_view name = "BulkResult";
    static constexpr auto fields = std::tuple{field("done", &T::done), field("failed", &T::failed)};
};

}  // namespace portico::api
