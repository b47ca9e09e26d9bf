#include "features/studies/api/study_routes.h"
#include "features/studies/study_dto.h"
#include "features/studies/validation_dto.h"
#include "platform/api/page.h"
#include "platform/api/route.h"
#include "platform/dicom/person_name.h"

namespace portico::studies::dto {

struct UploadDepartments {
    std::vector<StudyTenant> items;
};
struct ClinicianUpload {
    StudyId study;
    StudyTenant tenant;
    std::string patient_name;
    std::optional<std::string> study_date;
    std::string description;
    std::int64_t object_count = 0;
    Timestamp first_at, last_at;
    UploadState state = UploadState::waiting;
    std::optional<Timestamp> decided_at;
    std::optional<std::string> reason;
    bool open = false;
};

}  // namespace portico::studies::dto

namespace portico::api {

template <>
struct EnumNames<studies::UploadState> {
    using S = studies::UploadState;
    static constexpr EnumName<S> table[] = {
        {S::waiting, "waiting"}, {S::released, "released"}, {S::rejected, "rejected"}};
};
template <>
struct Dto<studies::dto::UploadDepartments> {
    static constexpr std::string_view name = "UploadDepartments";
    static constexpr auto fields = std::tuple{field("items", &studies::dto::UploadDepartments::items)};
};
template <>
struct Dto<studies::dto::ClinicianUpload> {
    using T = studies::dto::ClinicianUpload;
    static constexpr std::string_view name = "ClinicianUpload";
    static constexpr auto fields =
        std::tuple{field("studyId", &T::study),
                   field("tenant", &T::tenant),
                   field("patientName", &T::patient_name, {.text = "As it was sent."}),
                   field("studyDate", &T::study_date),
                   field("description", &T::description),
                   field("objectCount", &T::object_count),
                   field("firstAt", &T::first_at),
                   field("lastAt", &T::last_at),
                   field("state", &T::state),
                   field("decidedAt", &T::decided_at),
                   field("reason", &T::reason, {.text = "Of a rejection."}),
                   field("open", &T::open, {.text = "Whether the caller may open the study now."})};
};

}  // namespace portico::api

namespace portico::studies {
namespace {

constexpr std::string_view tag = "Clinician uploads";

dto::ClinicianUpload to_dto(const ClinicianUpload& one) {
    dto::ClinicianUpload out{.study = one.study,
                             .tenant = {one.department.tenant, one.department.slug, one.department.name},
                             .patient_name = dicom::display_name(one.patient_name),
                             .study_date = dto::shown_date(one.study_date),
                             .description = one.description,
                             .object_count = one.objects,
                             .first_at = one.first_at,
                             .last_at = one.last_at,
                             .state = one.state,
                             .decided_at = one.decided_at,
                             .reason = {},
                             .open = one.is_open};
    if (!one.reason.empty()) out.reason = one.reason;
    return out;
}

Result<api::Page<dto::ClinicianUpload>> page_of(const ClinicianUploads& uploads, const Caller& caller,
                                                const api::PageQuery& in) {
    std::optional<UploadKey> after;
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 2));
        auto at = parse_rfc3339(keys[0]);
        auto study = StudyId::parse(keys[1]);
        if (!at || !study) return fail(dto::bad_cursor());
        after = UploadKey{*at, *study};
    }
    const auto found = uploads.list(caller, after, in.limit);
    api::Page<dto::ClinicianUpload> page;
    for (const auto& one : found.uploads) page.items.push_back(to_dto(one));
    if (found.next) page.next_cursor = api::encode_cursor({to_rfc3339(found.next->first), found.next->second.text()});
    return page;
}

}  // namespace

void add_clinician_upload_routes(api::Api& api, const ClinicianUploads& uploads) {
    api.get<dto::UploadDepartments>(
        "/api/v1/clinician/upload-departments", api::ClinicianAccount{}, api::NotAudited{"names of departments"},
        {.id = "listUploadDepartments", .summary = "Departments to which the caller may upload studies.", .tag = tag},
        [&](api::Context&, const Caller& caller) -> Result<dto::UploadDepartments> {
            dto::UploadDepartments all;
            for (const auto& one : uploads.departments(caller)) all.items.push_back({one.tenant, one.slug, one.name});
            return all;
        });

    api.get<api::PageQuery, api::Page<dto::ClinicianUpload>>(
        "/api/v1/clinician/uploads", api::ClinicianAccount{}, api::NotAudited{"what the caller sent, as it was sent"},
        {.id = "listClinicianUploads",
         .summary = "What the caller uploaded, and what became of it; the newest first.",
         .tag = tag},
        [&](api::Context&, const Caller& caller, const api::PageQuery& in) { return page_of(uploads, caller, in); });
}

}  // namespace portico::studies
