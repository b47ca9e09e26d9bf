#include "features/studies/commitment_check.h"

#include <algorithm>

#include "platform/db/database.h"
#include "platform/dicom/digests.h"
#include "platform/dicom/identifier.h"
#include "platform/dicom/uid.h"

namespace portico::studies {
namespace {

using dicom::Identifier;
using dicom::Tag;

constexpr Tag transaction_uid{0x0008, 0x1195}, retrieve_ae_title{0x0008, 0x0054};
constexpr Tag referenced{0x0008, 0x1199}, failed{0x0008, 0x1198}, failure_reason{0x0008, 0x1197};
constexpr Tag referenced_class{0x0008, 0x1150}, referenced_instance{0x0008, 0x1155};

constexpr std::uint16_t damaged = 0x0110, not_there = 0x0112, other_class = 0x0119;
constexpr dicom::IdentifierLimits order_limits{.bytes = dimse::most_commitment_bytes, .depth = 3, .elements = 60'000};

struct KeptObject {
    std::string sop_class;
    BlobId blob;
    std::int64_t size = 0, file_crc32 = 0, data_set_offset = 0, tail_offset = 0;
    std::string data_set_sha256;
};

std::optional<KeptObject> find_object(db::Session& session, const TenantScope& scope, const std::string& sop_instance) {
    // What was rejected is going to be deleted: nobody may rely on it.
    auto row = session.first<std::string, BlobId, std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::string>(
        "SELECT i.sop_class_uid, i.blob_id, i.size_bytes, i.file_crc32, i.data_set_offset, i.tail_offset,"
        " i.data_set_sha256 FROM instance i JOIN study s ON s.id = i.study_id"
        " WHERE i.tenant_id = ? AND i.sop_instance_uid = ? AND i.superseded_at IS NULL AND s.state <> 'rejected'",
        scope.tenant(), sop_instance);
    if (!row) return std::nullopt;
    auto& [sop_class, blob, size, crc, data_set, tail, sha] = *row;
    return KeptObject{std::move(sop_class), std::move(blob), size, crc, data_set, tail, std::move(sha)};
}

bool is_whole(storage::BlobStore& blobs, const KeptObject& object) {
    const auto file = blobs.open(object.blob);
    if (!file) return false;
    const auto digests = dicom::digest_file(fmt::format("/proc/self/fd/{}", (*file)->fd()),
                                            static_cast<std::uint64_t>(object.data_set_offset),
                                            static_cast<std::uint64_t>(object.tail_offset));
    return digests && digests->size == static_cast<std::uint64_t>(object.size) &&
           digests->file_crc32 == static_cast<std::uint32_t>(object.file_crc32) &&
           digests->data_set_sha256 == object.data_set_sha256;
}

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

std::uint16_t check_object(db::UnitsOfWork& units, storage::BlobStore& blobs, const TenantScope& scope,
                           const ObjectReference& object) {
    const auto find = [&] {
        auto session = units.database().read();
        return find_object(session, scope, object.sop_instance);
    };
    auto kept = find();
    if (!kept) return not_there;
    if (kept->sop_class != object.sop_class) return other_class;
    if (is_whole(blobs, *kept)) return 0;
    // Replaced while it was read: then the new one counts.
    auto again = find();
    if (!again) return not_there;
    return again->blob != kept->blob && is_whole(blobs, *again) ? 0 : damaged;
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

}  // namespace portico::studies
