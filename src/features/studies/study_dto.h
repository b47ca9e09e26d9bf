// Studies as JSON, for this room's routes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/studies/api/study_list.h"
#include "platform/api/core_codecs.h"

namespace portico::studies::dto {

struct StudyTenant {
    TenantId id;
    std::string slug, name;
};
struct StudyPatient {
    std::string id;  // empty while no patient record is linked
    std::string patient_id, issuer, name;
    std::optional<std::string> birth_date;
    std::string sex;
};
struct StudyRow {
    StudyId id;
    StudyTenant tenant;
    std::string study_instance_uid;
    StudyPatient patient;
    std::optional<std::string> study_date, study_time;
    Timestamp study_at;
    std::string description;
    std::vector<std::string> modalities, body_parts;
    std::string accession_number, referring_physician;
    std::int64_t series_count = 0, instance_count = 0;
    std::string state;
    Timestamp received_at;
    std::optional<Timestamp> released_at;
    bool unread = false;
    std::vector<std::string> sources;
    std::vector<StudyRight> rights;
};
struct SeriesRow {
    SeriesId id;
    std::string series_instance_uid, modality;
    std::optional<std::int64_t> number;
    std::string description, body_part;
    std::int64_t instance_count = 0, frame_count = 0;
};
struct AccessReason {
    std::string source, text;
    std::optional<Timestamp> since, until;
    std::optional<std::string> granted_by;
    std::vector<StudyRight> rights;
};

StudyRow to_dto(const studies::StudyRow&);
std::vector<StudyRow> to_dto(const std::vector<studies::StudyRow>&);
std::vector<SeriesRow> to_dto(const std::vector<studies::SeriesRow>&);
AccessReason to_dto(const access::Reason&);

// "20240131" -> "2024-01-31"; nothing for an empty one.
std::optional<std::string> shown_date(const std::string& dicom);
// "140512.5" -> "14:05:12"
std::optional<std::string> shown_time(const std::string& dicom);

}  // namespace portico::studies::dto

namespace portico::api {

template <>
struct Dto<studies::dto::StudyTenant> {
    using T = studies::dto::StudyTenant;
    static constexpr std::string_view name = "StudyTenant";
    static constexpr auto fields = std::tuple{field("id", &T::id), field("slug", &T::slug), field("name", &T::name)};
};
template <>
struct Dto<studies::dto::StudyPatient> {
    using T = studies::dto::StudyPatient;
    static constexpr std::string_view name = "StudyPatient";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, {.text = "Of the patient record; empty while none is linked."}),
                   field("patientId", &T::patient_id),
                   field("issuer", &T::issuer),
                   field("name", &T::name, {.text = "\"Family, Given\""}),
                   field("birthDate", &T::birth_date, {.format = Format::date}),
                   field("sex", &T::sex)};
};
template <>
struct Dto<studies::dto::StudyRow> {
    using T = studies::dto::StudyRow;
    static constexpr std::string_view name = "StudyRow";
    static constexpr auto fields =
        std::tuple{field("id", &T::id),
                   field("tenant", &T::tenant),
                   field("studyInstanceUid", &T::study_instance_uid),
                   field("patient", &T::patient),
                   field("studyDate", &T::study_date, {.format = Format::date}),
                   field("studyTime", &T::study_time),
                   field("studyAt", &T::study_at),
                   field("description", &T::description),
                   field("modalities", &T::modalities),
                   field("bodyParts", &T::body_parts),
                   field("accessionNumber", &T::accession_number),
                   field("referringPhysician", &T::referring_physician),
                   field("seriesCount", &T::series_count),
                   field("instanceCount", &T::instance_count),
                   field("state", &T::state, {.text = "receiving, validating, ready, queued or rejected"}),
                   field("receivedAt", &T::received_at),
                   field("releasedAt", &T::released_at),
                   field("unread", &T::unread),
                   field("sources", &T::sources, {.text = "staff, all, explicit, referral, history"}),
                   field("rights", &T::rights)};
};
template <>
struct Dto<studies::dto::SeriesRow> {
    using T = studies::dto::SeriesRow;
    static constexpr std::string_view name = "SeriesRow";
    static constexpr auto fields = std::tuple{field("id", &T::id),
                                              field("seriesInstanceUid", &T::series_instance_uid),
                                              field("modality", &T::modality),
                                              field("number", &T::number),
                                              field("description", &T::description),
                                              field("bodyPart", &T::body_part),
                                              field("instanceCount", &T::instance_count),
                                              field("frameCount", &T::frame_count)};
};
template <>
struct Dto<studies::dto::AccessReason> {
    using T = studies::dto::AccessReason;
    static constexpr std::string_view name = "AccessReason";
    static constexpr auto fields = std::tuple{field("source", &T::source),        field("text", &T::text),
                                              field("since", &T::since),          field("until", &T::until),
                                              field("grantedBy", &T::granted_by), field("rights", &T::rights)};
};

}  // namespace portico::api
