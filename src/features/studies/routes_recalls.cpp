#include "features/studies/api/keeping.h"
#include "features/studies/api/recalls.h"
#include "features/studies/api/study_routes.h"
#include "features/studies/study_dto.h"
#include "features/studies/validation_dto.h"
#include "platform/api/page.h"
#include "platform/api/route.h"
#include "platform/dicom/person_name.h"

namespace portico::studies::dto {

struct NewRecall {
    RecallReason reason = RecallReason::other;
    std::string note;
    std::vector<std::string> series_uids, sop_instance_uids;
};
struct RecallView {
    RecallId id;
    StudyId study;
    bool whole = true;
    RecallReason reason = RecallReason::other;
    std::string note;
    std::optional<std::string> rejection_uid;
    std::string recalled_by;
    Timestamp recalled_at;
    std::optional<Timestamp> told_at, ended_at;
    std::optional<std::string> ended_as, ended_by, ended_reason;
    std::int64_t instances = 0, persons = 0, told = 0;
    std::string patient_id, patient_name, description, modalities;
    std::optional<std::string> study_date;
};

}  // namespace portico::studies::dto

namespace portico::api {
namespace dto = studies::dto;

template <>
struct EnumNames<studies::RecallReason> {
    using R = studies::RecallReason;
    static constexpr EnumName<R> table[] = {{R::quality, "quality"},
                                            {R::patient_safety, "patient_safety"},
                                            {R::worklist_entry, "worklist_entry"},
                                            {R::retention, "retention"},
                                            {R::replaced, "replaced"},
                                            {R::other, "other"}};
};
template <>
struct Dto<dto::NewRecall> {
    using T = dto::NewRecall;
    static constexpr std::string_view name = "NewRecall";
    static constexpr auto fields = std::tuple{
        field("reason", &T::reason, {.text = "The first four are the titles of rejection notes (DICOM CID 7011)."}),
        field("note", &T::note, {.min_length = 1, .max_length = 500, .text = "For staff only; goes on record."}),
        field("seriesUids", &T::series_uids,
              {.max_length = 64, .max_items = 1000, .optional = true, .text = "With nothing named: the whole study."}),
        field("sopInstanceUids", &T::sop_instance_uids, {.max_length = 64, .max_items = 1000, .optional = true})};
};
template <>
struct Dto<dto::RecallView> {
    using T = dto::RecallView;
    static constexpr std::string_view name = "Recall";
    static constexpr auto fields =
        std::tuple{field("id", &T::id),
                   field("studyId", &T::study),
                   field("whole", &T::whole, {.text = "The study; otherwise some of its instances."}),
                   field("reason", &T::reason),
                   field("note", &T::note),
                   field("rejectionNoteUid", &T::rejection_uid, {.text = "Of the rejection note that asked for it."}),
                   field("recalledBy", &T::recalled_by),
                   field("recalledAt", &T::recalled_at),
                   field("toldAt", &T::told_at, {.text = "When those who saw it were listed and written to."}),
                   field("endedAt", &T::ended_at),
                   field("endedAs", &T::ended_as, {.text = "undone or deleted"}),
                   field("endedBy", &T::ended_by),
                   field("endedReason", &T::ended_reason),
                   field("instances", &T::instances, {.text = "Of a part: how many are named."}),
                   field("persons", &T::persons, {.text = "How many saw it, took it away or were sent it."}),
                   field("told", &T::told, {.text = "How many of them were written to."}),
                   field("patientId", &T::patient_id),
                   field("patientName", &T::patient_name),
                   field("description", &T::description),
                   field("modalities", &T::modalities),
                   field("studyDate", &T::study_date)};
};
template <>
struct Dto<studies::RecallPerson> {
    using T = studies::RecallPerson;
    static constexpr std::string_view name = "RecallPerson";
    static constexpr auto fields =
        std::tuple{field("kind", &T::kind, {.text = "user, api_key, dicom_node, operator or system"}),
                   field("name", &T::name),
                   field("firstAt", &T::first_at),
                   field("lastAt", &T::last_at),
                   field("views", &T::views),
                   field("downloads", &T::downloads),
                   field("sendings", &T::sendings),
                   field("toldAt", &T::told_at, {.text = "Only people are written to."})};
};
template <>
struct Dto<studies::RecallNotice> {
    using T = studies::RecallNotice;
    static constexpr std::string_view name = "RecallNotice";
    static constexpr auto fields = std::tuple{field("id", &T::id),
                                              field("department", &T::department),
                                              field("recalledAt", &T::recalled_at),
                                              field("lastSeenAt", &T::last_seen_at),
                                              field("reason", &T::reason),
                                              field("whole", &T::whole),
                                              field("modalities", &T::modalities),
                                              field("studyDate", &T::study_date)};
};

}  // namespace portico::api

