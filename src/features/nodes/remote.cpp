#include "features/nodes/remote.h"

#include "platform/dicom/errors.h"
#include "platform/dimse/peer.h"
#include "platform/dimse/tls.h"
#include "platform/http/errors.h"
#include "platform/web_client/errors.h"

namespace portico::nodes {
namespace {

struct Line {
    const ErrorKind* theirs;
    const ErrorKind* ours;
};

const Line lines[] = {
    {&dimse::errors::peer_unreachable, &errors::source_unreachable},
    {&dimse::errors::peer_rejected, &errors::source_refused},
    {&dimse::errors::peer_failed, &errors::source_broken},
    {&dimse::errors::peer_unsupported, &errors::source_refused},
    {&dimse::errors::peer_refused, &errors::source_refused},
    {&dimse::errors::peer_knows_no_destination, &errors::source_knows_no_destination},
    {&dimse::errors::tls_failed, &errors::source_not_secure},
    {&web_client::errors::bad_url, &errors::source_address_refused},
    {&web_client::errors::address_refused, &errors::source_address_refused},
    {&outgoing::errors::host_not_allowed, &errors::source_address_refused},
    {&web_client::errors::unreachable, &errors::source_unreachable},
    {&web_client::errors::tls_failed, &errors::source_not_secure},
    {&web_client::errors::broken, &errors::source_broken},
    {&web_client::errors::too_large, &errors::source_broken},
    {&web_client::errors::stopped, &errors::source_broken},
    {&http::errors::bad_multipart, &errors::source_broken},
    {&http::errors::too_many_parts, &errors::source_broken},
    {&http::errors::unsupported_media_type, &errors::source_refused},
    {&portico::errors::malformed, &errors::source_broken},
    {&dicom::errors::malformed, &errors::source_broken},
    {&dicom::errors::too_complex, &errors::source_broken},
};

}  // namespace

Error as_source_error(Error error) {
    for (const auto& line : lines)
        if (error.is(*line.theirs)) return Error(*line.ours, std::string(line.theirs->code) + " " + error.detail());
    return error;
}

std::unique_ptr<Remote> make_remote(const Source& source, const Calling& calling) {
    if (const auto* node = std::get_if<AeTitle>(&source.peer)) return dicom_remote(*node, calling);
    return dicomweb_remote(std::get<DicomwebPeer>(source.peer), calling);
}

}  // namespace portico::nodes
