#include "features/studies/api/study_list.h"

#include <algorithm>

#include "features/studies/few_studies.h"
#include "features/studies/list_store.h"
#include "platform/db/database.h"
#include "platform/text/fold.h"

namespace portico::studies {
namespace {

constexpr std::int64_t most_priors = 50;

UserId reader_of(const Caller& caller) { return caller.kind == CallerKind::user ? caller.user : UserId(); }

std::vector<StudyId> ids_of(const std::vector<access::VisibleStudy>& studies) {
    std::vector<StudyId> ids;
    for (const auto& one : studies) ids.push_back(one.study);
    return ids;
}

std::vector<std::string> sources_of(const std::vector<access::Reason>& reasons) {
    std::vector<std::string> sources;
    for (const auto& reason : reasons) {
        std::string key(access::key_of(reason.source));
        if (std::ranges::find(sources, key) == sources.end()) sources.push_back(std::move(key));
    }
    return sources;
}

// By the patient's record or the first word that leaves few. Across tenants the caller's own rows are the list.
store::FewStudies few_asked_for(db::Session& session, const Caller& caller, const StudyQuestion& asked) {
    const auto& tenant = asked.tenant ? asked.tenant : caller.tenant;
    if (!tenant) return std::nullopt;
    if (auto record = PatientId::parse(asked.patient))
        if (auto found = store::few_of_patient(session, *tenant, *record)) return found;
    for (const auto& word : text::tokens(asked.text))
        if (auto found = store::few_with_word(session, *tenant, word)) return found;
    return std::nullopt;
}

}  // namespace

std::vector<StudyRow> StudyList::rows_in(db::Session& session, const Caller& caller,
                                         const std::vector<StudyId>& ids) const {
    auto found = store::study_rows(session, ids, reader_of(caller));
    std::map<StudyId, access::StudyReasons> reasons;
    for (auto& one : access_.reasons(session, caller, ids)) reasons.emplace(one.study, one);
    std::vector<StudyRow> rows;
    for (const auto& id : ids) {
        auto row = found.find(id);
        auto why = reasons.find(id);
        if (row == found.end() || why == reasons.end()) continue;
        row->second.sources = sources_of(why->second.reasons);
        row->second.rights = why->second.rights;
        rows.push_back(row->second);
    }
    return rows;
}

StudyPage StudyList::list(const Caller& caller, const StudyQuestion& asked) const {
    auto session = units_.database().read();
    access::ListQuestion question;
    question.filter = store::list_filter(caller, asked);
    question.tenant = asked.tenant;
    question.among = few_asked_for(session, caller, asked);
    question.sources = asked.sources;
    question.after = asked.after;
    question.limit = asked.limit + 1;  // one more tells whether there is a next page
    auto visible = access_.list(session, caller, question);
    StudyPage page;
    if (std::ssize(visible) > asked.limit) {
        visible.resize(static_cast<std::size_t>(asked.limit));
        page.next = access::ListKey{visible.back().study_at, visible.back().study};
    }
    page.studies = rows_in(session, caller, ids_of(visible));
    return page;
}

std::vector<StudyRow> StudyList::rows(const Caller& caller, const std::vector<StudyId>& ids) const {
    auto session = units_.database().read();
    return rows_in(session, caller, ids);
}

std::vector<SeriesRow> StudyList::series(const TenantScope& scope, const StudyId& study) const {
    auto session = units_.database().read();
    return store::series_rows(session, scope, study);
}

Result<StudyDetail> StudyList::detail(const Caller& caller, const StudyId& id) const {
    auto session = units_.database().read();
    PORTICO_TRY(auto access, access_.study(session, caller, id));
    auto rows = rows_in(session, caller, {id});
    auto reasons = access_.reasons(session, caller, {id});
    if (rows.empty() || reasons.empty()) return fail(portico::errors::not_found);
    StudyDetail detail{.row = std::move(rows.front()),
                       .series = store::series_rows(session, access.scope(), id),
                       .priors = {},
                       .reasons = std::move(reasons.front().reasons),
                       .not_for_primary_diagnosis = store::not_for_primary_diagnosis(session, access.scope().tenant())};
    if (!detail.row.patient) return detail;
    access::ListQuestion question;
    question.filter.append(" AND s.patient_ref = ? AND s.id <> ? AND s.state <> 'rejected'", *detail.row.patient, id);
    question.tenant = access.scope().tenant();
    question.among = store::few_of_patient(session, access.scope().tenant(), *detail.row.patient);
    question.limit = most_priors;
    detail.priors = rows_in(session, caller, ids_of(access_.list(session, caller, question)));
    return detail;
}

Result<void> StudyList::opened(const Caller& caller, const StudyId& id) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        PORTICO_TRY(auto access, access_.study(work.session(), caller, id));
        if (caller.kind == CallerKind::user) store::mark_read(work.session(), caller.user, id, clock_.now());
        auto patient = store::patient_of(work.session(), access.scope(), id);
        trail_.viewed(work, access, patient.value_or(PatientId()));
        work.commit_technical();
        return {};
    });
}

}  // namespace portico::studies
