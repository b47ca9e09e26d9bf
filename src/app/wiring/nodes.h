// Other systems, wired.
#pragma once

#include "app/wiring/studies.h"
#include "features/nodes/nodes.h"
#include "platform/dimse/listener.h"

namespace portico::app {

struct Nodes {
    explicit Nodes(Studies& studies);

    Studies& studies;
    nodes::DicomNodes dicom;
    nodes::DicomQueries queries;
    nodes::DicomCommitments commitments;
    std::shared_ptr<const dimse::TlsContext> outgoing_tls;  // with our certificate, where there is one
    nodes::AeTitles ae_titles;
    nodes::StudySendings sendings;

    dimse::Services dicom_services();
    void add_routes(api::Api& api);
    // `calling`: of the queue nodes::node_jobs_queue.
    void serve(jobs::Workers& calling);
};

}  // namespace portico::app
