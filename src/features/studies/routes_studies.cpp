#include <charconv>

#include "features/studies/api/study_routes.h"
#include "features/studies/study_dto.h"
#include "platform/api/page.h"
#include "platform/api/route.h"

namespace portico::studies::dto {

enum class State { receiving, validating, ready, queued, rejected };
enum class Sort { newest_first };

struct StudyQuery : api::PageQuery {
    std::optional<std::string> q, from, to, patient;
    std::vector<std::string> modality;
    std::optional<TenantId> tenant;
    std::vector<access::Source> source;
    std::optional<State> state;
    std::optional<bool> unread;
    std::optional<Sort> sort;
};
struct StudyDetail : StudyRow {
    std::vector<SeriesRow> series;
    std::vector<StudyRow> priors;
    std::string dicomweb_url;
    std::vector<AccessReason> reasons;
    bool not_for_primary_diagnosis = true;
};

}  // namespace portico::studies::dto

namespace portico::api {
using studies::dto::Sort;
using studies::dto::State;

template <>
struct EnumNames<State> {
    static constexpr EnumName<State> table[] = {{State::receiving, "receiving"},
                                                {State::validating, "validating"},
                                                {State::ready, "ready"},
                                                {State::queued, "queued"},
                                                {State::rejected, "rejected"}};
};
template <>
struct EnumNames<Sort> {
    static constexpr EnumName<Sort> table[] = {{Sort::newest_first, "-studyAt"}};
};
template <>
struct EnumNames<access::Source> {
    using S = access::Source;
    static constexpr EnumName<S> table[] = {{S::staff, "staff"},
                                            {S::all, "all"},
                                            {S::explicit_grant, "explicit"},
                                            {S::referral, "referral"},
                                            {S::history, "history"}};
};
template <>
struct Dto<studies::dto::StudyQuery> {
    using T = studies::dto::StudyQuery;
    static constexpr std::string_view name = "StudyQuery";
    static constexpr auto fields = std::tuple_cat(
        page_fields,
        std::tuple{
            field("q", &T::q, {.max_length = 200, .text = "Beginnings of words of patient, accession, description."}),
            field("from", &T::from, {.format = Format::date, .text = "First study date."}),
            field("to", &T::to, {.format = Format::date, .text = "Last study date."}),
            field("modality", &T::modality, {.max_length = 16, .max_items = 30, .optional = true}),
            field("tenant", &T::tenant), field("source", &T::source, {.max_items = 5, .optional = true}),
            field("state", &T::state, {.text = "For staff; without it all but rejected ones."}),
            field("unread", &T::unread),
            field("patient", &T::patient, {.max_length = 200, .text = "Id of the record, or Patient ID."}),
            field("sort", &T::sort)});
};
template <>
struct Dto<studies::dto::StudyDetail> {
    using T = studies::dto::StudyDetail;
    static constexpr std::string_view name = "StudyDetail";
    static constexpr auto fields = std::tuple_cat(
        Dto<studies::dto::StudyRow>::fields,
        std::tuple{field("series", &T::series), field("priors", &T::priors), field("dicomwebUrl", &T::dicomweb_url),
                   field("reasons", &T::reasons), field("notForPrimaryDiagnosis", &T::not_for_primary_diagnosis)});
};

}  // namespace portico::api

namespace portico::studies {
namespace {

std::string dicom_date(const std::optional<std::string>& date) {
    std::string digits = date.value_or("");
    std::erase(digits, '-');
    return digits;
}

Result<StudyQuestion> to_question(const dto::StudyQuery& in) {
    StudyQuestion question{.text = in.q.value_or(""),
                           .from_date = dicom_date(in.from),
                           .to_date = dicom_date(in.to),
                           .modalities = in.modality,
                           .tenant = in.tenant,
                           .sources = in.source,
                           .state = {},
                           .unread = in.unread.value_or(false),
                           .patient = in.patient.value_or(""),
                           .after = {},
                           .limit = in.limit};
    for (const auto& entry : api::EnumNames<dto::State>::table)
        if (in.state == entry.value) question.state = entry.name;
    if (!in.cursor) return question;
    PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 2));
    auto at = parse_rfc3339(keys[0]);
    auto study = StudyId::parse(keys[1]);
    if (!at || !study)
        return fail(Error(portico::errors::invalid_input)
                        .at("cursor", std::string(api::field_codes::bad_cursor.code),
                            std::string(api::field_codes::bad_cursor.text)));
    question.after = access::ListKey{*at, *study};
    return question;
}

dto::StudyDetail to_dto(const StudyDetail& detail) {
    dto::StudyDetail out;
    static_cast<dto::StudyRow&>(out) = dto::to_dto(detail.row);
    out.series = dto::to_dto(detail.series);
    out.priors = dto::to_dto(detail.priors);
    out.dicomweb_url = "/t/" + detail.row.tenant_slug + "/dicomweb";
    for (const auto& reason : detail.reasons) out.reasons.push_back(dto::to_dto(reason));
    out.not_for_primary_diagnosis = detail.not_for_primary_diagnosis;
    return out;
}

}  // namespace

void add_study_routes(api::Api& api, StudyList& list) {
    api.get<dto::StudyQuery, api::Page<dto::StudyRow>>(
        "/api/v1/studies", api::AnyCaller{}, api::NotAudited{"a list; opening a study is audited"},
        {.id = "listStudies", .summary = "All studies that the caller may see, newest first.", .tag = "Studies"},
        [&list](api::Context&, const Caller& caller, const dto::StudyQuery& in) -> Result<api::Page<dto::StudyRow>> {
            PORTICO_TRY(auto question, to_question(in));
            auto found = list.list(caller, question);
            api::Page<dto::StudyRow> page{dto::to_dto(found.studies), {}};
            if (found.next)
                page.next_cursor = api::encode_cursor({to_rfc3339(found.next->study_at), found.next->study.text()});
            return page;
        });

    api.get<dto::StudyDetail>("/api/v1/studies/{study}", api::AnyCaller{},
                              api::NotAudited{"opening is told by a call of its own"},
                              {.id = "getStudy",
                               .summary = "A study with its series, priors and the reasons why the caller sees it.",
                               .tag = "Studies",
                               .errors = {&portico::errors::not_found}},
                              [&list](api::Context& context, const Caller& caller) -> Result<dto::StudyDetail> {
                                  PORTICO_TRY(auto detail, list.detail(caller, context.id<StudyId>("study")));
                                  return to_dto(detail);
                              });

    api.post<api::Nothing, api::Nothing>("/api/v1/studies/{study}/opened", api::AnyCaller{},
                                         api::Audited{"study.viewed"},
                                         {.id = "openStudy",
                                          .summary = "The caller opened this study: it counts as read.",
                                          .tag = "Studies",
                                          .errors = {&portico::errors::not_found}},
                                         [&list](api::Context& context, const Caller& caller) {
                                             return list.opened(caller, context.id<StudyId>("study"));
                                         });
}

}  // namespace portico::studies