namespace portico::studies {
namespace {

constexpr std::string_view tag = "Recall";
constexpr std::string_view study_path = "/api/v1/studies/{study}/recalls";

using Guard = api::Needs<Permission::delete_studies>;
using May = Recalls::May;

std::optional<std::string> shown(const std::optional<std::string>& date) {
    return date ? dto::shown_date(*date) : std::nullopt;
}

std::optional<std::string> unless_empty(std::string text) {
    if (text.empty()) return std::nullopt;
    return text;
}

dto::RecallView to_view(Recall one) {
    return {one.id,
            one.study,
            one.whole,
            one.reason,
            std::move(one.note),
            std::move(one.rejection_uid),
            std::move(one.recalled_by),
            one.recalled_at,
            one.told_at,
            one.ended_at,
            unless_empty(std::move(one.ended_as)),
            unless_empty(std::move(one.ended_by)),
            unless_empty(std::move(one.ended_reason)),
            one.instances,
            one.persons,
            one.told,
            std::move(one.patient_id),
            dicom::display_name(one.patient_name),
            std::move(one.description),
            std::move(one.modalities),
            shown(one.study_date)};
}

Result<api::Page<dto::RecallView>> page_of(const Recalls& recalls, const May& may, const api::PageQuery& in) {
    std::optional<std::pair<Timestamp, RecallId>> after;
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 2));
        auto at = parse_rfc3339(keys[0]);
        auto id = RecallId::parse(keys[1]);
        if (!at || !id) return fail(dto::bad_cursor());
        after = std::pair{*at, *id};
    }
    auto found = recalls.list(may, after, in.limit + 1);
    api::Page<dto::RecallView> page;
    if (std::ssize(found) > in.limit) {
        found.resize(static_cast<std::size_t>(in.limit));
        page.next_cursor = api::encode_cursor({to_rfc3339(found.back().recalled_at), found.back().id.text()});
    }
    for (auto& one : found) page.items.push_back(to_view(std::move(one)));
    return page;
}

void add_acts(api::Api& api, Recalls& recalls) {
    api.post<dto::NewRecall, dto::RecallView>(
        study_path, Guard{}, api::Audited{"study.recalled"},
        {.id = "recallStudy",
         .summary = "Withdraw a study, or some of it: away at once; who saw it is listed and told.",
         .tag = tag,
         .status = 201,
         .errors = {&portico::errors::not_found, &errors::study_deleted_already, &errors::nothing_to_recall}},
        [&](api::Context& context, const May& may, const dto::NewRecall& in) -> Result<dto::RecallView> {
            PORTICO_TRY(auto made, recalls.recall(may, context.id<StudyId>("study"),
                                                  {in.reason, in.note, in.series_uids, in.sop_instance_uids}));
            return to_view(std::move(made));
        });
    api.post<dto::GivenReason, api::Nothing>(
        std::string(study_path) + "/{recall}/undo", Guard{}, api::Audited{"study.recall_undone"},
        {.id = "undoRecall",
         .summary = "Bring back what was withdrawn; it is validated anew.",
         .tag = tag,
         .errors = {&portico::errors::not_found, &errors::recall_over}},
        [&](api::Context& context, const May& may, const dto::GivenReason& in) {
            return recalls.undo(may, context.id<StudyId>("study"), context.id<RecallId>("recall"), in.reason);
        });
}

void add_reading(api::Api& api, Recalls& recalls) {
    api.get<api::Page<dto::RecallView>>(
        study_path, Guard{}, api::NotAudited{"marks of the study, shown to those who set them"},
        {.id = "listRecallsOfStudy",
         .summary = "What was withdrawn of a study, the newest first, all on one page.",
         .tag = tag,
         .errors = {&portico::errors::not_found}},
        [&](api::Context& context, const May& may) -> Result<api::Page<dto::RecallView>> {
            PORTICO_TRY(auto found, recalls.of_study(may, context.id<StudyId>("study")));
            api::Page<dto::RecallView> page;
            for (auto& one : found) page.items.push_back(to_view(std::move(one)));
            return page;
        });
    api.get<api::Page<RecallPerson>>(
        std::string(study_path) + "/{recall}/persons", Guard{},
        api::NotAudited{"part of recalling, which is audited; the entries behind it are"},
        {.id = "listRecallPersons",
         .summary = "Who saw it, took it away or was sent it before, and was told when; all on one page.",
         .tag = tag,
         .errors = {&portico::errors::not_found}},
        [&](api::Context& context, const May& may) -> Result<api::Page<RecallPerson>> {
            PORTICO_TRY(auto found, recalls.persons(may, context.id<StudyId>("study"), context.id<RecallId>("recall")));
            api::Page<RecallPerson> page;
            page.items = std::move(found);
            return page;
        });
    api.get<api::PageQuery, api::Page<dto::RecallView>>(
        "/api/v1/tenant/recalls", Guard{}, api::NotAudited{"a worklist; what is done with it is audited"},
        {.id = "listRecalls", .summary = "What the department has withdrawn, the newest first.", .tag = tag},
        [&](api::Context&, const May& may, const api::PageQuery& in) { return page_of(recalls, may, in); });
    api.get<api::Page<RecallNotice>>(
        "/api/v1/recall-notices", api::SignedIn{}, api::NotAudited{"the reader's own, without patient data"},
        {.id = "listRecallNotices",
         .summary = "Studies that the caller saw and that were withdrawn since, the newest 100.",
         .tag = tag},
        [&](api::Context&, const Caller& caller) -> Result<api::Page<RecallNotice>> {
            api::Page<RecallNotice> page;
            page.items = recalls.notices(caller);
            for (auto& one : page.items) one.study_date = shown(one.study_date);
            return page;
        });
}

}  // namespace

void add_recall_routes(api::Api& api, Recalls& recalls) {
    add_acts(api, recalls);
    add_reading(api, recalls);
}

}  // namespace portico::studies
