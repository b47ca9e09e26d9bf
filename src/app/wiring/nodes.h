// Other systems, wired.
#pragma once

#include "app/wiring/studies.h"
#include "features/nodes/nodes.h"
#include "platform/dimse/listener.h"

namespace portico::app {

struct Nodes {
    explicit Nodes(Studies& studies);

    Studies& studies;
    nodes::Calling calling;
    nodes::DicomNodes dicom;
    nodes::DicomQueries queries;
    nodes::DicomCommitments commitments;
    nodes::AeTitles ae_titles;
    nodes::DicomwebServers dicomweb_servers;
    nodes::StudySendings sendings;
    nodes::Sources sources;
    nodes::Pulls pulls;
    nodes::PullRules pull_rules;

    Foundation& base() const;
    dimse::Services dicom_services();
    void add_routes(api::Api& api);
    // `workers`: of the queue nodes::node_jobs_queue.
    void serve(jobs::Workers& workers);
};

}  // namespace portico::app
