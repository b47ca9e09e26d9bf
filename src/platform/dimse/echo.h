// C-ECHO as a user: "does that node answer?"
#pragma once

#include <chrono>

#include "core/result.h"
#include "platform/dimse/peer.h"

namespace portico::dimse {

// Blocks up to about twice the timeout. The error's detail says what the peer said.
Result<void> echo_scu(const Peer& peer, std::chrono::seconds timeout = std::chrono::seconds(10));

}  // namespace portico::dimse
