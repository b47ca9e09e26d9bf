#include "platform/dimse/dcmtk_network.h"

#include <dcmtk/config/osconfig.h>
// osconfig.h comes first.
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dul.h>
#include <dcmtk/ofstd/ofstd.h>

namespace portico::dimse {

void prepare_dcmtk() {
    static std::once_flag once;
    std::call_once(once, [] {
        OFStandard::initializeNetwork();
        dcmDisableGethostbyaddr.set(OFTrue);  // a reverse look-up blocks for seconds and proves nothing
        dcmTCPWrapperDaemonName.set(nullptr);
        dcmConnectionTimeout.set(10);
    });
}

std::mutex& dcmtk_gate() {
    static std::mutex gate;
    return gate;
}

OFCondition initialize_requestor(T_ASC_Network** network, int seconds) {
    prepare_dcmtk();
    std::lock_guard lock(dcmtk_gate());
    return ASC_initializeNetwork(NET_REQUESTOR, 0, seconds, network);
}

}  // namespace portico::dimse
