#include "platform/dimse/find_requestor.h"

#include "platform/dimse/query_answers.h"
#include "platform/dimse/sop_classes.h"

namespace portico::dimse {

FindRequestor::FindRequestor(std::unique_ptr<QueryCall> call) : call_(std::move(call)) {}
FindRequestor::~FindRequestor() = default;

Result<std::unique_ptr<FindRequestor>> FindRequestor::connect(const Peer& peer, QueryRoot root,
                                                              const CallOptions& options) {
    const auto sop_class = root == QueryRoot::study ? sop_classes::study_root_find : sop_classes::patient_root_find;
    PORTICO_TRY(auto call, QueryCall::connect(peer, sop_class, {}, options));
    return std::unique_ptr<FindRequestor>(new FindRequestor(std::move(call)));
}

const std::string& FindRequestor::transfer_syntax() const { return call_->query_context().transfer_syntax; }

Result<FindOutcome> FindRequestor::find(std::string_view identifier, const FindLimits& limits, const Take& take) {
    return find_over(*call_, identifier, limits, take);
}

void FindRequestor::release() { call_->release(); }

}  // namespace portico::dimse
