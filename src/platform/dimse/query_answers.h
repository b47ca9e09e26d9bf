// What a node answers to C-FIND, C-MOVE and C-GET over a QueryCall; the requestors with their connection set apart.
#pragma once

#include <string>
#include <string_view>

#include "platform/dimse/find_requestor.h"
#include "platform/dimse/query_call.h"
#include "platform/dimse/retrieve_requestor.h"

namespace portico::dimse {

Result<FindOutcome> find_over(QueryCall& call, std::string_view identifier, const FindLimits& limits,
                              const FindRequestor::Take& take);
Result<RetrieveOutcome> move_over(QueryCall& call, std::string_view identifier, const std::string& destination,
                                  const RequestLimits& limits, const OnProgress& on_progress);
Result<GetOutcome> get_over(QueryCall& call, std::string_view identifier, const GetTarget& target,
                            const RequestLimits& limits, const OnProgress& on_progress);

}  // namespace portico::dimse
