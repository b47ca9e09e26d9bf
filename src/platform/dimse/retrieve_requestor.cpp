#include "platform/dimse/retrieve_requestor.h"

#include "platform/dimse/query_answers.h"
#include "platform/dimse/sop_classes.h"

namespace portico::dimse {

MoveRequestor::MoveRequestor(std::unique_ptr<QueryCall> call) : call_(std::move(call)) {}
MoveRequestor::~MoveRequestor() = default;

Result<std::unique_ptr<MoveRequestor>> MoveRequestor::connect(const Peer& peer, QueryRoot root,
                                                              const CallOptions& options) {
    const auto sop_class = root == QueryRoot::study ? sop_classes::study_root_move : sop_classes::patient_root_move;
    PORTICO_TRY(auto call, QueryCall::connect(peer, sop_class, {}, options));
    return std::unique_ptr<MoveRequestor>(new MoveRequestor(std::move(call)));
}

const std::string& MoveRequestor::transfer_syntax() const { return call_->query_context().transfer_syntax; }

Result<RetrieveOutcome> MoveRequestor::move(std::string_view identifier, const std::string& destination,
                                            const RequestLimits& limits, const OnProgress& on_progress) {
    return move_over(*call_, identifier, destination, limits, on_progress);
}

void MoveRequestor::release() { call_->release(); }

GetRequestor::GetRequestor(std::unique_ptr<QueryCall> call) : call_(std::move(call)) {}
GetRequestor::~GetRequestor() = default;

Result<std::unique_ptr<GetRequestor>> GetRequestor::connect(const Peer& peer, QueryRoot root,
                                                            const std::vector<StorageContext>& contexts,
                                                            const CallOptions& options) {
    const auto sop_class = root == QueryRoot::study ? sop_classes::study_root_get : sop_classes::patient_root_get;
    PORTICO_TRY(auto call, QueryCall::connect(peer, sop_class, contexts, options));
    return std::unique_ptr<GetRequestor>(new GetRequestor(std::move(call)));
}

const std::string& GetRequestor::transfer_syntax() const { return call_->query_context().transfer_syntax; }

Result<GetOutcome> GetRequestor::get(std::string_view identifier, const GetTarget& target, const RequestLimits& limits,
                                     const OnProgress& on_progress) {
    return get_over(*call_, identifier, target, limits, on_progress);
}

void GetRequestor::release() { call_->release(); }

}  // namespace portico::dimse
