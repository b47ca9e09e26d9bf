// C-FIND as a user (PS3.4 C.4.1): which studies, series or objects another node has.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/dimse/query_user.h"

namespace portico::dimse {

class QueryCall;

struct FindLimits {
    RequestLimits request = {};
    std::size_t most_answers = 1000;             // then the rest is cancelled
    std::size_t most_answer_bytes = 256 * 1024;  // of one identifier; a longer one breaks the protocol
};

struct FindOutcome {
    std::size_t answers = 0;         // that were handed out
    bool complete = true;            // false: cancelled, there may be more
    bool all_keys_supported = true;  // false: some answer came as 0xFF01, optional keys were not matched
};

// One association; used by one thread.
class FindRequestor {
public:
    // Errors: peer_unreachable, peer_rejected, peer_failed, peer_unsupported, tls_failed.
    static Result<std::unique_ptr<FindRequestor>> connect(const Peer& peer, QueryRoot root, const CallOptions& options);
    ~FindRequestor();  // aborts, unless released

    // Of identifiers, in and out: implicit or explicit VR little endian, as the node chose.
    const std::string& transfer_syntax() const;

    // One answer's identifier, valid during the call; no: enough, the rest is cancelled.
    using Take = std::function<bool(std::string_view identifier)>;
    // May be called again for the next query. Errors: see query_user.h.
    Result<FindOutcome> find(std::string_view identifier, const FindLimits& limits, const Take& take);
    void release();

private:
    explicit FindRequestor(std::unique_ptr<QueryCall> call);
    std::unique_ptr<QueryCall> call_;
};

}  // namespace portico::dimse
