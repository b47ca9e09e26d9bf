#include "app/wiring/studies.h"

namespace portico::app {

Studies::Studies(People& given)
    : people(given),
      receiver(people.base.units, *people.base.blobs, people.base.clock),
      archive(people.base.units, *people.base.blobs, people.base.clock),
      corrector(people.base.units, *people.base.blobs),
      nodes(people.base.units, receiver, people.base.clock),
      ae_titles(people.base.units, people.base.clock),
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
      clinician_access(people.base.units, people.access) {}

void Studies::add_routes(api::Api& api) {
    studies::add_ae_title_routes(api, ae_titles);
    studies::add_study_routes(api, study_list);
    studies::add_clinician_access_routes(api, clinician_access, study_list);
    studies::add_validation_routes(api, validation, study_list);
    dicomweb::add_routes(
        api, {people.base.units, people.access, people.base.trail, archive, receiver, decoders, people.base.clock});
}

void Studies::serve(jobs::Workers& workers) {
    studies::add_archive_jobs(workers, archive);
    validation.serve(workers);
}

}  // namespace portico::app
