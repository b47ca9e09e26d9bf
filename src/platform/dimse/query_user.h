// What C-FIND, C-MOVE and C-GET as a user have in common (PS3.4 Annex C): other nodes are asked for studies.
// Identifiers are bytes here, in the transfer syntax that was agreed: nothing in this room parses a data set.
//
// Whoever asks is one thread; one request at a time. Errors of all requests: peer_failed (the node went away, fell
// silent, broke the protocol, or CallOptions::goes_on said no) after which the association is of no further use, and
// peer_refused (it answered with a status of failure), after which it may be asked again.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "core/result.h"
#include "platform/dimse/peer.h"

namespace portico::dimse {

struct CallOptions;

// The information model (PS3.4 C.6.1, C.6.2).
enum class QueryRoot { study, patient };

// What a request may take, and whether it is still wanted. CallOptions::idle_timeout holds within a message as well,
// and when CallOptions::goes_on says no, the association is aborted without a word.
struct RequestLimits {
    std::chrono::seconds silence{60};  // without the next message: peer_failed
    // From the request to its final answer. What takes longer, or is no longer wanted, is cancelled (C-CANCEL); a node
    // that does not end it soon then is aborted.
    std::chrono::seconds longest{600};
    std::chrono::seconds after_cancel{10};
    std::function<bool()> wanted = {};  // asked about twice a second; empty: yes
};

}  // namespace portico::dimse
