// What workers do for validation.
#include "features/studies/api/validation.h"
#include "features/studies/release.h"
#include "platform/api/dto.h"
#include "platform/jobs/workers.h"

namespace portico::studies::dto {

struct StudyJob {
    TenantId tenant;
    StudyId study;
};
struct BlobsJob {
    std::vector<BlobId> blobs;
};

}  // namespace portico::studies::dto

namespace portico::api {

template <>
struct Dto<studies::dto::StudyJob> {
    static constexpr std::string_view name = "StudyJob";
    static constexpr auto fields =
        std::tuple{field("tenant", &studies::dto::StudyJob::tenant), field("study", &studies::dto::StudyJob::study)};
};
template <>
struct Dto<studies::dto::BlobsJob> {
    static constexpr std::string_view name = "BlobsJob";
    static constexpr auto fields = std::tuple{field("blobs", &studies::dto::BlobsJob::blobs)};
};

}  // namespace portico::api

namespace portico::studies {
namespace {

constexpr int scan_seconds = 1;
constexpr int deletion_seconds = 86'400;

template <class Payload>
Payload payload_of(const jobs::RunningJob& job) {
    auto payload = api::read_json<Payload>(job.payload());
    if (!payload) throw jobs::GiveUp("the payload cannot be read");
    return std::move(*payload);
}

[[noreturn]] void fail_job(const Error& error) {
    throw std::runtime_error(std::string(error.kind().code) + " " + error.detail());
}

}  // namespace

void Validation::serve(jobs::Workers& workers) {
    workers.handle(std::string(correct_heads_job), [this](jobs::RunningJob& job) {
        const auto payload = payload_of<dto::StudyJob>(job);
        auto done = finish_heads(access::SystemScopes::for_worker(payload.tenant), payload.study);
        if (!done) fail_job(done.error());
    });
    workers.handle(std::string(remove_blobs_job), [this](jobs::RunningJob& job) {
        for (const auto& blob : payload_of<dto::BlobsJob>(job).blobs) {
            auto done = blobs_.remove(blob);
            if (!done) fail_job(done.error());
        }
    });
    workers.every(
        "studies.validate", scan_seconds, [this] { run_due(); }, [this](db::Session& session) { return due(session); });
    workers.every("studies.delete_rejected", deletion_seconds, [this] {
        while (delete_rejected() > 0) {
        }
    });
}

}  // namespace portico::studies
