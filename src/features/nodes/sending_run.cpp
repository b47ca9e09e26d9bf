#include "features/nodes/sending_run.h"

#include "features/nodes/data_set_source.h"
#include "features/nodes/node_store.h"
#include "features/studies/api/changed_contents.h"
#include "features/studies/api/leaving.h"
#include "platform/db/database.h"
#include "platform/dimse/requestor.h"
#include "platform/dimse/store_sender.h"

namespace portico::nodes {
namespace {

constexpr std::int64_t note_milliseconds = 1000;  // progress in the database is that coarse

// The receiver's ID is not one of our issuer's.
dicom::Corrections change_of_patient(const std::string& patient_id, Timestamp now) {
    dicom::Corrections change;
    change.values = {{dicom::tags::patient_id, patient_id}, {dicom::tags::issuer_of_patient_id, ""}};
    change.reason = dicom::Corrections::Reason::coerce;
    change.time = now;
    change.system = "PORTICO";
    return change;
}

}  // namespace

Result<Target> find_target(db::Session& session, const TenantId& tenant, const TargetId& id,
                           const crypto::KeyRing& keys, const Calling& calling) {
    if (auto node = store::find_node(session, tenant, AeTitleId::trusted(id.text()))) {
        if (!*node->enabled || !node->host || !node->port) return fail(errors::node_not_callable);
        Target target;
        target.name = node->calling;
        target.address = *node->host + ":" + std::to_string(*node->port);
        target.peer = std::move(*node);
        return target;
    }
    const auto server = store::find_server(session, tenant, DicomwebServerId::trusted(id.text()));
    if (!server) return fail(portico::errors::not_found);
    if (!server->enabled || !server->may_send) return fail(errors::node_not_callable);
    PORTICO_TRY(auto peer, peer_of(*server, keys, calling));
    Target target;
    target.name = server->name;
    target.address = peer.server.base.origin();
    target.peer = std::move(peer);
    return target;
}

AuditEvent sending_event(std::string code, const Caller& caller, const TenantId& tenant, const StudyAccess& access,
                         const TargetId& id, const Target& target) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = caller;
    event.tenant = tenant;
    event.study = access.study().text();
    event.object = id.text();
    event.details = {{"to", target.name}, {"address", target.address}};
    return event;
}

SendingRun::SendingRun(const SendingServices& services, TenantId tenant, store::SendingOrder order)
    : services_(services), tenant_(std::move(tenant)), order_(std::move(order)) {
    caller_.kind = CallerKind::system;
    caller_.tenant = tenant_;
    caller_.permissions = {Permission::view_studies};
    caller_.name = order_.requested_by;
    if (!order_.patient_id.empty()) change_ = change_of_patient(order_.patient_id, services_.clock.now());
}

Result<void> SendingRun::perform(const std::function<bool()>& goes_on) {
    PORTICO_CHECK(prepare());
    if (const auto* node = std::get_if<AeTitle>(&target_->peer))
        PORTICO_CHECK(send_by_dimse(*node, goes_on));
    else
        PORTICO_CHECK(send_by_web(std::get<DicomwebPeer>(target_->peer), goes_on));
    progress.state = progress.failed == 0 ? SendingState::done : SendingState::incomplete;
    return {};
}

bool SendingRun::still_wanted() {
    auto session = services_.units.database().read();
    return find_target(session, tenant_, order_.target, services_.keys, services_.calling).has_value();
}

Result<void> SendingRun::prepare() {
    auto session = services_.units.database().read();
    PORTICO_TRY(target_, find_target(session, tenant_, order_.target, services_.keys, services_.calling));
    PORTICO_TRY(auto access, studies::open_released(session, services_.access, caller_, order_.study));
    patient_ = studies::patient_of(session, access);
    for (const auto& series : services_.archive.series(session, access))
        for (auto& instance : services_.archive.instances(session, access, series.id)) {
            series_.push_back(series.series_instance_uid);
            headers_.push_back(header_of(std::move(instance)));
        }
    if (headers_.empty()) return fail(portico::errors::not_found, "nothing to send");
    access_ = std::move(access);
    progress.total = std::ssize(headers_);
    return {};
}

