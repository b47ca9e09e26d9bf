#include "features/nodes/api/dicom_nodes.h"

#include "features/access/access.h"
#include "features/nodes/node_context.h"
#include "features/nodes/node_store.h"
#include "platform/db/database.h"

namespace portico::nodes {
namespace {

constexpr std::int64_t note_seconds = 60;  // last_seen_at is that coarse

class NodeObject final : public dimse::IncomingObject {
public:
    NodeObject(studies::Receiver& receiver, const studies::Sender& sender, storage::Staged staged)
        : receiver_(receiver), sender_(sender), staged_(std::move(staged)) {}

    Result<void> write(std::span<const std::byte> data) override { return staged_.write(data); }

    Result<void> finish() override {
        std::vector<storage::Staged> objects;
        objects.push_back(std::move(staged_));
        auto outcomes =
            receiver_.receive(access::SystemScopes::for_machine(sender_.caller), sender_, std::move(objects));
        const auto& outcome = outcomes.front();
        if (!outcome.ok()) return fail(*outcome.error, outcome.detail);
        return {};
    }

private:
    studies::Receiver& receiver_;
    studies::Sender sender_;
    storage::Staged staged_;
};

// Late and coarse on purpose: a modality opens an association for every image.
void note_seen(db::UnitsOfWork& units, const AeTitle& node, Timestamp now) {
    if (node.last_seen_at && now.milliseconds - node.last_seen_at->milliseconds < note_seconds * 1000) return;
    try {
        auto unit = units.begin();
        unit.session().exec("UPDATE ae_title SET last_seen_at = ? WHERE id = ?", now, node.id);
        unit.commit_technical();
    } catch (const db::DbError&) {
        return;  // no reason to turn a node away
    }
}

bool lets_in(const AeTitle& node, const dimse::AssociationRequest& request) {
    if (!*node.enabled || (node.host && node.host != normal_address(request.peer_address))) return false;
    // A certificate is only shown under TLS.
    if (node.certificate_sha256) return *node.certificate_sha256 == request.security.certificate_sha256;
    return request.security.tls || !*node.require_tls;
}

}  // namespace

dimse::AssociationDecision DicomNodes::admit(const dimse::AssociationRequest& request) {
    std::optional<TenantId> tenant;
    std::optional<AeTitle> node;
    try {
        auto session = units_.database().read();
        tenant =
            session.first_value<TenantId>("SELECT tenant_id FROM called_ae_title WHERE called = ?", request.called_ae);
        node = store::find_node(session, request.called_ae, request.calling_ae);
    } catch (const db::DbError& error) {
        // Titles that are no text are nobody's.
        if (error.kind() == db::DbErrorKind::invalid_text) return dimse::Rejection::called_ae_title_not_recognized;
        return dimse::Rejection::temporary_congestion;
    }
    if (!tenant) return dimse::Rejection::called_ae_title_not_recognized;
    if (!node || !lets_in(*node, request)) return dimse::Rejection::calling_ae_title_not_recognized;
    note_seen(units_, *node, clock_.now());
    NodeContext context;
    context.id = node->id;
    context.called = request.called_ae;
    context.may_store = *node->may_store;
    context.peer = request;
    context.sender.name = request.calling_ae;
    context.sender.announced = true;
    context.sender.caller.kind = CallerKind::dicom_node;
    context.sender.caller.tenant = tenant;
    context.sender.caller.name = request.calling_ae;
    context.sender.caller.address = request.peer_address;
    context.sender.caller.device = request.calling_ae;
    return dimse::Accepted{std::move(context)};
}

bool DicomNodes::still_admitted(const std::any& context) {
    const auto& node = node_of(context);
    auto session = units_.database().read();
    const auto row = store::find_node(session, node.tenant(), node.id);
    // One that may not send any more is cut off: what it may otherwise do is told when it comes again.
    return row && lets_in(*row, node.peer) && (*row->may_store || !node.may_store);
}

Result<std::unique_ptr<dimse::IncomingObject>> DicomNodes::begin(const std::any& context,
                                                                 const dimse::AssociationRequest&,
                                                                 const dimse::IncomingHeader&) {
    const auto& node = node_of(context);
    if (!node.may_store) return fail(portico::errors::forbidden, "this node may not store");
    PORTICO_TRY(auto staged, receiver_.stage());
    return std::make_unique<NodeObject>(receiver_, node.sender, std::move(staged));
}

}  // namespace portico::nodes
