#include "platform/dimse/dcmtk_network.h"

#include <dcmtk/config/osconfig.h>
// osconfig.h comes first.
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dul.h>
#include <dcmtk/ofstd/ofstd.h>

#include <mutex>

namespace portico::dimse {

OFCondition initialize_requestor(T_ASC_Network** network, int seconds) {
    // The first network that is made initialises globals of DCMTK.
    static std::mutex gate;
    std::lock_guard lock(gate);
    OFStandard::initializeNetwork();
    dcmDisableGethostbyaddr.set(OFTrue);  // a reverse look-up blocks for seconds and proves nothing
    dcmTCPWrapperDaemonName.set(nullptr);
    dcmConnectionTimeout.set(seconds);
    return ASC_initializeNetwork(NET_REQUESTOR, 0, seconds, network);
}

}  // namespace portico::dimse
