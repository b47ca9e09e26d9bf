#include "features/studies/study_dto.h"

#include "features/access/api/uploads.h"
#include "platform/dicom/person_name.h"

namespace portico::studies::dto {
namespace {

std::vector<StudyRight> list_of(StudyRights rights) {
    std::vector<StudyRight> all;
    for (auto right : {StudyRight::view_images, StudyRight::view_report, StudyRight::write_report, StudyRight::download,
                       StudyRight::share})
        if (rights.has(right)) all.push_back(right);
    return all;
}

std::string text_of(const access::Reason& reason) {
    switch (reason.source) {
        case access::Source::staff:
            return "Works in this department.";
        case access::Source::all:
            return "The role gives access to all studies of this department.";
        case access::Source::explicit_grant:
            if (reason.note == access::uploader_note) return "Uploaded this study.";
            return "Access was given to this study.";  // the note is for the department alone
        case access::Source::referral:
            return "Named as a physician who referred or is to be informed.";
        case access::Source::history:
            return "Referred this patient within the history window.";
    }
    return {};
}

}  // namespace

std::optional<std::string> shown_date(const std::string& dicom) {
    if (dicom.size() != 8) return std::nullopt;
    return dicom.substr(0, 4) + '-' + dicom.substr(4, 2) + '-' + dicom.substr(6, 2);
}

std::optional<std::string> shown_time(const std::string& dicom) {
    if (dicom.size() < 2) return std::nullopt;
    auto part = [&](std::size_t at) { return dicom.size() >= at + 2 ? dicom.substr(at, 2) : std::string("00"); };
    return part(0) + ':' + part(2) + ':' + part(4);
}

StudyRow to_dto(const studies::StudyRow& row) {
    return {.id = row.id,
            .tenant = {row.tenant, row.tenant_slug, row.tenant_name},
            .study_instance_uid = row.study_instance_uid,
            .patient = {row.patient ? row.patient->text() : std::string(), row.patient_id, row.issuer,
                        dicom::display_name(row.patient_name), shown_date(row.birth_date), row.sex},
            .study_date = shown_date(row.study_date),
            .study_time = shown_time(row.study_time),
            .study_at = row.study_at,
            .description = row.description,
            .modalities = row.modalities,
            .body_parts = row.body_parts,
            .accession_number = row.accession_number,
            .referring_physician = dicom::display_name(row.referring_physician),
            .series_count = row.series_count,
            .instance_count = row.instance_count,
            .state = row.state,
            .received_at = row.received_at,
            .released_at = row.released_at,
            .unread = row.unread,
            .sources = row.sources,
            .rights = list_of(row.rights)};
}

std::vector<StudyRow> to_dto(const std::vector<studies::StudyRow>& rows) {
    std::vector<StudyRow> all;
    for (const auto& row : rows) all.push_back(to_dto(row));
    return all;
}

std::vector<SeriesRow> to_dto(const std::vector<studies::SeriesRow>& rows) {
    std::vector<SeriesRow> all;
    for (const auto& row : rows)
        all.push_back({row.id, row.series_instance_uid, row.modality, row.number, row.description, row.body_part,
                       row.instance_count, row.frame_count});
    return all;
}

AccessReason to_dto(const access::Reason& reason) {
    AccessReason out{.source = std::string(access::key_of(reason.source)),
                     .text = text_of(reason),
                     .since = reason.since,
                     .until = reason.until,
                     .granted_by = {},
                     .rights = list_of(reason.rights)};
    if (!reason.granted_by.empty()) out.granted_by = reason.granted_by;
    return out;
}

}  // namespace portico::studies::dto
