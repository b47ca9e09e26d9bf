// Studies and DICOMweb, wired.
#pragma once

#include "app/wiring/people.h"
#include "features/annotations/annotations.h"
#include "features/dicomweb/dicomweb.h"
#include "features/studies/studies.h"
#include "platform/imaging/decoders.h"

namespace portico::app {

struct Studies {
    explicit Studies(People& people);

    People& people;
    studies::Receiver receiver;
    studies::Archive archive;
    imaging::Decoders decoders;
    studies::Corrector corrector;
    studies::Validation validation;
    studies::StudyList study_list;
    studies::ClinicianAccess clinician_access;
    studies::ClinicianUploads clinician_uploads;
    studies::Keeping keeping;
    studies::Recalls recalls;
    studies::Integrity integrity;

    void add_routes(api::Api& api);
    void serve(jobs::Workers& workers);
};

}  // namespace portico::app
