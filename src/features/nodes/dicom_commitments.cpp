#include "features/nodes/api/dicom_commitments.h"

#include <algorithm>

#include "features/access/access.h"
#include "features/nodes/commitment_check.h"
#include "features/nodes/data_set_source.h"
#include "features/nodes/node_context.h"
#include "features/nodes/node_jobs.h"
#include "features/nodes/node_store.h"
#include "platform/crypto/random.h"
#include "platform/db/database.h"
#include "platform/dimse/commitment_reporter.h"
#include "platform/jobs/workers.h"

namespace portico::nodes {
namespace {

using CommitmentId = Id<struct CommitmentTag>;

constexpr std::string_view job_kind = "studies.report_commitment";
// The association that asked has this long before the job takes over.
constexpr std::int64_t head_start_seconds = 60;

struct KeptOrder {
    CommitmentId id;
    TenantId tenant;
    AeTitleId node;
    CommitmentOrder order;
};

// A line each: SOP Class UID, space, SOP Instance UID.
std::string as_text(const std::vector<ObjectReference>& objects) {
    std::string text;
    for (const auto& object : objects) text += object.sop_class + ' ' + object.sop_instance + '\n';
    return text;
}

std::vector<ObjectReference> from_text(std::string_view text) {
    std::vector<ObjectReference> objects;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        const auto space = line.find(' ');
        objects.push_back({std::string(line.substr(0, space)), std::string(line.substr(space + 1))});
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return objects;
}

void enqueue(const jobs::Queue& queue, db::Session& session, const KeptOrder& kept, std::optional<Timestamp> run_at) {
    jobs::Job job;
    job.kind = job_kind;
    job.queue = node_jobs_queue;
    job.payload = node_job_payload(kept.tenant, kept.id.text());
    job.dedupe_key = kept.id.text();
    job.on_duplicate = jobs::OnDuplicate::reschedule;
    job.run_at = run_at;
    queue.enqueue(session, job);
}

// The row is gone and the trail knows what was said.
AuditEvent settled(db::Session& session, const KeptOrder& kept, const std::string& node,
                   const std::vector<std::uint16_t>& reasons) {
    session.exec("DELETE FROM storage_commitment WHERE tenant_id = ? AND id = ?", kept.tenant, kept.id);
    const auto safe = std::ranges::count(reasons, 0);
    AuditEvent event;
    event.code = "dicom.committed";
    event.caller.kind = CallerKind::dicom_node;
    event.caller.tenant = kept.tenant;
    event.caller.name = node;
    event.tenant = kept.tenant;
    event.object = kept.node.text();
    event.outcome = safe == std::ssize(reasons) ? Outcome::success : Outcome::failure;
    event.details = {
        {"node", node}, {"safe", std::to_string(safe)}, {"failed", std::to_string(std::ssize(reasons) - safe)}};
    return event;
}

class NodeCommitment final : public dimse::Commitment {
public:
    NodeCommitment(db::UnitsOfWork& units, storage::BlobStore& blobs, const jobs::Queue& queue, KeptOrder kept,
                   NodeContext node, bool explicit_vr)
        : units_(units),
          blobs_(blobs),
          queue_(queue),
          kept_(std::move(kept)),
          node_(std::move(node)),
          explicit_vr_(explicit_vr) {}

    ~NodeCommitment() override {
        if (delivered_) return;
        try {
            auto unit = units_.begin();
            enqueue(queue_, unit.session(), kept_, std::nullopt);
            unit.commit_technical();
        } catch (const std::exception&) {
            return;  // it stands in the queue already, for later
        }
    }

    Result<std::optional<dimse::CommitmentReport>> step() override {
        const auto scope = access::SystemScopes::for_machine(node_.sender.caller);
        if (reasons_.size() < kept_.order.objects.size()) {
            const auto& object = kept_.order.objects[reasons_.size()];
            reasons_.push_back(
                reason_of(studies::check_kept(units_, blobs_, scope, object.sop_class, object.sop_instance)));
            if (reasons_.size() < kept_.order.objects.size()) return std::nullopt;
        }
        return report_of(kept_.order, reasons_, node_.called, explicit_vr_);
    }

