// Rows of what is checked. SQL only; decides nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/id.h"
#include "platform/db/session.h"

namespace portico::studies::store {

enum class Condition : std::uint8_t { whole = 0, damaged = 1, missing = 2 };

struct KeptObject {
    InstanceId id;
    TenantId tenant;
    StudyId study;
    std::string sop_instance_uid;
    BlobId blob;
    std::uint64_t size = 0, data_set_offset = 0;
    std::uint32_t file_crc32 = 0;
    std::string data_set_sha256;
    std::optional<BlobId> head;
    std::uint32_t head_crc32 = 0;  // of `head`
    Condition condition = Condition::whole;
};

// The next ones in the order of their ids, of all tenants: for the check of the store alone.
std::vector<KeptObject> objects_after(db::Session&, const std::string& instance, std::int64_t limit);
// False when the object has got other content meanwhile.
bool set_condition(db::Session&, const KeptObject&, Condition);

// Which of these blobs rows of this room name.
std::vector<BlobId> named_blobs(db::Session&, const std::vector<BlobId>&);

std::string scrub_position(db::Session&);
void set_scrub_position(db::Session&, const std::string& instance);

}  // namespace portico::studies::store
