// What a Storage Commitment asks for and what is said to it (PS3.4 Annex J); for this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "features/studies/api/safekeeping.h"
#include "platform/dimse/commitment_service.h"

namespace portico::nodes {

struct ObjectReference {
    std::string sop_class, sop_instance;
};
struct CommitmentOrder {
    std::string transaction_uid;
    std::vector<ObjectReference> objects;
};

namespace errors {
inline constexpr ErrorKind commitment_incomplete{"commitment_incomplete", 400, 0x0115,
                                                 "Transaction UID or references are missing or not valid."};
}

// The action information. Errors: commitment_incomplete and those of reading identifiers.
Result<CommitmentOrder> read_order(std::string_view action_information, bool explicit_vr);

// 0: safe. Else the reason (PS3.3 C.14.1.1): 0x0112 not there, 0x0119 of another class, 0x0110 damaged or unreadable.
std::uint16_t reason_of(studies::Kept kept);

// `reasons` are those of the order's objects. `retrieve_ae`: where they can be had.
dimse::CommitmentReport report_of(const CommitmentOrder& order, const std::vector<std::uint16_t>& reasons,
                                  const std::string& retrieve_ae, bool explicit_vr);

}  // namespace portico::nodes
