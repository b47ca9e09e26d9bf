#include "features/studies/integrity_store.h"

namespace portico::studies::store {
namespace {

constexpr std::string_view position_key = "studies.scrubbed_up_to";

}  // namespace

std::vector<KeptObject> objects_after(db::Session& session, const std::string& instance, std::int64_t limit) {
    using Number = std::int64_t;
    return session.map<InstanceId, TenantId, StudyId, std::string, BlobId, Number, Number, Number, std::string,
                       std::optional<BlobId>, Number, Number>(
        "SELECT id, tenant_id, study_id, sop_instance_uid, blob_id, size_bytes, data_set_offset, file_crc32,"
        " data_set_sha256, head_blob_id, head_crc32, condition FROM instance WHERE id > ? ORDER BY id LIMIT ?",
        [](InstanceId id, TenantId tenant, StudyId study, std::string uid, BlobId blob, Number size, Number data_set,
           Number crc, std::string sha, std::optional<BlobId> head, Number head_crc, Number condition) {
            return KeptObject{.id = std::move(id),
                              .tenant = std::move(tenant),
                              .study = std::move(study),
                              .sop_instance_uid = std::move(uid),
                              .blob = std::move(blob),
                              .size = static_cast<std::uint64_t>(size),
                              .data_set_offset = static_cast<std::uint64_t>(data_set),
                              .file_crc32 = static_cast<std::uint32_t>(crc),
                              .data_set_sha256 = std::move(sha),
                              .head = std::move(head),
                              .head_crc32 = static_cast<std::uint32_t>(head_crc),
                              .condition = static_cast<Condition>(condition)};
        },
        instance, limit);
}

bool set_condition(db::Session& session, const KeptObject& object, Condition condition) {
    return session.exec(
               "UPDATE instance SET condition = ? WHERE id = ? AND blob_id = ? AND head_blob_id IS NOT"
               " DISTINCT FROM ?",
               static_cast<std::int64_t>(condition), object.id, object.blob, object.head) == 1;
}

std::vector<BlobId> named_blobs(db::Session& session, const std::vector<BlobId>& blobs) {
    std::vector<BlobId> named;
    if (blobs.empty()) return named;
    for (const std::string_view column : {"blob_id", "head_blob_id"}) {
        db::Sql sql("SELECT " + std::string(column) + " FROM instance WHERE ");
        for (auto& row : session.rows<BlobId>(sql.in_list(column, blobs))) named.push_back(std::get<0>(row));
    }
    db::Sql sql("SELECT metadata_blob FROM series WHERE ");
    for (auto& row : session.rows<BlobId>(sql.in_list("metadata_blob", blobs))) named.push_back(std::get<0>(row));
    return named;
}

std::string scrub_position(db::Session& session) {
    return session.first_value<std::string>("SELECT value FROM setting WHERE key = ?", position_key).value_or("");
}

void set_scrub_position(db::Session& session, const std::string& instance) {
    session.exec(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        position_key, instance);
}

}  // namespace portico::studies::store
