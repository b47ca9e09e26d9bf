// The rows of study_sending. SQL only.
#pragma once

#include <optional>
#include <vector>

#include "features/nodes/api/study_sendings.h"
#include "platform/db/session.h"

namespace portico::nodes::store {

struct SendingOrder {
    SendingId id;
    StudyId study;
    TargetKind kind = TargetKind::dicom;
    TargetId target;
    std::string requested_by, patient_id;
    SendingState state = SendingState::waiting;
};
struct SendingProgress {
    SendingState state = SendingState::sending;
    std::int64_t total = 0, sent = 0, failed = 0;
    std::string problem;
};

void add_sending(db::Session&, const TenantId&, const Sending&, const StudyId&, const TargetId&);
std::vector<Sending> sendings_of(db::Session&, const TenantId&, const StudyId&);  // newest first
std::optional<SendingOrder> find_sending(db::Session&, const TenantId&, const SendingId&);
void note_progress(db::Session&, const TenantId&, const SendingId&, const SendingProgress&, Timestamp);

}  // namespace portico::nodes::store
