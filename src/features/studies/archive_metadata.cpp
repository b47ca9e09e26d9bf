#include <boost/json.hpp>

#include "features/access/access.h"
#include "features/studies/api/archive.h"
#include "features/studies/archive_store.h"
#include "features/studies/correction_rounds.h"
#include "features/studies/gzip.h"
#include "platform/db/database.h"
#include "platform/dicom/dicom_json.h"
#include "platform/jobs/workers.h"

namespace portico::studies {
namespace {

constexpr std::string_view job_kind = "studies.prepare_metadata";

Result<std::string> read_all(storage::BlobStore& blobs, const BlobId& blob) {
    PORTICO_TRY(auto file, blobs.open(blob));
    return file->read(0, static_cast<std::size_t>(file->size()));
}

}  // namespace

// What the metadata of a series are made of, all read at one moment.
struct Archive::MetadataSource {
    SeriesId series;
    store::PreparedMetadata prepared;
    std::vector<InstanceRecord> instances;
    std::vector<dicom::Corrections> rounds;
};

Result<std::string> Archive::series_metadata(const StudyAccess& access, const SeriesRecord& series) {
    MetadataSource source;
    source.series = series.id;
    {
        auto session = units_.database().read_snapshot();
        auto prepared = store::prepared_metadata(session, access.scope(), series.id);
        if (!prepared || prepared->study != access.study()) return fail(portico::errors::not_found);
        source.prepared = std::move(*prepared);
        if (source.prepared.settled && source.prepared.blob &&
            source.prepared.blob_revision == source.prepared.revision) {
            // Not there any more: the series has just changed.
            if (auto packed = read_all(blobs_, *source.prepared.blob)) return packed;
        }
        source.instances = instances(session, access, series.id);
        source.rounds = load_corrections(session, access.scope(), access.study()).rounds;
    }
    PORTICO_TRY(auto packed, build_metadata(source));
    if (source.prepared.settled) keep_metadata(access.scope(), source, packed);
    return packed;
}

Result<void> Archive::prepare_metadata(const TenantScope& scope, const SeriesId& series) {
    MetadataSource source;
    source.series = series;
    {
        auto session = units_.database().read_snapshot();
        auto prepared = store::prepared_metadata(session, scope, series);
        if (!prepared) return fail(portico::errors::not_found);
        if (!prepared->settled || prepared->blob_revision == prepared->revision) return {};
        source.prepared = std::move(*prepared);
        source.instances = store::find_instances(session, {scope.tenant(), source.prepared.study, false}, series);
        source.rounds = load_corrections(session, scope, source.prepared.study).rounds;
    }
    PORTICO_TRY(auto packed, build_metadata(source));
    keep_metadata(scope, source, packed);
    return {};
}

// One object at a time, so that a series of thousands needs no more memory than its compressed text.
Result<std::string> Archive::build_metadata(const MetadataSource& source) const {
    Gzip gzip;
    gzip.add("[");
    bool first = true;
    for (const auto& record : source.instances) {
        PORTICO_TRY(const auto file, blobs_.open(record.blob));
        PORTICO_TRY(auto instance, dicom::read_instance(fmt::format("/proc/self/fd/{}", file->fd())));
        // As its head was made; an object without one leaves as it came.
        if (record.head)
            for (const auto& round : source.rounds) PORTICO_CHECK(dicom::correct(instance, round));
        dicom::JsonOptions options;
        options.bulk_data_uri = [&](std::string_view path) {
            return fmt::format("{}/studies/{}/series/{}/instances/{}/bulkdata/{}", bulk_data_prefix,
                               source.prepared.study_instance_uid, source.prepared.series_instance_uid,
                               record.sop_instance_uid, path);
        };
        if (!first) gzip.add(",");
        first = false;
        gzip.add(dicom::to_json(instance, options));
    }
    gzip.add("]");
    return gzip.finish();
}

// A full disk or a busy database are no reason not to answer; then it is made again for the next reader.
void Archive::keep_metadata(const TenantScope& scope, const MetadataSource& source, std::string_view packed) {
    auto blob = blobs_.put(packed);
    if (!blob) return;
    bool kept = false;
    try {
        auto unit = units_.begin();
        kept = store::keep_metadata(unit.session(), scope, source.series, source.prepared.revision, *blob);
        if (kept) unit.commit_technical();
    } catch (const db::DbError& error) {
        if (error.kind() == db::DbErrorKind::unavailable) return;  // the commit may have happened
        kept = false;
    }
    // The one that is not named by the row any more; who reads it just now has it open.
    if (!kept)
        static_cast<void>(blobs_.remove(*blob));
    else if (source.prepared.blob)
        static_cast<void>(blobs_.remove(*source.prepared.blob));
}

void prepare_metadata_job(const jobs::Queue& queue, db::Session& session, const TenantScope& scope,
                          const SeriesId& series) {
    jobs::Job job;
    job.kind = job_kind;
    job.payload = fmt::format(R"({{"tenant":"{}","series":"{}"}})", scope.tenant().text(), series.text());
    job.dedupe_key = series.text();
    queue.enqueue(session, job);
}

void add_archive_jobs(jobs::Workers& workers, Archive& archive) {
    workers.handle(std::string(job_kind), [&archive](jobs::RunningJob& job) {
        const auto payload = boost::json::parse(job.payload());
        const auto tenant = TenantId::trusted(std::string(payload.at("tenant").as_string()));
        const auto series = SeriesId::trusted(std::string(payload.at("series").as_string()));
        auto done = archive.prepare_metadata(access::SystemScopes::for_worker(tenant), series);
        if (!done && done.error().is(portico::errors::not_found)) return;  // deleted meanwhile
        if (!done) throw std::runtime_error(std::string(done.error().kind().code) + ": " + done.error().detail());
    });
}

}  // namespace portico::studies
