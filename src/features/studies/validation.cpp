#include "features/studies/api/validation.h"

#include <exception>

#include "features/studies/release.h"
#include "features/studies/release_store.h"
#include "features/studies/validation_store.h"
#include "platform/db/database.h"

namespace portico::studies {
namespace {

constexpr std::int64_t batch = 100;
constexpr std::int64_t rejected_days = 30;
constexpr std::size_t blobs_in_one_job = 500;

Caller system_caller() {
    Caller caller;
    caller.kind = CallerKind::system;
    caller.name = "validation";
    return caller;
}

std::string blob_list(std::span<const BlobId> blobs) {
    std::string list;
    for (const auto& blob : blobs) list += (list.empty() ? "\"" : ",\"") + blob.text() + "\"";
    return "{\"blobs\":[" + list + "]}";
}

}  // namespace

Validation::Validation(db::UnitsOfWork& units, storage::BlobStore& blobs, const access::AccessService& access,
                       const jobs::Queue& queue, const Clock& clock, ValidationHooks hooks)
    : units_(units), blobs_(blobs), access_(access), queue_(queue), clock_(clock), hooks_(std::move(hooks)) {}

bool Validation::due(db::Session& session) const { return !store::quiet_studies(session, clock_.now(), 1).empty(); }

std::int64_t Validation::run_due() {
    auto quiet = [&] {
        auto session = units_.database().read();
        return store::quiet_studies(session, clock_.now(), batch);
    }();
    std::int64_t decided = 0;
    std::exception_ptr failure;
    for (const auto& one : quiet) {
        try {
            if (validate_quiet(access::SystemScopes::for_worker(one.tenant), one.study)) ++decided;
        } catch (...) {
            if (!failure) failure = std::current_exception();
        }
    }
    if (failure) std::rethrow_exception(failure);
    return decided;
}

bool Validation::validate_quiet(const TenantScope& scope, const StudyId& id) {
    const auto caller = system_caller();
    const ReleaseParts parts{access_, queue_, clock_, hooks_};
    const auto verdict = units_.retrying([&](db::UnitOfWork& work) -> std::optional<Verdict> {
        auto study = store::lock_checked(work.session(), scope, id);
        // Something may have arrived since the scan.
        auto quiet_since = clock_.now().plus_seconds(-store::quiet_seconds(work.session(), scope));
        if (!study || study->state != "receiving" || study->last_received_at > quiet_since) return std::nullopt;
        auto decided = Release(work, scope, caller, parts).validate(id);
        work.commit_technical();
        return decided;
    });
    if (verdict == Verdict::heads_due) finish_heads_now(scope, id);
    return verdict.has_value();
}

Result<void> Validation::finish_heads(const TenantScope& scope, const StudyId& id) {
    auto before = [&] {
        auto session = units_.database().read();
        return store::find_checked(session, scope, id);
    }();
    if (!before || before->heads_due == 0) return {};
    PORTICO_CHECK(hooks_.make_corrected_heads(scope, id));

    const auto caller = system_caller();
    const ReleaseParts parts{access_, queue_, clock_, hooks_};
    units_.retrying([&](db::UnitOfWork& work) {
        auto study = store::lock_checked(work.session(), scope, id);
        // Corrected again meanwhile: those heads are another job's.
        if (!study || study->heads_due != before->heads_due) return;
        store::clear_heads_due(work.session(), scope, id);
        // Something arrived meanwhile: the study is validated again when it is quiet.
        if (study->state == "validating") Release(work, scope, caller, parts).make_ready(id);
        work.commit_technical();
    });
    return {};
}

// Small studies are not worth waiting for a worker. What goes wrong here is tried again by the job.
void Validation::finish_heads_now(const TenantScope& scope, const StudyId& id) {
    auto study = [&] {
        auto session = units_.database().read();
        return store::find_checked(session, scope, id);
    }();
    if (!study || study->instance_count >= corrected_at_once) return;
    static_cast<void>(finish_heads(scope, id));
}

std::int64_t Validation::delete_rejected() {
    const auto moment = clock_.now().plus_seconds(-rejected_days * 86'400);
    auto old = [&] {
        auto session = units_.database().read();
        return store::rejected_before(session, moment, batch);
    }();
    std::int64_t deleted = 0;
    for (const auto& one : old) {
        const auto scope = access::SystemScopes::for_worker(one.tenant);
        units_.retrying([&](db::UnitOfWork& work) {
            auto& session = work.session();
            if (!store::lock_rejected(session, scope, one.study, moment)) return;
            auto blobs = store::blobs_of(session, scope, one.study);
            store::delete_study(session, scope, one.study);
            const std::span<const BlobId> all(blobs);
            for (std::size_t at = 0; at < all.size(); at += blobs_in_one_job) {
                const auto part = all.subspan(at, std::min(blobs_in_one_job, all.size() - at));
                queue_.enqueue(session, {.kind = std::string(remove_blobs_job),
                                         .payload = blob_list(part),
                                         .dedupe_key = {},
                                         .run_at = {}});
            }
            AuditEvent event;
            event.code = "study.deleted";
            event.caller = system_caller();
            event.tenant = one.tenant;
            event.study = one.study.text();
            event.reason = "rejected";
            event.details = {{"studyInstanceUid", one.study_instance_uid}};
            work.emit({"studies.changed", one.tenant, "{}"});
            work.commit(std::move(event));
            ++deleted;
        });
    }
    return deleted;
}

}  // namespace portico::studies
