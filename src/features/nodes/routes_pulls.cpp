#include "features/nodes/api/pulls.h"
#include "platform/api/page.h"
#include "platform/api/route.h"

namespace portico::nodes::dto {

struct NewPulls {
    SourceId source;
    std::vector<std::string> study_uids;
    PullReason reason = PullReason::request;
};
struct PullItems {
    std::vector<Pull> items;
};

}  // namespace portico::nodes::dto

namespace portico::api {

template <>
struct EnumNames<nodes::PullState> {
    using S = nodes::PullState;
    static constexpr EnumName<S> table[] = {{S::waiting, "waiting"}, {S::pulling, "pulling"},
                                            {S::done, "done"},       {S::incomplete, "incomplete"},
                                            {S::failed, "failed"},   {S::cancelled, "cancelled"}};
};
template <>
struct EnumNames<nodes::PullReason> {
    using R = nodes::PullReason;
    static constexpr EnumName<R> table[] = {{R::request, "request"}, {R::rule, "rule"}, {R::prior, "prior"}};
};
template <>
struct Dto<nodes::Pull> {
    using T = nodes::Pull;
    static constexpr std::string_view name = "Pull";
    static constexpr auto fields =
        std::tuple{field("id", &T::id),
                   field("sourceId", &T::source_id),
                   field("source", &T::source_name, {.text = "Its name."}),
                   field("studyInstanceUid", &T::study_uid),
                   field("studyId", &T::study, {.text = "Once something of it is here."}),
                   field("patientName", &T::patient_name, {.text = "As the source says, once it was asked."}),
                   field("studyDescription", &T::study_description),
                   field("requestedBy", &T::requested_by, {.text = "A person, or the name of a rule."}),
                   field("reason", &T::reason),
                   field("state", &T::state),
                   field("total", &T::total, {.text = "Objects, as the source says; 0 until it does."}),
                   field("received", &T::received),
                   field("failed", &T::failed),
                   field("problem", &T::problem, {.text = "Code of the last error; empty without one."}),
                   field("createdAt", &T::created_at),
                   field("changedAt", &T::changed_at)};
};
template <>
struct Dto<nodes::dto::NewPulls> {
    using T = nodes::dto::NewPulls;
    static constexpr std::string_view name = "NewPulls";
    static constexpr auto fields =
        std::tuple{field("sourceId", &T::source),
                   field("studyInstanceUids", &T::study_uids, {.max_length = 64, .min_items = 1, .max_items = 100}),
                   field("reason", &T::reason, {.optional = true, .text = "request, or prior."})};
};
template <>
struct Dto<nodes::dto::PullItems> {
    static constexpr std::string_view name = "PullItems";
    static constexpr auto fields = std::tuple{field("items", &nodes::dto::PullItems::items)};
};

}  // namespace portico::api

namespace portico::nodes {
namespace {

constexpr std::string_view path = "/api/v1/tenant/pulls";
constexpr std::string_view tag = "Pulling studies";
using Needs = api::Needs<Permission::upload_studies>;
using May = Pulls::May;

Result<api::Page<Pull>> page_of(const Pulls& pulls, const May& may, const api::PageQuery& in) {
    std::optional<PullId> after;
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 1));
        after = PullId::trusted(keys[0]);
    }
    api::Page<Pull> page{pulls.list(may, after, in.limit + 1), {}};
    if (std::ssize(page.items) > in.limit) {
        page.items.pop_back();
        page.next_cursor = api::encode_cursor({page.items.back().id.text()});
    }
    return page;
}

}  // namespace

void add_pull_routes(api::Api& api, Pulls& pulls) {
    api.get<api::PageQuery, api::Page<Pull>>(
        path, Needs{}, api::NotAudited{"progress of what was asked for"},
        {.id = "listPulls", .summary = "Studies that are or were fetched, newest first.", .tag = tag},
        [&pulls](api::Context&, const May& may, const api::PageQuery& in) { return page_of(pulls, may, in); });
    api.post<dto::NewPulls, dto::PullItems>(
        path, Needs{}, api::Audited{"study.pull_requested"},
        {.id = "pullStudies",
         .summary = "Fetch studies from another archive; it happens in the background.",
         .tag = tag,
         .status = 202,
         .errors = {&portico::errors::not_found}},
        [&pulls](api::Context&, const May& may, const dto::NewPulls& in) -> Result<dto::PullItems> {
            const auto reason = in.reason == PullReason::prior ? PullReason::prior : PullReason::request;
            PORTICO_TRY(auto items, pulls.request(may, in.source, in.study_uids, reason));
            return dto::PullItems{std::move(items)};
        });
    api.post<api::Nothing, Pull>(
        std::string(path) + "/{pull}/retry", Needs{}, api::Audited{"study.pull_requested"},
        {.id = "retryPull",
         .summary = "Try again to fetch a study.",
         .tag = tag,
         .errors = {&portico::errors::not_found, &errors::pull_under_way}},
        [&pulls](api::Context& context, const May& may) { return pulls.retry(may, context.id<PullId>("pull")); });
    api.post<api::Nothing, Pull>(
        std::string(path) + "/{pull}/cancel", Needs{}, api::Audited{"study.pull_cancelled"},
        {.id = "cancelPull",
         .summary = "Do not fetch a study; what came stays.",
         .tag = tag,
         .errors = {&portico::errors::not_found, &errors::pull_settled}},
        [&pulls](api::Context& context, const May& may) { return pulls.cancel(may, context.id<PullId>("pull")); });
}

}  // namespace portico::nodes
