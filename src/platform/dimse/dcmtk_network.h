// DCMTK's network module, as far as it is used here: to ask others for associations.
#pragma once

struct T_ASC_Network;
class OFCondition;

namespace portico::dimse {

// A network for one outgoing association; waits for connections at most `seconds`.
OFCondition initialize_requestor(T_ASC_Network** network, int seconds);

}  // namespace portico::dimse
