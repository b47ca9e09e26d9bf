#include "platform/dimse/negotiation.h"

#include <dcmtk/config/osconfig.h>
// osconfig.h comes first.
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmdata/dcxfer.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dcmlayer.h>
#include <dcmtk/dcmnet/dcmtrans.h>
#include <dcmtk/ofstd/ofstd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>

#include "platform/dimse/command_set.h"
#include "platform/dimse/dcmtk_network.h"
#include "platform/dimse/message_stream.h"

namespace portico::dimse {

namespace {

constexpr std::size_t pdu_header_size = 6;
constexpr std::byte a_associate_rq{0x01};

// Feeds DCMTK from the A-ASSOCIATE-RQ that lies in the socket's buffer and sends what it writes. It never closes the
// socket, which belongs to the association's thread.
class BufferedConnection final : public DcmTransportConnection {
public:
    BufferedConnection(PeerSocket& socket, std::size_t readable)
        : DcmTransportConnection(socket.fd()), socket_(socket), readable_(readable) {}

    OFCondition serverSideHandshake() override { return EC_Normal; }
    OFCondition clientSideHandshake() override { return EC_Normal; }
    OFCondition renegotiate(const char*) override { return EC_Normal; }
    ssize_t read(void* into, size_t count) override {
        const std::size_t given = std::min(count, readable_);
        std::memcpy(into, socket_.buffered().data(), given);
        socket_.consume(given);
        readable_ -= given;
        return static_cast<ssize_t>(given);
    }
    ssize_t write(void* data, size_t count) override {
        const bool written = socket_.write({static_cast<const std::byte*>(data), count});
        return written ? static_cast<ssize_t>(count) : -1;
    }
    void close() override {}
    void closeTransportConnection() override {}
    unsigned long getPeerCertificateLength() override { return 0; }
    unsigned long getPeerCertificate(void*, unsigned long) override { return 0; }
    OFBool networkDataAvailable(int) override { return OFTrue; }
    OFBool isTransparentConnection() override { return OFFalse; }  // keeps DCMTK from polling the socket itself
    OFString& dumpConnectionParameters(OFString& text) override { return text = "buffered"; }

private:
    PeerSocket& socket_;
    std::size_t readable_;
};

class BufferedLayer final : public DcmTransportLayer {
public:
    BufferedLayer(PeerSocket& socket, std::size_t readable) : socket_(socket), readable_(readable) {}
    DcmTransportConnection* createConnection(DcmNativeSocketType, OFBool) override {
        return new BufferedConnection(socket_, readable_);
    }

private:
    PeerSocket& socket_;
    std::size_t readable_;
};

// An association as DCMTK keeps it, with its network; freed together.
class DcmtkAssociation {
public:
    DcmtkAssociation(PeerSocket& socket, std::size_t readable) : layer_(socket, readable), socket_(socket) {}
    ~DcmtkAssociation() {
        if (association_) ASC_destroyAssociation(&association_);
        if (network_) ASC_dropNetwork(&network_);
    }
    DcmtkAssociation(const DcmtkAssociation&) = delete;
    DcmtkAssociation& operator=(const DcmtkAssociation&) = delete;

