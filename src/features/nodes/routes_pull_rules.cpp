#include "features/nodes/api/pull_rules.h"
#include "platform/api/page.h"
#include "platform/api/route.h"

namespace portico::api {

template <>
struct Dto<nodes::NewPullRule> {
    using T = nodes::NewPullRule;
    static constexpr std::string_view name = "NewPullRule";
    static constexpr auto fields =
        std::tuple{field("name", &T::name, {.min_length = 1, .max_length = 100}),
                   field("sourceId", &T::source),
                   field("modality", &T::modality, {.max_length = 16, .optional = true, .text = "Empty: any."}),
                   field("patientId", &T::patient_id, {.max_length = 64, .optional = true, .text = "Empty: any."}),
                   field("lastDays", &T::last_days, {.minimum = 1, .maximum = 3650, .text = "By study date."}),
                   field("everyMinutes", &T::every_minutes, {.minimum = 5, .maximum = 10080}),
                   field("enabled", &T::enabled, {.optional = true})};
};
template <>
struct Dto<nodes::PullRule> {
    using T = nodes::PullRule;
    static constexpr std::string_view name = "PullRule";
    static constexpr auto fields = std::tuple{
        field("id", &T::id),
        field("name", &T::name),
        field("sourceId", &T::source),
        field("source", &T::source_name, {.text = "Its name."}),
        field("modality", &T::modality),
        field("patientId", &T::patient_id),
        field("lastDays", &T::last_days),
        field("everyMinutes", &T::every_minutes),
        field("enabled", &T::enabled),
        field("version", &T::version),
        field("lastRunAt", &T::last_run_at),
        field("lastFound", &T::last_found, {.text = "Studies that the last run found."}),
        field("lastPulled", &T::last_pulled, {.text = "Studies that it asked for."}),
        field("lastProblem", &T::last_problem, {.text = "Code of the error of the last run; empty without one."}),
        field("nextRunAt", &T::next_run_at)};
};

}  // namespace portico::api

namespace portico::nodes {
namespace {

constexpr std::string_view path = "/api/v1/tenant/pull-rules";
constexpr std::string_view path_of_one = "/api/v1/tenant/pull-rules/{rule}";
constexpr std::string_view tag = "Integrations";
using Needs = api::Needs<Permission::manage_integrations>;
using May = PullRules::May;

Result<PullRule> changed(PullRules& rules, api::Context& context, const May& may, const NewPullRule& in) {
    const auto id = context.id<PullRuleId>("rule");
    PORTICO_TRY(const auto before, rules.find(may, id));
    PORTICO_CHECK(context.require_if_match(before.version));
    PORTICO_TRY(auto rule, rules.change(may, id, before.version, in));
    context.etag(rule.version);
    return rule;
}

}  // namespace

void add_pull_rule_routes(api::Api& api, PullRules& rules) {
    api.get<api::PageQuery, api::Page<PullRule>>(
        path, Needs{}, api::NotAudited{"settings, shown to those who manage them"},
        {.id = "listPullRules", .summary = "What is fetched by schedule, all on one page.", .tag = tag},
        [&rules](api::Context&, const May& may, const api::PageQuery&) -> Result<api::Page<PullRule>> {
            return api::Page<PullRule>{rules.list(may), {}};
        });
    api.post<NewPullRule, PullRule>(
        path, Needs{}, api::Audited{"pull_rule.added"},
        {.id = "createPullRule", .summary = "Fetch studies by schedule.", .tag = tag, .status = 201},
        [&rules](api::Context&, const May& may, const NewPullRule& in) { return rules.add(may, in); });
    api.put<NewPullRule, PullRule>(path_of_one, Needs{}, api::Audited{"pull_rule.changed"},
                                   {.id = "changePullRule",
                                    .summary = "Change what is fetched by schedule.",
                                    .tag = tag,
                                    .errors = {&portico::errors::not_found, &api::request_errors::precondition_failed,
                                               &api::request_errors::precondition_required},
                                    .versioned = true},
                                   [&rules](api::Context& context, const May& may, const NewPullRule& in) {
                                       return changed(rules, context, may, in);
                                   });
    api.del(
        path_of_one, Needs{}, api::Audited{"pull_rule.removed"},
        {.id = "deletePullRule", .summary = "Do not fetch by this schedule any more.", .tag = tag},
        [&rules](api::Context& context, const May& may) { return rules.remove(may, context.id<PullRuleId>("rule")); });
    api.post<api::Nothing, PullRule>(
        std::string(path_of_one) + "/run", Needs{}, api::Audited{"pull_rule.run"},
        {.id = "runPullRule",
         .summary = "Run it now, in the background.",
         .tag = tag,
         .status = 202,
         .errors = {&portico::errors::not_found}},
        [&rules](api::Context& context, const May& may) { return rules.run_now(may, context.id<PullRuleId>("rule")); });
}

}  // namespace portico::nodes
