// What every use of DCMTK's network module in this room goes through: its settings and its global state.
#pragma once

#include <mutex>

struct T_ASC_Network;
class OFCondition;

namespace portico::dimse {

// Process-wide settings; cheap to call again.
void prepare_dcmtk();

// Making a network touches globals of DCMTK, and an accepted socket is handed over in one: hold this meanwhile, and
// never while waiting for a peer.
std::mutex& dcmtk_gate();

// A network for one outgoing association; waits for connections at most `seconds`.
OFCondition initialize_requestor(T_ASC_Network** network, int seconds);

}  // namespace portico::dimse
