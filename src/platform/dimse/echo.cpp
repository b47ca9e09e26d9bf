#include "platform/dimse/echo.h"

#include <dcmtk/config/osconfig.h>
// osconfig.h comes first.
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dimse.h>

#include <fmt/format.h>

#include "platform/dimse/dcmtk_network.h"

namespace portico::dimse {

namespace {

// What DCMTK allocates for one association, freed together.
struct Requestor {
    Requestor() = default;
    ~Requestor() {
        if (association)
            ASC_destroyAssociation(&association);
        else if (parameters)
            ASC_destroyAssociationParameters(&parameters);
        if (network) ASC_dropNetwork(&network);
    }
    Requestor(const Requestor&) = delete;
    Requestor& operator=(const Requestor&) = delete;

    T_ASC_Network* network = nullptr;
    T_ASC_Parameters* parameters = nullptr;  // the association's from ASC_requestAssociation on
    T_ASC_Association* association = nullptr;
};

OFCondition request(Requestor& requestor, const Peer& peer, int seconds) {
    OFCondition result = initialize_requestor(&requestor.network, seconds);
    if (result.good()) result = ASC_createAssociationParameters(&requestor.parameters, ASC_DEFAULTMAXPDU);
    if (result.bad()) return result;
    ASC_setAPTitles(requestor.parameters, peer.calling_ae.c_str(), peer.called_ae.c_str(), nullptr);
    const auto address = fmt::format("{}:{}", peer.host, peer.port);
    ASC_setPresentationAddresses(requestor.parameters, "localhost", address.c_str());
    const char* syntaxes[] = {UID_LittleEndianImplicitTransferSyntax};
    ASC_addPresentationContext(requestor.parameters, 1, UID_VerificationSOPClass, syntaxes, 1);
    return ASC_requestAssociation(requestor.network, requestor.parameters, &requestor.association, nullptr, nullptr,
                                  DUL_NOBLOCK, seconds);
}

}  // namespace

Result<void> echo_scu(const Peer& peer, std::chrono::seconds timeout) {
    const int seconds = static_cast<int>(timeout.count());
    Requestor requestor;
    if (const OFCondition asked = request(requestor, peer, seconds); asked.bad())
        return fail(asked == DUL_ASSOCIATIONREJECTED ? errors::peer_rejected : errors::peer_unreachable, asked.text());
    if (ASC_countAcceptedPresentationContexts(requestor.parameters) == 0) {
        ASC_abortAssociation(requestor.association);
        return fail(errors::peer_failed, "verification was not accepted");
    }
    DIC_US status = 0;
    DcmDataset* detail = nullptr;
    const OFCondition answered = DIMSE_echoUser(requestor.association, requestor.association->nextMsgID++,
                                                DIMSE_NONBLOCKING, seconds, &status, &detail);
    delete detail;
    if (answered.bad()) {
        ASC_abortAssociation(requestor.association);
        return fail(errors::peer_failed, answered.text());
    }
    ASC_releaseAssociation(requestor.association);
    if (status != 0) return fail(errors::peer_failed, fmt::format("C-ECHO status {:04x}", status));
    return {};
}

}  // namespace portico::dimse
