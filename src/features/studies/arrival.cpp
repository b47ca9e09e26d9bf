#include "features/studies/arrival.h"

#include "platform/dicom/digests.h"
#include "platform/dicom/instance_file.h"
#include "platform/dicom/person_name.h"
#include "platform/text/fold.h"

namespace portico::studies {
namespace {

std::string_view role_name(dicom::PhysicianRole role) {
    switch (role) {
        case dicom::PhysicianRole::referring:
            return "referring";
        case dicom::PhysicianRole::requesting:
            return "requesting";
        case dicom::PhysicianRole::consulting:
            return "copy_to";
    }
    return "referring";
}

std::optional<std::int64_t> unless_zero(std::uint32_t number) {
    if (number == 0) return std::nullopt;
    return number;
}

std::vector<Arrival::Referrer> referrers_of(const dicom::Attributes& a) {
    std::vector<Arrival::Referrer> all;
    for (const auto& physician : a.physician_identifiers) {
        auto identifier = column_text(text::normalise_identifier(physician.identifier), 200);
        if (identifier.empty()) continue;
        all.push_back({std::string(role_name(physician.role)), std::move(identifier),
                       column_text(physician.issuer, 200), "", ""});
    }
    for (const auto& physician : a.physicians) {
        auto normalised = column_text(dicom::normalised_name(physician.name), 300);
        if (normalised.empty()) continue;
        all.push_back(
            {std::string(role_name(physician.role)), "", "", column_text(physician.name, 300), std::move(normalised)});
    }
    return all;
}

Arrival::Study study_of(const dicom::InstanceFile& file) {
    const auto& a = file.attributes();
    Arrival::Study study;
    study.uid = file.study_uid();
    study.patient = {column_text(a.patient_id, 200), column_text(a.issuer_of_patient_id, 200),
                     column_text(a.patient_name, 500)};
    study.birth_date = column_date(a.birth_date);
    study.sex = column_text(a.sex, 16);
    study.date = column_date(a.study_date);
    study.time = column_time(a.study_time);
    study.description = column_text(a.study_description);
    study.accession_number = column_text(a.accession_number, 200);
    study.id_text = column_text(a.study_id, 200);
    for (const auto& physician : a.physicians) {
        if (physician.role != dicom::PhysicianRole::referring) continue;
        study.referring_physician = column_text(physician.name, 300);
        break;
    }
    return study;
}

Arrival::Series series_of(const dicom::InstanceFile& file) {
    const auto& a = file.attributes();
    return {.uid = file.series_uid(),
            .modality = column_text(a.modality, 16),
            .number = column_number(a.series_number),
            .description = column_text(a.series_description),
            .body_part = column_text(a.body_part, 64),
            .laterality = column_text(a.laterality, 16),
            .date = column_date(a.series_date),
            .time = column_time(a.series_time),
            .station_name = column_text(a.station, 200),
            .manufacturer = column_text(a.manufacturer, 200),
            .institution_name = column_text(a.institution, 200)};
}

std::int64_t frame_count_of(const dicom::InstanceFile& file) {
    if (file.frames().count() > 0) return static_cast<std::int64_t>(file.frames().count());
    // Deflated objects have no index, since their frames have no places in the file.
    const auto& a = file.attributes();
    return file.layout().deflated && a.rows > 0 && a.columns > 0 ? a.frames : 0;
}

}  // namespace

Result<Arrival> read_arrival(const std::filesystem::path& path) {
    PORTICO_TRY(auto file, dicom::read_instance(path));
    PORTICO_TRY(auto rejection, dicom::rejection_note(file));
    PORTICO_TRY(auto digests, dicom::digest_file(path, file.layout().data_set_offset, file.layout().tail_offset));
    const auto& a = file.attributes();
    Arrival arrival;
    arrival.study = study_of(file);
    arrival.series = series_of(file);
    arrival.referrers = referrers_of(a);
    arrival.sop_instance_uid = file.sop_instance();
    arrival.sop_class_uid = file.sop_class();
    arrival.transfer_syntax_uid = file.transfer_syntax();
    arrival.number = column_number(a.instance_number);
    arrival.rows = unless_zero(a.rows);
    arrival.columns = unless_zero(a.columns);
    arrival.bits_allocated = unless_zero(a.bits_allocated);
    arrival.frame_count = frame_count_of(file);
    arrival.photometric = column_text(a.photometric, 32);
    arrival.frame_index = file.frames().encode();
    arrival.size = static_cast<std::int64_t>(digests.size);
    arrival.tail_offset = static_cast<std::int64_t>(file.layout().tail_offset);
    arrival.data_set_offset = static_cast<std::int64_t>(file.layout().data_set_offset);
    arrival.file_crc32 = digests.file_crc32;
    arrival.head_crc32 = digests.neutral_head_crc32;
    arrival.tail_crc32 = digests.tail_crc32;
    arrival.data_set_sha256 = std::move(digests.data_set_sha256);
    arrival.labelled_sop_class = file.layout().media_sop_class;
    arrival.labelled_sop_instance = file.layout().media_sop_instance;
    if (rejection && !rejection->sop_instance_uids.empty()) arrival.rejection = std::move(rejection);
    return arrival;
}

std::vector<std::string> Arrival::tokens() const {
    std::vector<std::string> all;
    for (const auto& source :
         {study.patient.name, study.patient.patient_id, study.accession_number, study.description}) {
        for (auto& token : text::tokens(source))
            if (token.size() <= 100 && std::ranges::find(all, token) == all.end()) all.push_back(std::move(token));
    }
    return all;
}

}  // namespace portico::studies
