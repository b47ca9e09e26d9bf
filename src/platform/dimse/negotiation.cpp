#include "platform/dimse/negotiation.h"

#include <dcmtk/config/osconfig.h>
// osconfig.h comes first.
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <algorithm>
#include <set>

#include "platform/dimse/associate_pdu.h"
#include "platform/dimse/command_set.h"
#include "platform/dimse/message_stream.h"
#include "platform/dimse/sop_classes.h"

namespace portico::dimse {

namespace {

constexpr std::size_t pdu_header_size = 6;
constexpr std::byte a_associate_rq{0x01};

// PS3.8 Table 9-21.
struct RejectCodes {
    std::uint8_t result;  // 1 permanent, 2 transient
    std::uint8_t source;  // 1 service user, 2 service provider (ACSE), 3 service provider (presentation)
    std::uint8_t reason;
    const char* name;
};

constexpr RejectCodes wrong_application_context{1, 1, 2, "application context name not supported"};
constexpr RejectCodes wrong_protocol_version{1, 2, 2, "protocol version not supported"};

RejectCodes codes_of(Rejection rejection) {
    switch (rejection) {
        case Rejection::called_ae_title_not_recognized:
            return {1, 1, 7, "called AE title not recognized"};
        case Rejection::calling_ae_title_not_recognized:
            return {1, 1, 3, "calling AE title not recognized"};
        case Rejection::temporary_congestion:
            return {2, 3, 1, "temporary congestion"};
        case Rejection::local_limit_exceeded:
            return {2, 3, 2, "too many associations"};
        case Rejection::no_reason_given:
            break;
    }
    return {1, 1, 1, "no reason given"};
}

enum class Kind { storage, query, not_taken };  // query: whatever has identifiers

bool is_one_of(std::string_view uid, std::initializer_list<std::string_view> uids) {
    return std::ranges::find(uids, uid) != uids.end();
}

Kind kind_of(const ListenerOptions& options, const OfferedServices& offered, const std::string& uid) {
    if (offered.find && is_one_of(uid, {sop_classes::patient_root_find, sop_classes::study_root_find}))
        return Kind::query;
    if (offered.retrieve && is_one_of(uid, {sop_classes::patient_root_move, sop_classes::study_root_move,
                                            sop_classes::patient_root_get, sop_classes::study_root_get}))
        return Kind::query;
    if (offered.commitment && uid == sop_classes::storage_commitment) return Kind::query;
    if (uid == UID_VerificationSOPClass || dcmIsaStorageSOPClassUID(uid.c_str(), ESSC_All)) return Kind::storage;
    // Unknown to DCMTK altogether: not one of the service classes that are no storage.
    const bool unknown = options.any_sop_class && is_uid(uid) && dcmFindNameOfUID(uid.c_str()) == nullptr;
    return unknown ? Kind::storage : Kind::not_taken;
}

bool takes_transfer_syntax(const ListenerOptions& options, Kind kind, const std::string& uid) {
    if (kind == Kind::query)
        return uid == UID_LittleEndianImplicitTransferSyntax || uid == UID_LittleEndianExplicitTransferSyntax;
    return DcmXfer(uid.c_str()).getXfer() != EXS_Unknown ||
           std::ranges::find(options.extra_transfer_syntaxes, uid) != options.extra_transfer_syntaxes.end();
}

// Each context gets the first transfer syntax of the peer's list that can be taken, so that objects come as they are.
ContextAnswer answer_to(const ListenerOptions& options, Kind kind, const ProposedContext& proposed) {
    ContextAnswer answer{proposed.id, ContextResult::acceptance, proposed.transfer_syntaxes.front()};
    if (kind == Kind::not_taken) {
        answer.result = ContextResult::abstract_syntax_not_supported;
        return answer;
    }
    const auto chosen = std::ranges::find_if(
        proposed.transfer_syntaxes, [&](const auto& uid) { return takes_transfer_syntax(options, kind, uid); });
    if (chosen == proposed.transfer_syntaxes.end())
        answer.result = ContextResult::transfer_syntaxes_not_supported;
    else
        answer.transfer_syntax = *chosen;
    return answer;
}

// Whoever retrieves with C-GET provides Storage at the same time (PS3.4 C.5.3); we are user there, provider elsewhere.
Roles answer_to(const OfferedServices& offered, Kind kind, const Roles& proposed) {
    return {proposed.sop_class, proposed.user, proposed.provider && offered.retrieve && kind == Kind::storage};
}

// The request, or what went wrong; the peer has been told then.
tl::expected<AssociateRequest, std::string> await_request(PeerSocket& socket, const ListenerOptions& options) {
    const auto deadline = std::chrono::steady_clock::now() + options.negotiation_timeout;
    const auto wait_for = [&](std::size_t count) { return socket.ensure(count, OnStop::leave, deadline) == Io::ok; };
    if (!wait_for(1)) return tl::unexpected(std::string("nothing was asked in time"));
    if (socket.buffered()[0] != a_associate_rq) {
        write_abort(socket, AbortReason::unexpected_pdu);  // PS3.8 9.2.3, state 2, AA-1
        return tl::unexpected(std::string("began with something else than A-ASSOCIATE-RQ"));
    }
    if (!wait_for(pdu_header_size)) return tl::unexpected(std::string("the request did not come in time"));
    std::size_t length = 0;
    for (std::byte each : socket.buffered().subspan(2, 4)) length = length << 8U | std::to_integer<std::size_t>(each);
    socket.consume(pdu_header_size);
    // 128 contexts with all transfer syntaxes stay far below the buffer's 256 KiB.
    if (length > PeerSocket::buffer_size) {
        write_abort(socket, AbortReason::invalid_parameter_value);
        return tl::unexpected(std::string("the request is too long"));
    }
    if (!wait_for(length)) return tl::unexpected(std::string("the request did not come in time"));
    auto request = parse_associate_rq(socket.buffered().first(length));
    socket.consume(length);
    if (request) return std::move(*request);
    write_abort(socket, AbortReason::invalid_parameter_value);
    return tl::unexpected(std::string("the request is malformed"));
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

OfferedServices offered_by(const Services& services) {
    return {services.find != nullptr, services.retrieve != nullptr, services.commitment != nullptr};
}

tl::expected<EstablishedAssociation, NegotiationFailure> negotiate(
    PeerSocket& socket, const ListenerOptions& options, const OfferedServices& offered,
    const std::function<AssociationDecision(const AssociationRequest&)>& admit) {
    AssociationRequest peer{{}, {}, socket.peer_address(), socket.security()};
    const auto request = await_request(socket, options);
    if (!request) return tl::unexpected(NegotiationFailure{false, peer, request.error()});
    peer.called_ae = request->called_ae;
    peer.calling_ae = request->calling_ae;

    const auto reject = [&](const RejectCodes& codes) {
        socket.write(encode_associate_rj(codes.result, codes.source, codes.reason));
        return tl::unexpected(NegotiationFailure{true, peer, codes.name});
    };
    if ((request->protocol_version & 1U) == 0) return reject(wrong_protocol_version);
    if (request->application_context != UID_StandardApplicationContext) return reject(wrong_application_context);
    auto decision = decide(admit, peer);
    if (const auto* rejection = std::get_if<Rejection>(&decision)) return reject(codes_of(*rejection));

    EstablishedAssociation established{peer, std::move(std::get<Accepted>(decision).context), {}, request->max_pdu};
    AssociateAnswer answer{{}, options.max_pdu, options.implementation_class_uid, options.implementation_version, {}};
    std::set<std::string> provided;
    for (const auto& proposed : request->roles) {
        answer.roles.push_back(answer_to(offered, kind_of(options, offered, proposed.sop_class), proposed));
        if (answer.roles.back().provider) provided.insert(proposed.sop_class);
    }
    for (const auto& proposed : request->contexts) {
        const auto kind = kind_of(options, offered, proposed.abstract_syntax);
        answer.contexts.push_back(answer_to(options, kind, proposed));
        if (const auto& given = answer.contexts.back(); given.result == ContextResult::acceptance)
            established.contexts[given.id] = {
                proposed.abstract_syntax, given.transfer_syntax,
                kind == Kind::storage && proposed.abstract_syntax != sop_classes::verification,
                provided.contains(proposed.abstract_syntax)};
    }
    if (!socket.write(encode_associate_ac(*request, answer)))
        return tl::unexpected(NegotiationFailure{false, peer, "connection lost"});
    return established;
}

}  // namespace portico::dimse
