#include "features/studies/api/safekeeping.h"

#include "platform/db/database.h"
#include "platform/dicom/digests.h"

namespace portico::studies {
namespace {

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

Kept check_kept(db::UnitsOfWork& units, storage::BlobStore& blobs, const TenantScope& scope,
                const std::string& sop_class, const std::string& sop_instance) {
    const auto find = [&] {
        auto session = units.database().read();
        return find_object(session, scope, sop_instance);
    };
    auto kept = find();
    if (!kept) return Kept::not_there;
    if (kept->sop_class != sop_class) return Kept::of_another_class;
    if (is_whole(blobs, *kept)) return Kept::whole;
    // Replaced while it was read: then the new one counts.
    auto again = find();
    if (!again) return Kept::not_there;
    return again->blob != kept->blob && is_whole(blobs, *again) ? Kept::whole : Kept::damaged;
}

}  // namespace portico::studies
