#include "features/studies/validation_dto.h"

#include "features/studies/validation_policy.h"
#include "platform/dicom/person_name.h"

namespace portico::studies::dto {
namespace {

bool is_name(CaseField field) { return field == CaseField::name || field == CaseField::referring_physician; }
bool is_date(CaseField field) { return field == CaseField::birth_date || field == CaseField::study_date; }

std::string shown(CaseField field, const std::string& value) {
    if (is_name(field)) return dicom::display_name(value);
    if (is_date(field)) return shown_date(value).value_or(value);
    return value;
}

std::optional<std::string> unless_empty(std::string text) {
    if (text.empty()) return std::nullopt;
    return text;
}

void fill(PatientData& out, const studies::CaseData& data) {
    out.patient_id = data[CaseField::patient_id];
    out.issuer = data[CaseField::issuer];
    out.name = dicom::display_name(data[CaseField::name]);
    out.birth_date = shown_date(data[CaseField::birth_date]);
    out.sex = data[CaseField::sex];
}

CaseData to_dto(const studies::CaseData& data) {
    CaseData out;
    fill(out, data);
    out.accession_number = data[CaseField::accession_number];
    out.study_date = shown_date(data[CaseField::study_date]);
    out.description = data[CaseField::description];
    out.referring_physician = dicom::display_name(data[CaseField::referring_physician]);
    return out;
}

CorrectedData to_dto(const std::map<CaseField, std::string>& corrected) {
    CorrectedData out;
    auto put = [&](CaseField field, std::optional<std::string>& to) {
        if (auto found = corrected.find(field); found != corrected.end()) to = shown(field, found->second);
    };
    auto put_date = [&](CaseField field, std::optional<std::optional<std::string>>& to) {
        if (auto found = corrected.find(field); found != corrected.end()) to.emplace(shown_date(found->second));
    };
    put(CaseField::patient_id, out.patient_id);
    put(CaseField::issuer, out.issuer);
    put(CaseField::name, out.name);
    put_date(CaseField::birth_date, out.birth_date);
    put(CaseField::sex, out.sex);
    put(CaseField::accession_number, out.accession_number);
    put_date(CaseField::study_date, out.study_date);
    put(CaseField::description, out.description);
    put(CaseField::referring_physician, out.referring_physician);
    return out;
}

std::vector<ValidationReason> to_dto(const std::vector<studies::ValidationReason>& reasons) {
    std::vector<ValidationReason> all;
    for (const auto& reason : reasons) {
        ValidationReason out{.code = reason.code,
                             .field = {},
                             .text = std::string(text_of_reason(reason.code)),
                             .header = {},
                             .record = {}};
        if (reason.field) {
            out.field = std::string(key_of(*reason.field));
            out.header = unless_empty(shown(*reason.field, reason.header));
            out.record = unless_empty(shown(*reason.field, reason.record));
        }
        all.push_back(std::move(out));
    }
    return all;
}

// Values as they were typed, made DICOM's, with every one that cannot be.
class Typed {
public:
    explicit Typed(std::string place) : place_(std::move(place)) {}
    void take(CaseField field, const std::optional<std::string>& text) {
        if (!text) return;
        if (auto value = typed_value(field, *text)) {
            values_[field] = std::move(*value);
            return;
        }
        error_.at(place_ + "." + std::string(key_of(field)), std::string(api::field_codes::bad_format.code),
                  std::string(api::field_codes::bad_format.text));
    }
    void take_date(CaseField field, const std::optional<std::optional<std::string>>& date) {
        if (date) take(field, date->value_or(""));
    }
    Result<std::map<CaseField, std::string>> values() && {
        if (!error_.fields().empty()) return fail(std::move(error_));
        return std::move(values_);
    }

private:
    std::string place_;
    Error error_ = portico::errors::invalid_input;
    std::map<CaseField, std::string> values_;
};

Result<std::map<CaseField, std::string>> typed(const CorrectedData& in) {
    Typed all("fields");
    all.take(CaseField::patient_id, in.patient_id);
    all.take(CaseField::issuer, in.issuer);
    all.take(CaseField::name, in.name);
    all.take_date(CaseField::birth_date, in.birth_date);
    all.take(CaseField::sex, in.sex);
    all.take(CaseField::accession_number, in.accession_number);
    all.take_date(CaseField::study_date, in.study_date);
    all.take(CaseField::description, in.description);
    all.take(CaseField::referring_physician, in.referring_physician);
    return std::move(all).values();
}

Result<studies::CaseData> typed(const PatientData& in) {
    Typed all("newPatient");
    all.take(CaseField::patient_id, in.patient_id);
    all.take(CaseField::issuer, in.issuer);
    all.take(CaseField::name, in.name);
    all.take(CaseField::birth_date, in.birth_date);
    all.take(CaseField::sex, in.sex);
    PORTICO_TRY(auto values, std::move(all).values());
    studies::CaseData data = with_corrections({}, values);
    Error missing = portico::errors::invalid_input;
    for (auto field : {CaseField::patient_id, CaseField::name}) {
        if (data[field].empty())
            missing.at("newPatient." + std::string(key_of(field)), std::string(api::field_codes::required.code),
                       std::string(api::field_codes::required.text));
    }
    if (!missing.fields().empty()) return fail(std::move(missing));
    return data;
}

}  // namespace

QueuedStudy to_dto(const studies::QueuedStudy& one, const studies::StudyRow& row) {
    QueuedStudy out;
    static_cast<StudyRow&>(out) = to_dto(row);
    out.reasons = to_dto(one.reasons);
    out.uploaded_by = one.uploader;
    out.queued_at = one.queued_at;
    return out;
}

PatientCandidate to_dto(const studies::PatientRecord& record) {
    PatientCandidate out;
    fill(out, record.data);
    out.id = record.id;
    out.studies = record.studies;
    return out;
}

ValidationCase to_dto(const studies::ValidationCase& one, const studies::StudyRow& row,
                      const std::vector<studies::SeriesRow>& series) {
    ValidationCase out;
    static_cast<StudyRow&>(out) = to_dto(row);
    out.reasons = to_dto(one.reasons);
    out.uploaded_by = one.uploader;
    out.queued_at = one.queued_at;
    out.header = to_dto(one.header);
    if (one.record) out.record = static_cast<const PatientRecord&>(to_dto(*one.record));
    out.corrected = to_dto(one.corrected);
    for (const auto& candidate : one.candidates) out.candidates.push_back(to_dto(candidate));
    for (const auto& entry : one.corrections)
        out.corrections.push_back(
            {entry.at, entry.by, std::string(key_of(entry.field)) + ": " + shown(entry.field, entry.value)});
    out.series = to_dto(series);
    out.version = one.version;
    return out;
}

BulkResult to_dto(const BulkOutcome& outcome) {
    BulkResult out{outcome.done, {}};
    for (const auto& failure : outcome.failed)
        out.failed.push_back(
            {failure.study, std::string(failure.error.kind().code), std::string(failure.error.kind().text)});
    return out;
}

Result<studies::Correction> to_correction(const Correction& in) {
    studies::Correction out;
    out.version = in.version;
    out.record = in.record;
    if (in.record && in.new_patient)
        return fail(Error(portico::errors::invalid_input)
                        .at("newPatient", "one_or_the_other", "Choose a patient or make a new one, not both."));
    if (in.fields) {
        PORTICO_TRY(out.fields, typed(*in.fields));
    }
    if (in.new_patient) {
        PORTICO_TRY(out.new_patient, typed(*in.new_patient));
    }
    return out;
}

Error bad_cursor() {
    return Error(portico::errors::invalid_input)
        .at("cursor", std::string(api::field_codes::bad_cursor.code), std::string(api::field_codes::bad_cursor.text));
}

}  // namespace portico::studies::dto
