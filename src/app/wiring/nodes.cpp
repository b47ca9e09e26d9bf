#include "app/wiring/nodes.h"

#include <stdexcept>

#include "platform/dimse/tls.h"

namespace portico::app {
namespace {

std::shared_ptr<const dimse::TlsContext> tls_client(const config::Settings& settings) {
    std::optional<dimse::TlsFiles> files;
    if (!settings.dicom_tls_certificate.empty())
        files = dimse::TlsFiles{settings.dicom_tls_certificate, settings.dicom_tls_key};
    auto context = dimse::TlsContext::for_client(files);
    if (!context) throw std::runtime_error("dicom.tls_certificate: " + context.error().detail());
    return *context;
}

nodes::Calling calling_of(const config::Settings& settings) {
    auto hosts = outgoing::HostRules::of(settings.outgoing_hosts);
    if (!hosts) throw std::runtime_error("outgoing.hosts: " + hosts.error().detail());
    return {tls_client(settings), std::move(*hosts)};
}

}  // namespace

Nodes::Nodes(Studies& given)
    : studies(given),
      calling(calling_of(base().settings)),
      dicom(base().units, studies.receiver, base().clock),
      queries(base().units, studies.people.access, studies.archive, calling),
      commitments(base().units, *base().blobs, base().queue, base().clock),
      ae_titles(base().units, base().clock, calling),
      dicomweb_servers(base().units, base().keys, base().clock, calling),
      sendings(base().units, studies.people.access, studies.archive, *base().blobs, base().keys, base().queue,
               base().clock, calling),
      sources(base().units, studies.people.access, base().keys, calling),
      pulls(base().units, studies.receiver, base().keys, base().queue, base().clock, calling),
      pull_rules(base().units, base().keys, base().queue, base().clock, calling) {}

Foundation& Nodes::base() const { return studies.people.base; }

dimse::Services Nodes::dicom_services() {
    dimse::Services services(dicom);
    services.find = &queries;
    services.retrieve = &queries;
    services.commitment = &commitments;
    services.outgoing_tls = calling.tls;
    return services;
}

void Nodes::add_routes(api::Api& api) {
    nodes::add_ae_title_routes(api, ae_titles);
    nodes::add_dicomweb_server_routes(api, dicomweb_servers);
    nodes::add_sending_routes(api, sendings);
    nodes::add_source_routes(api, sources);
    nodes::add_pull_routes(api, pulls);
    nodes::add_pull_rule_routes(api, pull_rules);
}

void Nodes::serve(jobs::Workers& workers) {
    commitments.serve(workers, calling);
    sendings.serve(workers);
    pulls.serve(workers);
    pull_rules.serve(workers);
}

}  // namespace portico::app