    void delivered() override {
        auto unit = units_.begin();
        unit.commit(settled(unit.session(), kept_, node_.sender.name, reasons_));
        delivered_ = true;
    }

private:
    db::UnitsOfWork& units_;
    storage::BlobStore& blobs_;
    const jobs::Queue& queue_;
    KeptOrder kept_;
    NodeContext node_;
    bool explicit_vr_;
    std::vector<std::uint16_t> reasons_;
    bool delivered_ = false;
};

std::optional<KeptOrder> find_order(db::Session& session, const TenantId& tenant, const CommitmentId& id) {
    auto row = session.first<AeTitleId, std::string, std::string>(
        "SELECT ae_title_id, transaction_uid, objects FROM storage_commitment WHERE tenant_id = ? AND id = ?", tenant,
        id);
    if (!row) return std::nullopt;
    return KeptOrder{id, tenant, std::get<0>(*row), {std::get<1>(*row), from_text(std::get<2>(*row))}};
}

}  // namespace

Result<std::unique_ptr<dimse::Commitment>> DicomCommitments::request(const std::any& context,
                                                                     const dimse::AssociationRequest&,
                                                                     const dimse::CommitmentRequest& request) {
    const auto& node = node_of(context);
    if (!node.may_store) return fail(portico::errors::forbidden, "this node may not store");
    const bool explicit_vr = request.transfer_syntax == "1.2.840.10008.1.2.1";
    PORTICO_TRY(auto order, read_order(request.action_information, explicit_vr));
    KeptOrder kept{crypto::new_id<CommitmentId>(clock_), node.tenant(), node.id, std::move(order)};
    auto unit = units_.begin();
    unit.session().exec(
        "INSERT INTO storage_commitment (id, tenant_id, ae_title_id, transaction_uid, objects, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        kept.id, kept.tenant, kept.node, kept.order.transaction_uid, as_text(kept.order.objects), clock_.now());
    enqueue(queue_, unit.session(), kept, clock_.now().plus_seconds(head_start_seconds));
    unit.commit_technical();
    return std::make_unique<NodeCommitment>(units_, blobs_, queue_, std::move(kept), node, explicit_vr);
}

void DicomCommitments::serve(jobs::Workers& workers, const Calling& calling) {
    workers.handle(std::string(job_kind), [this, calling](jobs::RunningJob& job) {
        const auto [tenant, id] = read_node_job(job);
        std::optional<KeptOrder> kept;
        std::optional<AeTitle> node;
        {
            auto session = units_.database().read();
            kept = find_order(session, tenant, CommitmentId::trusted(id));
            if (!kept) return;  // answered over its own association
            node = store::find_node(session, tenant, kept->node);
        }
        if (!node || !*node->enabled) throw jobs::GiveUp("the node is not registered any more");
        if (!node->host || !node->port) throw jobs::GiveUp("the node has no address");
        const auto peer = peer_of(*node, calling);
        if (!peer) throw jobs::GiveUp(std::string(peer.error().kind().code));
        std::vector<std::uint16_t> reasons;
        const auto scope = access::SystemScopes::for_worker(tenant);
        for (const auto& object : kept->order.objects) {
            if (job.stopping()) throw std::runtime_error("the server stops");
            reasons.push_back(
                reason_of(studies::check_kept(units_, blobs_, scope, object.sop_class, object.sop_instance)));
        }
        dimse::CallOptions options;
        options.tls = calling.tls;
        options.goes_on = [&job] { return !job.stopping(); };
        const auto told =
            dimse::report_commitment(*peer, report_of(kept->order, reasons, node->called, false), options);
        if (!told) throw std::runtime_error(std::string(told.error().kind().code) + ": " + told.error().detail());
        auto unit = units_.begin();
        unit.audit(settled(unit.session(), *kept, node->calling, reasons));
        job.complete_in(unit);
        unit.commit_technical();
    });
}

}  // namespace portico::nodes
