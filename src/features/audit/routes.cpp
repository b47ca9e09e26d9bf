#include "features/audit/routes.h"

#include <algorithm>
#include <memory>

#include "platform/api/page.h"
#include "platform/db/database.h"

namespace portico::audit {
namespace dto {

struct Actor {
    std::string kind;
    std::optional<std::string> id;
    std::string name;
};
struct NamedPatient {
    std::string id, name;
};
struct NamedStudy {
    std::string id, description;
};
struct AuditEntry {
    std::string id;
    Timestamp at;
    std::string event;
    std::string outcome;
    Actor actor;
    std::string address, device;
    std::optional<NamedPatient> patient;
    std::optional<NamedStudy> study;
    std::optional<std::string> object;
    std::string reason;
    std::map<std::string, std::string> details;
    bool sealed = false;
};
// The export takes the same filters and leaves the page's fields aside.
struct AuditQuery : api::PageQuery {
    std::optional<std::string> user, patient, study, event, outcome;
    std::optional<Timestamp> from, to;
};
struct EventCodes {
    std::vector<std::string> codes;
};

}  // namespace dto
}  // namespace portico::audit

namespace portico::api {
using namespace audit::dto;

template <>
struct Dto<Actor> {
    static constexpr std::string_view name = "AuditActor";
    static constexpr auto fields =
        std::tuple{field("kind", &Actor::kind), field("id", &Actor::id), field("name", &Actor::name)};
};
template <>
struct Dto<NamedPatient> {
    static constexpr std::string_view name = "AuditPatient";
    static constexpr auto fields = std::tuple{field("id", &NamedPatient::id), field("name", &NamedPatient::name)};
};
template <>
struct Dto<NamedStudy> {
    static constexpr std::string_view name = "AuditStudy";
    static constexpr auto fields =
        std::tuple{field("id", &NamedStudy::id), field("description", &NamedStudy::description)};
};
template <>
struct Dto<AuditEntry> {
    static constexpr std::string_view name = "AuditEntry";
    static constexpr auto fields =
        std::tuple{field("id", &AuditEntry::id),         field("at", &AuditEntry::at),
                   field("event", &AuditEntry::event),   field("outcome", &AuditEntry::outcome),
                   field("actor", &AuditEntry::actor),   field("address", &AuditEntry::address),
                   field("device", &AuditEntry::device), field("patient", &AuditEntry::patient),
                   field("study", &AuditEntry::study),   field("object", &AuditEntry::object),
                   field("reason", &AuditEntry::reason), field("details", &AuditEntry::details),
                   field("sealed", &AuditEntry::sealed)};
};
template <>
struct Dto<AuditQuery> {
    static constexpr std::string_view name = "AuditQuery";
    static constexpr auto fields = std::tuple_cat(
        page_fields,
        std::tuple{field("user", &AuditQuery::user, {.max_length = 200, .text = "Id or a part of the name."}),
                   field("patient", &AuditQuery::patient, {.max_length = 200, .text = "Id or DICOM Patient ID."}),
                   field("study", &AuditQuery::study, {.max_length = 200, .text = "Id or Study Instance UID."}),
                   field("event", &AuditQuery::event, {.max_length = 100, .text = "Code; \"study.*\" for a group."}),
                   field("outcome", &AuditQuery::outcome, {.max_length = 20}), field("from", &AuditQuery::from),
                   field("to", &AuditQuery::to)});
};
template <>
struct Dto<EventCodes> {
    static constexpr std::string_view name = "AuditEventCodes";
    static constexpr auto fields = std::tuple{field("codes", &EventCodes::codes)};
};

}  // namespace portico::api

namespace portico::audit {
namespace {

using dto::AuditEntry;
using dto::AuditQuery;
using Reads = Authorized<Permission::view_audit_logs>;

AuditEntry to_dto(const Entry& entry) {
    AuditEntry out{.id = entry.id,
                   .at = entry.at,
                   .event = entry.event,
                   .outcome = entry.outcome,
                   .actor = {entry.actor_kind, {}, entry.actor_name},
                   .address = entry.address,
                   .device = entry.device,
                   .patient = {},
                   .study = {},
                   .object = {},
                   .reason = entry.reason,
                   .details = entry.details,
                   .sealed = entry.sealed};
    if (!entry.actor_id.empty()) out.actor.id = entry.actor_id;
    if (!entry.patient.empty()) out.patient = dto::NamedPatient{entry.patient, entry.patient_name};
    if (!entry.study.empty()) out.study = dto::NamedStudy{entry.study, entry.study_description};
    if (!entry.object.empty()) out.object = entry.object;
    return out;
}

Result<Query> to_query(const AuditQuery& in) {
    Query query{.actor = in.user.value_or(""),
                .patient = in.patient.value_or(""),
                .study = in.study.value_or(""),
                .event = in.event.value_or(""),
                .outcome = in.outcome.value_or(""),
                .from = in.from,
                .until = in.to,
                .after = {},
                .limit = in.limit};
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 2));
        auto at = parse_rfc3339(keys[0]);
        if (!at) return fail(Error(errors::invalid_input).at("cursor", "wrong_format", "This cursor is not valid."));
        query.after = std::pair{*at, keys[1]};
    }
    return query;
}

