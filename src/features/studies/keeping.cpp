#include "features/studies/api/keeping.h"

#include <algorithm>
#include <set>

#include "features/access/access.h"
#include "features/studies/keeping_store.h"
#include "features/studies/recall_store.h"
#include "features/studies/validation_store.h"
#include "platform/db/database.h"
#include "platform/jobs/workers.h"

namespace portico::studies {
namespace {

constexpr std::int64_t batch = 100;
constexpr int day = 86'400;

AuditEvent event_of(std::string code, const Caller& caller, const TenantScope& scope, const StudyId& study,
                    std::string reason) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = caller;
    event.tenant = scope.tenant();
    event.study = study.text();
    event.reason = std::move(reason);
    return event;
}

bool is_modality(const std::string& text) {
    return text.empty() || (text.size() <= 16 && std::ranges::all_of(text, [](char c) {
                                return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
                            }));
}

std::string text_of(const std::vector<RetentionRule>& rules) {
    std::string text;
    for (const auto& rule : rules)
        text += (text.empty() ? "" : ", ") + (rule.modality.empty() ? std::string("others") : rule.modality) + " " +
                std::to_string(rule.days) + " d";
    return text.empty() ? "for ever" : text;
}

}  // namespace

Result<void> Keeping::remove_one(db::UnitOfWork& work, const Caller& caller, const TenantScope& scope,
                                 const StudyId& study, const std::string& reason) {
    auto& session = work.session();
    auto kept = store::lock_kept(session, scope, study);
    if (!kept) return fail(portico::errors::not_found);
    if (kept->on_hold) return fail(errors::study_on_legal_hold);
    const auto now = clock_.now();
    const bool was_recalled = store::recall_became_deletion(session, scope, study, caller.name, reason, now);
    if (kept->state == "rejected" && !was_recalled) return fail(errors::study_deleted_already);
    store::to_rejected(session, scope, study, now);
    store::insert_deletion(session, scope, study, reason, caller.name, now);
    access_.study_withdrawn(work, scope, study);
    auto event = event_of("study.deletion_ordered", caller, scope, study, reason);
    if (kept->patient) event.patient = kept->patient->text();
    event.details = {{"studyInstanceUid", kept->study_instance_uid}};
    work.audit(std::move(event));
    work.emit({"studies.changed", scope.tenant(), "{}"});
    return {};
}

Result<void> Keeping::remove(const Deletes& may, const StudyId& study, const std::string& reason) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        PORTICO_CHECK(remove_one(work, may.caller(), may.scope(), study, reason));
        work.commit_technical();
        return {};
    });
}

Result<void> Keeping::restore(const Deletes& may, const StudyId& study, const std::string& reason) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        auto kept = store::lock_kept(work.session(), may.scope(), study);
        if (!kept) return fail(portico::errors::not_found);
        if (kept->state != "rejected" || kept->recalled) return fail(errors::study_not_deleted);
        store::deletion_was_taken_back(work.session(), may.scope(), study);
        store::take_back(work.session(), may.scope(), study);
        work.emit({"studies.changed", may.tenant(), "{}"});
        work.commit(event_of("study.taken_back", may.caller(), may.scope(), study, reason));
        return {};
    });
}

std::vector<DeletedStudy> Keeping::deleted(const Deletes& may,
                                           const std::optional<std::pair<Timestamp, StudyId>>& after,
                                           std::int64_t limit) const {
    auto session = units_.database().read();
    return store::deleted_studies(session, may.scope(), after, limit);
}

Result<void> Keeping::hold(const Holds& may, const StudyId& study, const std::string& reason) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        if (!store::lock_kept(work.session(), may.scope(), study)) return fail(portico::errors::not_found);
        store::insert_hold(work.session(), may.scope(), study, reason, may.caller().name, clock_.now());
        work.commit(event_of("study.held", may.caller(), may.scope(), study, reason));
        return {};
    });
}

Result<void> Keeping::release_hold(const Holds& may, const StudyId& study, const std::string& reason) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        if (!store::lock_kept(work.session(), may.scope(), study) ||
            !store::remove_hold(work.session(), may.scope(), study))
            return fail(portico::errors::not_found);
        work.commit(event_of("study.hold_ended", may.caller(), may.scope(), study, reason));
        return {};
    });
}

Result<std::optional<LegalHold>> Keeping::held(const Holds& may, const StudyId& study) const {
    auto session = units_.database().read();
    if (!store::find_checked(session, may.scope(), study)) return fail(portico::errors::not_found);
    return store::find_hold(session, may.scope(), study);
}

Retention Keeping::retention(db::Session& session, const TenantId& tenant) const {
    return store::find_retention(session, tenant);
}

Result<void> Keeping::set_retention(const Sets& may, const std::vector<RetentionRule>& rules, std::int64_t version) {
    std::set<std::string> seen;
    Error wrong(portico::errors::invalid_input);
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto path = "rules[" + std::to_string(i) + "].modality";
        if (!is_modality(rules[i].modality)) wrong.at(path, "wrong_format", "This is no code of a modality.");
        if (!seen.insert(rules[i].modality).second) wrong.at(path, "duplicate", "There is a rule for this already.");
    }
    if (!wrong.fields().empty()) return fail(std::move(wrong));
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        const auto before = store::find_retention(work.session(), may.tenant());
        if (!store::replace_rules(work.session(), may.tenant(), rules, version)) return fail(portico::errors::conflict);
        AuditEvent event;
        event.code = "retention.changed";
        event.caller = may.caller();
        event.tenant = may.tenant();
        event.object = may.tenant().text();
        event.details = {{"kept", text_of(before.rules) + " -> " + text_of(rules)}};
        work.commit(std::move(event));
        return {};
    });
}

Usage Keeping::usage(db::Session& session, const TenantId& tenant) const { return store::usage(session, tenant); }

void Keeping::set_quota(const Caller& caller, const TenantId& tenant, const std::optional<std::int64_t>& bytes) {
    units_.retrying([&](db::UnitOfWork& work) {
        store::set_quota(work.session(), tenant, bytes);
        AuditEvent event;
        event.code = "quota.changed";
        event.caller = caller;
        event.tenant = tenant;
        event.object = tenant.text();
        event.details = {{"bytes", bytes ? std::to_string(*bytes) : "no limit"}};
        work.commit(std::move(event));
    });
}

std::int64_t Keeping::apply_retention() {
    Caller caller;
    caller.kind = CallerKind::system;
    caller.name = "retention";
    std::int64_t removed = 0;
    for (;;) {
        auto expired = [&] {
            auto session = units_.database().read();
            return store::expired_studies(session, clock_.now(), batch);
        }();
        std::int64_t now = 0;
        for (const auto& one : expired) {
            const auto scope = access::SystemScopes::for_worker(one.tenant);
            auto done = units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
                PORTICO_CHECK(remove_one(work, caller, scope, one.study, "retention"));
                work.commit_technical();
                return {};
            });
            if (done) ++now;
        }
        removed += now;
        if (now == 0) return removed;  // what is held meanwhile is not tried again today
    }
}

void Keeping::serve(jobs::Workers& workers) {
    workers.every("studies.retention", day, [this] { apply_retention(); });
}

}  // namespace portico::studies
