#include "features/nodes/sending_store.h"

#include <algorithm>
#include <array>

namespace portico::nodes::store {
namespace {

constexpr std::array state_keys{std::pair{SendingState::waiting, std::string_view("waiting")},
                                std::pair{SendingState::sending, std::string_view("sending")},
                                std::pair{SendingState::done, std::string_view("done")},
                                std::pair{SendingState::incomplete, std::string_view("incomplete")},
                                std::pair{SendingState::failed, std::string_view("failed")}};

std::string_view key_of(TargetKind kind) { return kind == TargetKind::dicom ? "dicom" : "dicomweb"; }
TargetKind kind_of(std::string_view key) { return key == "dicom" ? TargetKind::dicom : TargetKind::dicomweb; }

std::string_view key_of(SendingState state) {
    return std::ranges::find(state_keys, state, &std::pair<SendingState, std::string_view>::first)->second;
}

SendingState state_of(std::string_view key) {
    const auto found = std::ranges::find(state_keys, key, &std::pair<SendingState, std::string_view>::second);
    return found == state_keys.end() ? SendingState::failed : found->first;
}

constexpr std::int64_t most_shown = 100;

}  // namespace

void add_sending(db::Session& session, const TenantId& tenant, const Sending& sending, const StudyId& study,
                 const TargetId& target) {
    session.exec(
        "INSERT INTO study_sending (id, tenant_id, study_id, ae_title_id, target_kind, node_name, patient_id, "
        "requested_by, state,"
        " created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        sending.id, tenant, study, target, key_of(sending.kind), sending.node_name, sending.patient_id,
        sending.requested_by, key_of(sending.state), sending.created_at, sending.changed_at);
}

std::vector<Sending> sendings_of(db::Session& session, const TenantId& tenant, const StudyId& study) {
    using Text = std::string;
    using Number = std::int64_t;
    return session.map<SendingId, Text, Text, Text, Text, Text, Number, Number, Number, Text, Timestamp, Timestamp>(
        db::Sql("SELECT id, target_kind, node_name, requested_by, patient_id, state, total, sent, failed, problem, "
                "created_at, changed_at"
                " FROM study_sending WHERE tenant_id = ? AND study_id = ? ORDER BY created_at DESC, id DESC LIMIT ?",
                tenant, study, most_shown),
        [](SendingId id, const Text& kind, Text node, Text by, Text patient, const Text& state, Number total,
           Number sent, Number failed, Text problem, Timestamp created, Timestamp changed) {
            Sending sending;
            sending.id = std::move(id);
            sending.kind = kind_of(kind);
            sending.node_name = std::move(node);
            sending.requested_by = std::move(by);
            sending.patient_id = std::move(patient);
            sending.state = state_of(state);
            sending.total = total;
            sending.sent = sent;
            sending.failed = failed;
            sending.problem = std::move(problem);
            sending.created_at = created;
            sending.changed_at = changed;
            return sending;
        });
}

std::optional<SendingOrder> find_sending(db::Session& session, const TenantId& tenant, const SendingId& id) {
    using Text = std::string;
    auto row = session.first<StudyId, TargetId, Text, Text, Text, Text>(
        "SELECT study_id, ae_title_id, target_kind, requested_by, patient_id, state FROM study_sending"
        " WHERE tenant_id = ? AND id = ?",
        tenant, id);
    if (!row) return std::nullopt;
    auto& [study, target, kind, by, patient, state] = *row;
    return SendingOrder{id, study, kind_of(kind), target, by, patient, state_of(state)};
}

void note_progress(db::Session& session, const TenantId& tenant, const SendingId& id, const SendingProgress& progress,
                   Timestamp now) {
    session.exec(
        "UPDATE study_sending SET state = ?, total = ?, sent = ?, failed = ?, problem = ?, changed_at = ?"
        " WHERE tenant_id = ? AND id = ?",
        key_of(progress.state), progress.total, progress.sent, progress.failed, progress.problem, now, tenant, id);
}

}  // namespace portico::nodes::store
