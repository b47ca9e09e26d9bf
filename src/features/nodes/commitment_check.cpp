#include "features/nodes/commitment_check.h"

#include "platform/dicom/identifier.h"
#include "platform/dicom/uid.h"

namespace portico::nodes {
namespace {

using dicom::Identifier;
using dicom::Tag;

constexpr Tag transaction_uid{0x0008, 0x1195}, retrieve_ae_title{0x0008, 0x0054};
constexpr Tag referenced{0x0008, 0x1199}, failed{0x0008, 0x1198}, failure_reason{0x0008, 0x1197};
constexpr Tag referenced_class{0x0008, 0x1150}, referenced_instance{0x0008, 0x1155};

constexpr dicom::IdentifierLimits order_limits{.bytes = dimse::most_commitment_bytes, .depth = 3, .elements = 60'000};

}  // namespace

Result<CommitmentOrder> read_order(std::string_view action_information, bool explicit_vr) {
    PORTICO_TRY(const auto information, dicom::parse_identifier(action_information, explicit_vr, order_limits));
    CommitmentOrder order;
    order.transaction_uid = information.text(transaction_uid);
    const auto* references = information.find(referenced);
    if (!dicom::is_acceptable_uid(order.transaction_uid) || references == nullptr || references->items.empty())
        return fail(errors::commitment_incomplete);
    for (const auto& item : references->items) {
        ObjectReference object{std::string(item.text(referenced_class)), std::string(item.text(referenced_instance))};
        if (!dicom::is_acceptable_uid(object.sop_class) || !dicom::is_acceptable_uid(object.sop_instance))
            return fail(errors::commitment_incomplete, "a reference without valid UIDs");
        order.objects.push_back(std::move(object));
    }
    return order;
}

std::uint16_t reason_of(studies::Kept kept) {
    switch (kept) {
        case studies::Kept::whole:
            return 0;
        case studies::Kept::not_there:
            return 0x0112;
        case studies::Kept::of_another_class:
            return 0x0119;
        case studies::Kept::damaged:
            break;
    }
    return 0x0110;
}

dimse::CommitmentReport report_of(const CommitmentOrder& order, const std::vector<std::uint16_t>& reasons,
                                  const std::string& retrieve_ae, bool explicit_vr) {
    std::vector<Identifier> safe, lost;
    for (std::size_t n = 0; n < order.objects.size(); ++n) {
        Identifier item;
        item.put(referenced_class, "UI", order.objects[n].sop_class);
        item.put(referenced_instance, "UI", order.objects[n].sop_instance);
        if (reasons[n] != 0) item.put(failure_reason, "US", std::to_string(reasons[n]));
        (reasons[n] == 0 ? safe : lost).push_back(std::move(item));
    }
    dimse::CommitmentReport report;
    report.event_type = lost.empty() ? 1 : 2;
    Identifier information;
    information.put(transaction_uid, "UI", order.transaction_uid);
    information.put(retrieve_ae_title, "AE", retrieve_ae);
    if (!safe.empty()) information.put(referenced, std::move(safe));
    if (!lost.empty()) information.put(failed, std::move(lost));
    report.event_information = encode_identifier(information, explicit_vr);
    return report;
}

}  // namespace portico::nodes
