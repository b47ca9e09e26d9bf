#include "app/wiring/studies.h"

#include "app/version.h"
#include "features/clinician_portal/clinician_portal.h"
#include "platform/log/log.h"

namespace portico::app {
namespace {

constexpr int minute = 60, six_hours = 6 * 3600;
constexpr std::int64_t longest_request_seconds = 3600;  // content whose row may still come

void tell(const studies::IntegrityTally& tally) {
    if (tally.orphans > 0)
        log::warning("content without a row removed", {{"blobs", tally.orphans}, {"bytes", tally.orphan_bytes}});
    if (tally.whole() && tally.restored == 0) return;
    log::error("the check of the archive found damage",
               {{"missing", tally.missing}, {"damaged", tally.damaged}, {"restored", tally.restored}});
}

// What a crash left goes soon after the start; from then on the archive is read through again and again.
void serve_integrity(jobs::Workers& workers, studies::Integrity& integrity, const config::Settings& settings) {
    workers.every("studies.remove_orphans", six_hours,
                  [&integrity] { tell(integrity.remove_orphans(longest_request_seconds)); });
    if (settings.scrub_mib_per_minute == 0) return;
    const auto bytes = static_cast<std::uint64_t>(settings.scrub_mib_per_minute) * 1024 * 1024;
    workers.every("studies.scrub", minute, [&integrity, bytes] { tell(integrity.scrub(bytes)); });
}

}  // namespace

Studies::Studies(People& given)
    : people(given),
      receiver(people.base.units, *people.base.blobs, people.base.clock),
      archive(people.base.units, *people.base.blobs, people.base.clock),
      corrector(people.base.units, *people.base.blobs),
      validation(people.base.units, *people.base.blobs, people.access, people.base.queue, people.base.clock,
                 {.make_corrected_heads =
                      [this](const TenantScope& scope, const StudyId& study) {
                          return corrector.make_corrected_heads(scope, study);
                      },
                  .prepare_metadata =
                      [this](db::Session& session, const TenantScope& scope, const SeriesId& series) {
                          studies::prepare_metadata_job(people.base.queue, session, scope, series);
                      }}),
      study_list(people.base.units, people.access, people.base.trail, people.base.clock),
      clinician_access(people.base.units, people.access),
      clinician_uploads(people.base.units, people.access, people.base.clock),
      keeping(people.base.units, people.access, people.base.clock),
      recalls(people.base.units, people.access, people.base.trail, people.base.messages, people.base.clock),
      integrity(people.base.units, *people.base.blobs, people.base.clock, {clinician_portal::named_photos}) {}

void Studies::add_routes(api::Api& api) {
    studies::add_study_routes(api, study_list);
    studies::add_clinician_access_routes(api, clinician_access, study_list);
    studies::add_clinician_upload_routes(api, clinician_uploads);
    studies::add_validation_routes(api, validation, study_list);
    studies::add_keeping_routes(api, keeping, people.base.units);
    studies::add_recall_routes(api, recalls);
    dicomweb::add_routes(
        api, {people.base.units, people.access, people.base.trail, archive, receiver, decoders, people.base.clock});
    annotations::add_routes(
        api, {people.base.units, people.access, archive, receiver, people.base.clock, std::string(version)});
}

void Studies::serve(jobs::Workers& workers) {
    studies::add_archive_jobs(workers, archive);
    validation.serve(workers);
    keeping.serve(workers);
    recalls.serve(workers);
    serve_integrity(workers, integrity, people.base.settings);
}

}  // namespace portico::app
