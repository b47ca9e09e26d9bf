#include "features/studies/api/dicom_nodes.h"

#include "features/access/access.h"
#include "features/studies/api/ae_titles.h"
#include "platform/db/database.h"

namespace portico::studies {
namespace {

constexpr std::int64_t note_seconds = 60;  // last_seen_at is that coarse

// The registered node behind an association; its context.
struct Node {
    Sender sender;
};

struct Registration {
    AeTitleId id;
    std::optional<std::string> host;
    std::optional<Timestamp> last_seen_at;
};

class NodeObject final : public dimse::IncomingObject {
public:
    NodeObject(Receiver& receiver, const Sender& sender, storage::Staged staged)
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
    Receiver& receiver_;
    Sender sender_;
    storage::Staged staged_;
};

// Late and coarse on purpose: a modality opens an association for every image.
void note_seen(db::UnitsOfWork& units, const Registration& node, Timestamp now) {
    if (node.last_seen_at && now.milliseconds - node.last_seen_at->milliseconds < note_seconds * 1000) return;
    try {
        auto unit = units.begin();
        unit.session().exec("UPDATE ae_title SET last_seen_at = ? WHERE id = ?", now, node.id);
        unit.commit_technical();
    } catch (const db::DbError&) {
        return;  // no reason to turn a node away
    }
}

}  // namespace

dimse::AssociationDecision DicomNodes::admit(const dimse::AssociationRequest& request) {
    std::optional<TenantId> tenant;
    std::optional<Registration> node;
    try {
        auto session = units_.database().read();
        tenant =
            session.first_value<TenantId>("SELECT tenant_id FROM called_ae_title WHERE called = ?", request.called_ae);
        auto row = session.first<AeTitleId, std::optional<std::string>, std::optional<Timestamp>>(
            "SELECT id, host, last_seen_at FROM ae_title WHERE called = ? AND calling = ?", request.called_ae,
            request.calling_ae);
        if (row) node = Registration{std::get<0>(*row), std::get<1>(*row), std::get<2>(*row)};
    } catch (const db::DbError& error) {
        // Titles that are no text are nobody's.
        if (error.kind() == db::DbErrorKind::invalid_text) return dimse::Rejection::called_ae_title_not_recognized;
        return dimse::Rejection::temporary_congestion;
    }
    if (!tenant) return dimse::Rejection::called_ae_title_not_recognized;
    if (!node) return dimse::Rejection::calling_ae_title_not_recognized;
    if (node->host && node->host != normal_address(request.peer_address))
        return dimse::Rejection::calling_ae_title_not_recognized;
    note_seen(units_, *node, clock_.now());
    Node context;
    context.sender.name = request.calling_ae;
    context.sender.announced = true;
    context.sender.caller.kind = CallerKind::dicom_node;
    context.sender.caller.tenant = tenant;
    context.sender.caller.name = request.calling_ae;
    context.sender.caller.address = request.peer_address;
    context.sender.caller.device = request.calling_ae;
    return dimse::Accepted{std::move(context)};
}

Result<std::unique_ptr<dimse::IncomingObject>> DicomNodes::begin(const std::any& context,
                                                                 const dimse::AssociationRequest&,
                                                                 const dimse::IncomingHeader&) {
    const auto& node = std::any_cast<const Node&>(context);
    PORTICO_TRY(auto staged, receiver_.stage());
    return std::make_unique<NodeObject>(receiver_, node.sender, std::move(staged));
}

}  // namespace portico::studies
