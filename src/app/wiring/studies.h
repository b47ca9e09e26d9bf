// Studies and DICOMweb, wired.
#pragma once

#include "app/wiring/people.h"
#include "features/annotations/annotations.h"
#include "features/dicomweb/dicomweb.h"
#include "features/studies/studies.h"
#include "platform/dimse/listener.h"
#include "platform/imaging/decoders.h"

namespace portico::app {

struct Studies {
    explicit Studies(People& people);

    People& people;
    studies::Receiver receiver;
    studies::Archive archive;
    imaging::Decoders decoders;
    studies::Corrector corrector;
    studies::DicomNodes nodes;
    studies::DicomQueries queries;
    studies::DicomCommitments commitments;
    std::shared_ptr<const dimse::TlsContext> outgoing_tls;  // with our certificate, where there is one
    studies::AeTitles ae_titles;
    studies::Validation validation;
    studies::StudyList study_list;
    studies::ClinicianAccess clinician_access;
    studies::ClinicianUploads clinician_uploads;
    studies::StudySendings sendings;
    studies::Keeping keeping;
    studies::Recalls recalls;
    studies::Integrity integrity;

    dimse::Services dicom_services();
    void add_routes(api::Api& api);
    // `calling`: of the queue studies::node_jobs_queue.
    void serve(jobs::Workers& workers, jobs::Workers& calling);
};

}  // namespace portico::app
