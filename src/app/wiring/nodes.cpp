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

}  // namespace

Nodes::Nodes(Studies& given)
    : studies(given),
      dicom(studies.people.base.units, studies.receiver, studies.people.base.clock),
      queries(studies.people.base.units, studies.people.access, studies.archive),
      commitments(studies.people.base.units, *studies.people.base.blobs, studies.people.base.queue,
                  studies.people.base.clock),
      outgoing_tls(tls_client(studies.people.base.settings)),
      ae_titles(studies.people.base.units, studies.people.base.clock),
      sendings(studies.people.base.units, studies.people.access, studies.archive, studies.people.base.queue,
               studies.people.base.clock) {}

dimse::Services Nodes::dicom_services() {
    dimse::Services services(dicom);
    services.find = &queries;
    services.retrieve = &queries;
    services.commitment = &commitments;
    services.outgoing_tls = outgoing_tls;
    return services;
}

void Nodes::add_routes(api::Api& api) {
    nodes::add_ae_title_routes(api, ae_titles);
    nodes::add_sending_routes(api, sendings);
}

void Nodes::serve(jobs::Workers& calling) {
    commitments.serve(calling, outgoing_tls);
    sendings.serve(calling, outgoing_tls);
}

}  // namespace portico::app