    OFCondition receive(const ListenerOptions& options) {
        std::lock_guard lock(dcmtk_gate());  // nothing in here waits: all that is read has arrived
        dcmExternalSocketHandle.set(socket_.fd());
        OFCondition result = ASC_initializeNetwork(NET_ACCEPTOR, 0, 1, &network_);
        if (result.good()) result = ASC_setTransportLayer(network_, &layer_, 0);
        if (result.good())
            result = ASC_receiveAssociation(network_, &association_, static_cast<long>(options.max_pdu), nullptr,
                                            nullptr, OFFalse, DUL_NOBLOCK, 1);
        dcmExternalSocketHandle.set(-1);
        return result;
    }
    T_ASC_Association* get() { return association_; }
    T_ASC_Parameters* parameters() { return association_->params; }

private:
    BufferedLayer layer_;
    PeerSocket& socket_;
    T_ASC_Network* network_ = nullptr;
    T_ASC_Association* association_ = nullptr;
};

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

// PS3.8 Table 9-21.
T_ASC_RejectParameters reject_parameters(Rejection rejection) {
    switch (rejection) {
        case Rejection::called_ae_title_not_recognized:
            return {ASC_RESULT_REJECTEDPERMANENT, ASC_SOURCE_SERVICEUSER, ASC_REASON_SU_CALLEDAETITLENOTRECOGNIZED};
        case Rejection::calling_ae_title_not_recognized:
            return {ASC_RESULT_REJECTEDPERMANENT, ASC_SOURCE_SERVICEUSER, ASC_REASON_SU_CALLINGAETITLENOTRECOGNIZED};
        case Rejection::temporary_congestion:
            return {ASC_RESULT_REJECTEDTRANSIENT, ASC_SOURCE_SERVICEPROVIDER_PRESENTATION_RELATED,
                    ASC_REASON_SP_PRES_TEMPORARYCONGESTION};
        case Rejection::local_limit_exceeded:
            return {ASC_RESULT_REJECTEDTRANSIENT, ASC_SOURCE_SERVICEPROVIDER_PRESENTATION_RELATED,
                    ASC_REASON_SP_PRES_LOCALLIMITEXCEEDED};
        case Rejection::no_reason_given:
            break;
    }
    return {ASC_RESULT_REJECTEDPERMANENT, ASC_SOURCE_SERVICEUSER, ASC_REASON_SU_NOREASON};
}

const char* name_of(Rejection rejection) {
    switch (rejection) {
        case Rejection::called_ae_title_not_recognized:
            return "called AE title not recognized";
        case Rejection::calling_ae_title_not_recognized:
            return "calling AE title not recognized";
        case Rejection::temporary_congestion:
            return "temporary congestion";
        case Rejection::local_limit_exceeded:
            return "too many associations";
        case Rejection::no_reason_given:
            break;
    }
    return "no reason given";
}

bool takes_abstract_syntax(const ListenerOptions& options, const char* uid) {
    if (std::strcmp(uid, UID_VerificationSOPClass) == 0 || dcmIsaStorageSOPClassUID(uid, ESSC_All)) return true;
    // Unknown to DCMTK altogether: not one of the service classes that are no storage.
    return options.any_sop_class && is_uid(uid) && dcmFindNameOfUID(uid) == nullptr;
}

bool takes_transfer_syntax(const ListenerOptions& options, const char* uid) {
    return DcmXfer(uid).getXfer() != EXS_Unknown || std::ranges::count(options.extra_transfer_syntaxes, uid) > 0;
}

// Each context gets the first transfer syntax of the peer's list that can be taken, so that objects come as they are.
std::map<std::uint8_t, AcceptedContext> answer_contexts(const ListenerOptions& options, T_ASC_Parameters* parameters) {
    std::map<std::uint8_t, AcceptedContext> accepted;
    for (int n = 0; n < ASC_countPresentationContexts(parameters); ++n) {
        T_ASC_PresentationContext proposed;
        if (ASC_getPresentationContext(parameters, n, &proposed).bad()) continue;
        const auto id = proposed.presentationContextID;
        if (!takes_abstract_syntax(options, proposed.abstractSyntax)) {
            ASC_refusePresentationContext(parameters, id, ASC_P_ABSTRACTSYNTAXNOTSUPPORTED);
            continue;
        }
        const char* chosen = nullptr;
        for (int at = 0; at < proposed.transferSyntaxCount && !chosen; ++at)
            if (takes_transfer_syntax(options, proposed.proposedTransferSyntaxes[at]))
                chosen = proposed.proposedTransferSyntaxes[at];
        if (!chosen) {
            ASC_refusePresentationContext(parameters, id, ASC_P_TRANSFERSYNTAXESNOTSUPPORTED);
        } else if (ASC_acceptPresentationContext(parameters, id, chosen).good()) {
            accepted[id] = {proposed.abstractSyntax, chosen};
        }
    }
    return accepted;
}

AssociationRequest request_of(PeerSocket& socket, T_ASC_Parameters* parameters) {
    std::array<char, 17> calling{};
    std::array<char, 17> called{};
    ASC_getAPTitles(parameters, calling.data(), calling.size(), called.data(), called.size(), nullptr, 0);
    return {trimmed(called.data()), trimmed(calling.data()), socket.peer_address()};
}

// The whole A-ASSOCIATE-RQ lies in the buffer afterwards; its size, or what went wrong.
tl::expected<std::size_t, std::string> await_request(PeerSocket& socket, const ListenerOptions& options) {
    const auto deadline = std::chrono::steady_clock::now() + options.negotiation_timeout;
    const auto wait_for = [&](std::size_t count) { return socket.ensure(count, OnStop::leave, deadline) == Io::ok; };
    if (!wait_for(1)) return tl::unexpected(std::string("nothing was asked in time"));
    if (socket.buffered()[0] != a_associate_rq) {
        write_abort(socket, AbortReason::unexpected_pdu);  // PS3.8 9.2.3, state 2, AA-1
        return tl::unexpected(std::string("began with something else than A-ASSOCIATE-RQ"));
    }
    if (!wait_for(pdu_header_size)) return tl::unexpected(std::string("the request did not come in time"));
    std::size_t length = 0;
    for (std::size_t n = 2; n < pdu_header_size; ++n)
        length = length << 8U | std::to_integer<std::size_t>(socket.buffered()[n]);
    // 128 contexts with all their transfer syntaxes stay far below the buffer's 256 KiB.
    if (length > PeerSocket::buffer_size - pdu_header_size) {
        write_abort(socket, AbortReason::invalid_parameter_value);
        return tl::unexpected(std::string("the request is too long"));
    }
    if (!wait_for(pdu_header_size + length)) return tl::unexpected(std::string("the request did not come in time"));
    return pdu_header_size + length;
}

AssociationDecision decide(const std::function<AssociationDecision(const AssociationRequest&)>& admit,
                           const AssociationRequest& peer) {
    try {
        return admit(peer);
    } catch (const std::exception&) {
        return Rejection::temporary_congestion;
    }
}

}  // namespace

tl::expected<EstablishedAssociation, NegotiationFailure> negotiate(
    PeerSocket& socket, const ListenerOptions& options,
    const std::function<AssociationDecision(const AssociationRequest&)>& admit) {
    const AssociationRequest unknown{{}, {}, socket.peer_address()};
    const auto size = await_request(socket, options);
    if (!size) return tl::unexpected(NegotiationFailure{false, unknown, size.error()});

    DcmtkAssociation association(socket, *size);
    if (const OFCondition received = association.receive(options); received.bad() || !association.get()) {
        write_abort(socket, AbortReason::invalid_parameter_value);
        return tl::unexpected(NegotiationFailure{false, unknown, received.text()});
    }
    auto* const parameters = association.parameters();
    auto peer = request_of(socket, parameters);
    const auto reject = [&](T_ASC_RejectParameters reason, std::string detail) {
        ASC_rejectAssociation(association.get(), &reason);
        return tl::unexpected(NegotiationFailure{true, peer, std::move(detail)});
    };
    std::array<char, 65> application{};
    ASC_getApplicationContextName(parameters, application.data(), application.size());
    if (std::strcmp(application.data(), UID_StandardApplicationContext) != 0)
        return reject({ASC_RESULT_REJECTEDPERMANENT, ASC_SOURCE_SERVICEUSER, ASC_REASON_SU_APPCONTEXTNAMENOTSUPPORTED},
                      "application context name not supported");

    auto decision = decide(admit, peer);
    if (const auto* rejection = std::get_if<Rejection>(&decision))
        return reject(reject_parameters(*rejection), name_of(*rejection));

    EstablishedAssociation established{peer, std::move(std::get<Accepted>(decision).context), {}, 0};
    established.contexts = answer_contexts(options, parameters);
    established.peer_max_pdu = static_cast<std::uint32_t>(parameters->theirMaxPDUReceiveSize);
    OFStandard::strlcpy(parameters->ourImplementationClassUID, options.implementation_class_uid.c_str(),
                        sizeof parameters->ourImplementationClassUID);
    OFStandard::strlcpy(parameters->ourImplementationVersionName, options.implementation_version.c_str(),
                        sizeof parameters->ourImplementationVersionName);
    if (const OFCondition sent = ASC_acknowledgeAssociation(association.get()); sent.bad()) {
        write_abort(socket, AbortReason::not_specified);  // DCMTK writes an answer whole or not at all
        return tl::unexpected(NegotiationFailure{false, peer, sent.text()});
    }
    return established;
}

}  // namespace portico::dimse