// Reading the trail stands in the trail (AUD-1).
void record_reading(db::UnitsOfWork& units, const Reads& may, std::string code, const AuditQuery& in) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = may.caller();
    event.tenant = may.tenant();
    auto add = [&](std::string name, const std::optional<std::string>& value) {
        if (value) event.details.emplace_back(std::move(name), *value);
    };
    add("user", in.user);
    add("patient", in.patient);
    add("study", in.study);
    add("event", in.event);
    auto work = units.begin();
    work.commit(std::move(event));
}

// What brings a study before somebody's eyes.
constexpr std::array<std::string_view, 2> looks{"study.viewed", "study.downloaded"};

Result<api::Page<AuditEntry>> read_page(AuditTrail& trail, db::UnitsOfWork& units, const Reads& may,
                                        const AuditQuery& in, std::vector<std::string> events = {}) {
    PORTICO_TRY(auto query, to_query(in));
    query.events = std::move(events);
    ++query.limit;  // one more tells whether there is a next page
    auto entries = [&] {
        auto session = units.database().read();
        return trail.read(session, may, query);
    }();
    if (!in.cursor) record_reading(units, may, "audit.read", in);
    api::Page<AuditEntry> page;
    bool more = std::ssize(entries) > in.limit;
    if (more) entries.resize(static_cast<std::size_t>(in.limit));
    for (const auto& entry : entries) page.items.push_back(to_dto(entry));
    if (more) page.next_cursor = api::encode_cursor({to_rfc3339(entries.back().at), entries.back().id});
    return page;
}

// A cell of RFC 4180; what a spreadsheet would take for a formula is led by an apostrophe.
std::string cell(std::string_view text) {
    std::string out = "\"";
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) out += '\'';
    for (char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

std::string csv_line(const Entry& entry) {
    std::string details;
    for (const auto& [key, value] : entry.details) details += (details.empty() ? "" : "; ") + key + "=" + value;
    std::string line = to_rfc3339(entry.at);
    for (const auto& text : {entry.event, entry.outcome, entry.actor_kind, entry.actor_name, entry.address,
                             entry.patient_name, entry.study_description, entry.object, entry.reason, details})
        line += "," + cell(text);
    return line + "\r\n";
}

constexpr std::string_view csv_head =
    "time,event,outcome,actor kind,actor,address,patient,study,object,reason,details\r\n";

// Pages through the trail while it is sent, so that no more than one page is in memory.
http::Response export_csv(AuditTrail& trail, db::Database& database, const Reads& may, Query query) {
    struct State {
        Query query;
        bool begun = false, done = false;
    };
    query.limit = 1000;
    auto state = std::make_shared<State>(State{std::move(query)});
    http::SegmentSource source;
    source.next = [&trail, &database, may, state]() -> Result<std::optional<http::Segment>> {
        if (state->done) return std::nullopt;
        std::string text(state->begun ? "" : csv_head);
        state->begun = true;
        auto session = database.read();
        auto entries = trail.read(session, may, state->query);
        for (const auto& entry : entries) text += csv_line(entry);
        state->done = std::ssize(entries) < state->query.limit;
        if (!entries.empty()) state->query.after = std::pair{entries.back().at, entries.back().id};
        return http::Segment(std::move(text));
    };
    auto response = http::Response::stream("text/csv; charset=utf-8", std::move(source));
    response.header("Content-Disposition", "attachment; filename=\"audit.csv\"");
    return response;
}

}  // namespace

void add_routes(api::Api& api, AuditTrail& trail, db::UnitsOfWork& units) {
    using May = api::Needs<Permission::view_audit_logs>;
    api.get<AuditQuery, api::Page<AuditEntry>>(
        "/api/v1/tenant/audit", May{}, api::Audited{"audit.read"},
        {.id = "listAuditEntries", .summary = "Who did and saw what, newest first.", .tag = "Audit"},
        [&](api::Context&, const Reads& may, const AuditQuery& in) { return read_page(trail, units, may, in); });

    api.get<dto::EventCodes>("/api/v1/tenant/audit/events", May{}, api::NotAudited{"names of events, no entries"},
                             {.id = "listAuditEvents", .summary = "The event codes that occur.", .tag = "Audit"},
                             [&](api::Context&, const Reads& may) -> Result<dto::EventCodes> {
                                 auto session = units.database().read();
                                 return dto::EventCodes{trail.event_codes(session, may)};
                             });

    api.raw(http::Method::get, "/api/v1/tenant/audit/export.csv", May{}, api::Audited{"audit.exported"},
            {.id = "exportAuditEntries",
             .summary = "The same list as CSV.",
             .tag = "Audit",
             .produces = "text/csv",
             .query = api::schema_of<AuditQuery>()},
            {}, [&](api::Context& context, const Reads& may) -> Result<http::Response> {
                PORTICO_TRY(auto in, context.query<AuditQuery>());
                PORTICO_TRY(auto query, to_query(in));
                record_reading(units, may, "audit.exported", in);
                return export_csv(trail, units.database(), may, std::move(query));
            });

    api.get<AuditQuery, api::Page<AuditEntry>>(
        "/api/v1/studies/{study}/viewers", May{}, api::Audited{"audit.read"},
        {.id = "listStudyViewers", .summary = "Who has seen this study.", .tag = "Audit"},
        [&](api::Context& context, const Reads& may, AuditQuery in) -> Result<api::Page<AuditEntry>> {
            auto study = context.id<StudyId>("study");
            {
                auto session = units.database().read();
                if (!trail.knows_study(session, may, study)) return fail(errors::not_found);
            }
            in.study = study.text();
            return read_page(trail, units, may, in, {looks.begin(), looks.end()});
        });
}

}  // namespace portico::audit
