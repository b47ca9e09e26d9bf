#include "features/nodes/api/sources.h"

#include <atomic>
#include <future>

#include "features/nodes/remote.h"
#include "features/nodes/source_store.h"
#include "features/studies/api/holdings.h"
#include "platform/db/database.h"

namespace portico::nodes {
namespace {

constexpr std::size_t most_found = 200, most_priors = 100;
constexpr int most_searches = 8;
std::atomic<int> searches_under_way = 0;  // of the whole process: each holds a thread of the HTTP server

// A seat for one search; empty when all are taken.
class Seat {
public:
    static std::unique_ptr<Seat> take() {
        if (searches_under_way.fetch_add(1) < most_searches) return std::unique_ptr<Seat>(new Seat);
        searches_under_way.fetch_sub(1);
        return nullptr;
    }
    ~Seat() { searches_under_way.fetch_sub(1); }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

private:
    Seat() = default;
};

AuditEvent searched(const Caller& caller, const TenantId& tenant, const PullSource& source, const RemoteQuery& query,
                    const Result<RemoteStudies>& found) {
    AuditEvent event;
    event.code = "study.remote_searched";
    event.caller = caller;
    event.tenant = tenant;
    event.object = source.id.text();
    event.outcome = found ? Outcome::success : Outcome::failure;
    std::string keys;
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) keys += (keys.empty() ? "" : " ") + std::string(name) + "=" + value;
    };
    add("PatientID", query.patient_id);
    add("PatientName", query.patient_name);
    add("AccessionNumber", query.accession_number);
    add("StudyDate", query.date_from + (query.date_from.empty() && query.date_to.empty() ? "" : "-") + query.date_to);
    add("Modality", query.modality);
    event.details = {{"source", source.name}, {"keys", keys}};
    if (found)
        event.details.emplace_back("found", std::to_string(found->items.size()));
    else
        event.details.emplace_back("problem", found.error().kind().code);
    return event;
}

void count_here(db::Session& session, const TenantScope& scope, RemoteStudies& found) {
    std::vector<std::string> uids;
    for (const auto& study : found.items) uids.push_back(study.study_uid);
    const auto held = studies::holdings(session, scope, uids);
    for (auto& study : found.items)
        if (const auto here = held.find(study.study_uid); here != held.end()) study.here = here->second.instances;
}

// An ID that would be taken as a pattern or a list is none that priors can be asked for.
bool is_exact(std::string_view text) { return !text.empty() && text.find_first_of("*?\\") == std::string_view::npos; }

bool is_prior(const RemoteStudy& study, const studies::StudyPatient& patient) {
    return study.study_uid != patient.study_uid && study.patient_id == patient.patient_id &&
           (study.issuer.empty() || patient.issuer.empty() || study.issuer == patient.issuer);
}

struct Asked {
    PullSource source;
    std::future<Result<RemoteStudies>> answer;
};

}  // namespace

std::vector<PullSource> Sources::list(const May& may) const {
    auto session = units_.database().read();
    return store::sources_of(session, may.tenant());
}

Result<RemoteStudies> Sources::search(const May& may, const SourceId& id, const RemoteQuery& query) const {
    auto source = [&] {
        auto session = units_.database().read();
        return store::find_source(session, may.tenant(), id, keys_, calling_);
    }();
    if (!source && source.error().is(errors::source_gone)) return fail(portico::errors::not_found);
    if (!source) return fail(source.error());
    if (query.empty())
        return fail(Error(portico::errors::invalid_input)
                        .at("patientId", "required", "Say what to search for: at least one of the fields."));
    const auto seat = Seat::take();
    if (!seat) return fail(errors::too_many_searches);
    auto found = make_remote(*source, calling_)->search(query, most_found, {});
    {
        auto unit = units_.begin();
        unit.commit(searched(may.caller(), may.tenant(), *source, query, found));
    }
    if (!found) return found;
    auto session = units_.database().read();
    count_here(session, may.scope(), *found);
    return found;
}

Result<RemotePriors> Sources::priors(const View& view, const May& may, const StudyId& study) const {
    std::optional<studies::StudyPatient> patient;
    std::vector<Result<Source>> sources;
    {
        auto session = units_.database().read();
        PORTICO_TRY(const auto access, access_.study(session, view.caller(), study));
        if (access.scope().tenant() != may.tenant()) return fail(portico::errors::not_found);
        patient = studies::patient_in_study(session, may.scope(), study);
        if (!patient) return fail(portico::errors::not_found);
        for (const auto& source : store::sources_of(session, may.tenant()))
            if (source.fetch_priors)
                sources.push_back(store::find_source(session, may.tenant(), source.id, keys_, calling_));
    }
    RemotePriors priors;
    if (!is_exact(patient->patient_id)) return priors;
    const auto seat = Seat::take();
    if (!seat) return fail(errors::too_many_searches);
    RemoteQuery query;
    query.patient_id = patient->patient_id;
    std::vector<Asked> asked;
    for (auto& source : sources) {
        if (!source) continue;
        auto ask = [from = *source, query, how = calling_] {
            return make_remote(from, how)->search(query, most_priors, {});
        };
        asked.push_back({*source, std::async(std::launch::async, std::move(ask))});
    }
    std::vector<AuditEvent> events;
    for (auto& [source, answer] : asked) {
        auto found = answer.get();
        events.push_back(searched(may.caller(), may.tenant(), source, query, found));
        if (!found) {
            priors.unreachable.push_back(source.name);
            continue;
        }
        std::erase_if(found->items, [&](const RemoteStudy& item) { return !is_prior(item, *patient); });
        auto session = units_.database().read();
        count_here(session, may.scope(), *found);
        for (auto& item : found->items) priors.items.push_back({std::move(item), source.id, source.name});
    }
    if (!events.empty()) {
        auto unit = units_.begin();
        unit.commit(std::move(events));
    }
    return priors;
}

}  // namespace portico::nodes