Result<void> SendingRun::send_by_dimse(const AeTitle& node, const std::function<bool()>& goes_on) {
    dimse::CallOptions options;
    options.tls = services_.calling.tls;
    options.goes_on = goes_on;
    PORTICO_TRY(const auto peer, peer_of(node, services_.calling));
    PORTICO_TRY(auto sender, dimse::StoreSender::connect(peer, headers_, options));
    tell("C-STORE");
    for (std::size_t n = 0; n < headers_.size(); ++n) PORTICO_CHECK(send_one(*sender, n));
    sender->release();
    return {};
}

// What is damaged here or refused there is counted, and the others go on.
Result<void> SendingRun::send_one(dimse::StoreSender& sender, std::size_t index) {
    const auto syntax = sender.syntax_for(headers_[index]);
    if (!syntax) {
        note_failure("transfer_syntax_not_accepted");
        return {};
    }
    auto opened = open(index, &*syntax);
    if (!opened && opened.error().is(studies::errors::content_damaged)) {
        note_failure(studies::errors::content_damaged.code);
        return {};
    }
    PORTICO_TRY(auto content, std::move(opened));
    const auto source = data_set_source(std::move(content));
    PORTICO_TRY(const auto status, sender.send(headers_[index], *source, {}));
    if (dimse::result_of_status(status) == dimse::StoreResult::failed)
        note_failure(fmt::format("status_{:04x}", status));
    else
        ++progress.sent;
    note();
    return {};
}

Result<void> SendingRun::check_right() {
    auto session = services_.units.database().read();
    PORTICO_CHECK(studies::open_released(session, services_.access, caller_, order_.study));
    return {};
}

Result<studies::Content> SendingRun::open(std::size_t index, const std::string* transfer_syntax) {
    PORTICO_CHECK(check_right());
    std::optional<studies::InstanceRecord> instance;
    {
        auto session = services_.units.database().read();
        instance = services_.archive.find_instance(session, *access_, series_[index], headers_[index].sop_instance);
    }
    if (!instance || instance->transfer_syntax_uid != headers_[index].transfer_syntax)
        return fail(portico::errors::conflict, "the study has changed meanwhile");
    const auto& archive = services_.archive;
    const studies::ChangedContents changed(services_.units, services_.blobs);
    if (transfer_syntax == nullptr)
        return change_ ? changed.content(*access_, *instance, *change_) : archive.content(*instance);
    return change_ ? changed.data_set(*access_, *instance, *transfer_syntax, *change_)
                   : archive.data_set(*access_, *instance, *transfer_syntax);
}

void SendingRun::note_failure(std::string_view problem, std::int64_t objects) {
    progress.failed += objects;
    progress.problem = problem;
}

void SendingRun::tell(std::string_view operation) {
    auto event = sending_event("study.sent", caller_, tenant_, *access_, order_.target, *target_);
    event.patient = patient_;
    event.details.emplace_back("objects", std::to_string(headers_.size()));
    event.details.emplace_back("operation", operation);
    if (!order_.patient_id.empty()) event.details.emplace_back("patientId", order_.patient_id);
    auto unit = services_.units.begin();
    store::note_progress(unit.session(), tenant_, order_.id, progress, services_.clock.now());
    unit.commit(std::move(event));
    noted_at_ = services_.clock.now();
}

void SendingRun::note() {
    const auto now = services_.clock.now();
    if (now.milliseconds - noted_at_.milliseconds < note_milliseconds) return;
    noted_at_ = now;
    auto unit = services_.units.begin();
    store::note_progress(unit.session(), tenant_, order_.id, progress, now);
    unit.commit_technical();
}

}  // namespace portico::nodes
