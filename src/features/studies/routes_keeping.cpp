#include "features/studies/api/keeping.h"
#include "features/studies/api/study_routes.h"
#include "features/studies/study_dto.h"
#include "features/studies/validation_dto.h"
#include "platform/api/page.h"
#include "platform/api/route.h"
#include "platform/db/database.h"
#include "platform/dicom/person_name.h"

namespace portico::studies::dto {

struct DeletedStudyView {
    StudyId id;
    std::string study_instance_uid, patient_id, patient_name, description;
    std::optional<std::string> study_date;
    std::string modalities, reason, deleted_by;
    Timestamp deleted_at, gone_at;
    bool rejected = false, on_hold = false;
};
struct HoldView {
    bool held = false;
    std::optional<std::string> reason, held_by;
    std::optional<Timestamp> held_at;
};
struct RetentionInput {
    std::vector<RetentionRule> rules;
};
struct RetentionView {
    std::vector<RetentionRule> rules;
    std::optional<std::int64_t> quota_bytes;
    std::int64_t studies = 0, instances = 0, bytes = 0, version = 1;
};

}  // namespace portico::studies::dto

namespace portico::api {
namespace dto = studies::dto;

template <>
struct Dto<dto::DeletedStudyView> {
    using T = dto::DeletedStudyView;
    static constexpr std::string_view name = "DeletedStudy";
    static constexpr auto fields = std::tuple{field("id", &T::id),
                                              field("studyInstanceUid", &T::study_instance_uid),
                                              field("patientId", &T::patient_id),
                                              field("patientName", &T::patient_name),
                                              field("description", &T::description),
                                              field("studyDate", &T::study_date),
                                              field("modalities", &T::modalities),
                                              field("reason", &T::reason),
                                              field("deletedBy", &T::deleted_by),
                                              field("deletedAt", &T::deleted_at),
                                              field("goneAt", &T::gone_at),
                                              field("rejected", &T::rejected, {.text = "By the validation."}),
                                              field("onHold", &T::on_hold)};
};
template <>
struct Dto<dto::HoldView> {
    using T = dto::HoldView;
    static constexpr std::string_view name = "LegalHold";
    static constexpr auto fields = std::tuple{field("held", &T::held), field("reason", &T::reason),
                                              field("heldBy", &T::held_by), field("heldAt", &T::held_at)};
};
template <>
struct Dto<studies::RetentionRule> {
    using T = studies::RetentionRule;
    static constexpr std::string_view name = "RetentionRule";
    static constexpr auto fields =
        std::tuple{field("modality", &T::modality, {.max_length = 16, .text = "DICOM code; empty: all others."}),
                   field("days", &T::days, {.minimum = 1, .maximum = 36'500, .text = "From the last arrival."})};
};
template <>
struct Dto<dto::RetentionInput> {
    static constexpr std::string_view name = "RetentionInput";
    static constexpr auto fields = std::tuple{field("rules", &dto::RetentionInput::rules, {.max_items = 100})};
};
template <>
struct Dto<dto::RetentionView> {
    using T = dto::RetentionView;
    static constexpr std::string_view name = "Retention";
    static constexpr auto fields =
        std::tuple{field("rules", &T::rules),
                   field("quotaBytes", &T::quota_bytes, {.text = "Set by the operator; absent: no limit."}),
                   field("studies", &T::studies),
                   field("instances", &T::instances),
                   field("bytes", &T::bytes),
                   field("version", &T::version)};
};

}  // namespace portico::api

namespace portico::studies {
namespace {

constexpr std::string_view deleted_path = "/api/v1/tenant/deleted-studies";
constexpr std::string_view hold_path = "/api/v1/studies/{study}/legal-hold";
constexpr std::string_view retention_path = "/api/v1/tenant/retention";
constexpr std::string_view tag = "Keeping";

dto::DeletedStudyView to_view(const DeletedStudy& one) {
    return {one.study,       one.study_instance_uid,
            one.patient_id,  dicom::display_name(one.patient_name),
            one.description, one.study_date ? dto::shown_date(*one.study_date) : std::nullopt,
            one.modalities,  one.reason,
            one.deleted_by,  one.deleted_at,
            one.gone_at,     one.rejected,
            one.on_hold};
}

Result<api::Page<dto::DeletedStudyView>> deleted_page(const Keeping& keeping, const Keeping::Deletes& may,
                                                      const api::PageQuery& in) {
    std::optional<std::pair<Timestamp, StudyId>> after;
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 2));
        auto at = parse_rfc3339(keys[0]);
        auto study = StudyId::parse(keys[1]);
        if (!at || !study) return fail(dto::bad_cursor());
        after = std::pair{*at, *study};
    }
    auto found = keeping.deleted(may, after, in.limit + 1);
    api::Page<dto::DeletedStudyView> page;
    if (std::ssize(found) > in.limit) {
        found.resize(static_cast<std::size_t>(in.limit));
        page.next_cursor = api::encode_cursor({to_rfc3339(found.back().deleted_at), found.back().study.text()});
    }
    for (const auto& one : found) page.items.push_back(to_view(one));
    return page;
}

void add_deletion(api::Api& api, Keeping& keeping) {
    using Guard = api::Needs<Permission::delete_studies>;
    using May = Keeping::Deletes;
    api.post<dto::GivenReason, api::Nothing>(
        "/api/v1/studies/{study}/deletion", Guard{}, api::Audited{"study.deletion_ordered"},
        {.id = "deleteStudy",
         .summary = "Delete a study: it is away at once, and gone for good after 30 days.",
         .tag = tag,
         .errors = {&portico::errors::not_found, &errors::study_on_legal_hold, &errors::study_deleted_already}},
        [&](api::Context& context, const May& may, const dto::GivenReason& in) {
            return keeping.remove(may, context.id<StudyId>("study"), in.reason);
        });
    api.get<api::PageQuery, api::Page<dto::DeletedStudyView>>(
        deleted_path, Guard{}, api::NotAudited{"a worklist; what is done with it is audited"},
        {.id = "listDeletedStudies",
         .summary = "Deleted and rejected studies that are not gone yet, the newest first.",
         .tag = tag},
        [&](api::Context&, const May& may, const api::PageQuery& in) { return deleted_page(keeping, may, in); });
    api.post<dto::GivenReason, api::Nothing>(std::string(deleted_path) + "/{study}/restore", Guard{},
                                             api::Audited{"study.taken_back"},
                                             {.id = "restoreStudy",
                                              .summary = "Take a deleted or rejected study back; it is validated anew.",
                                              .tag = tag,
                                              .errors = {&portico::errors::not_found, &errors::study_not_deleted}},
                                             [&](api::Context& context, const May& may, const dto::GivenReason& in) {
                                                 return keeping.restore(may, context.id<StudyId>("study"), in.reason);
                                             });
}

void add_holds(api::Api& api, Keeping& keeping) {
    using Guard = api::Needs<Permission::restrict_studies>;
    using May = Keeping::Holds;
    api.get<dto::HoldView>(hold_path, Guard{}, api::NotAudited{"a mark of the study, shown to those who set it"},
                           {.id = "getLegalHold",
                            .summary = "Whether the study is on legal hold.",
                            .tag = tag,
                            .errors = {&portico::errors::not_found}},
                           [&](api::Context& context, const May& may) -> Result<dto::HoldView> {
                               PORTICO_TRY(auto hold, keeping.held(may, context.id<StudyId>("study")));
                               if (!hold) return dto::HoldView{};
                               return dto::HoldView{true, hold->reason, hold->held_by, hold->held_at};
                           });
    api.put<dto::GivenReason, api::Nothing>(hold_path, Guard{}, api::Audited{"study.held"},
                                            {.id = "holdStudy",
                                             .summary = "Put a study on legal hold: nothing and nobody deletes it.",
                                             .tag = tag,
                                             .errors = {&portico::errors::not_found}},
                                            [&](api::Context& context, const May& may, const dto::GivenReason& in) {
                                                return keeping.hold(may, context.id<StudyId>("study"), in.reason);
                                            });
    api.post<dto::GivenReason, api::Nothing>(
        std::string(hold_path) + "/end", Guard{}, api::Audited{"study.hold_ended"},
        {.id = "endLegalHold", .summary = "End it.", .tag = tag, .errors = {&portico::errors::not_found}},
        [&](api::Context& context, const May& may, const dto::GivenReason& in) {
            return keeping.release_hold(may, context.id<StudyId>("study"), in.reason);
        });
}

dto::RetentionView retention_view(const Keeping& keeping, db::Database& database, const TenantId& tenant) {
    auto session = database.read();
    auto retention = keeping.retention(session, tenant);
    auto usage = keeping.usage(session, tenant);
    return {std::move(retention.rules), retention.quota_bytes, usage.studies, usage.instances, usage.bytes,
            retention.version};
}

void add_retention(api::Api& api, Keeping& keeping, db::Database& database) {
    using Guard = api::Needs<Permission::manage_settings>;
    using May = Keeping::Sets;
    api.get<dto::RetentionView>(
        retention_path, Guard{}, api::NotAudited{"settings, shown to those who manage them"},
        {.id = "getRetention", .summary = "How long studies are kept, and how much there is.", .tag = tag},
        [&](api::Context& context, const May& may) -> Result<dto::RetentionView> {
            auto view = retention_view(keeping, database, may.tenant());
            context.etag(view.version);
            return view;
        });
    api.put<dto::RetentionInput, dto::RetentionView>(
        retention_path, Guard{}, api::Audited{"retention.changed"},
        {.id = "saveRetention",
         .summary = "Change how long studies are kept.",
         .tag = tag,
         .errors = {&portico::errors::invalid_input, &api::request_errors::precondition_failed,
                    &api::request_errors::precondition_required},
         .versioned = true},
        [&](api::Context& context, const May& may, const dto::RetentionInput& in) -> Result<dto::RetentionView> {
            const auto version = [&] {
                auto session = database.read();
                return keeping.retention(session, may.tenant()).version;
            }();
            PORTICO_CHECK(context.require_if_match(version));
            PORTICO_CHECK(keeping.set_retention(may, in.rules, version));
            auto view = retention_view(keeping, database, may.tenant());
            context.etag(view.version);
            return view;
        });
}

}  // namespace

void add_keeping_routes(api::Api& api, Keeping& keeping, db::UnitsOfWork& units) {
    add_deletion(api, keeping);
    add_holds(api, keeping);
    add_retention(api, keeping, units.database());
}

}  // namespace portico::studies
