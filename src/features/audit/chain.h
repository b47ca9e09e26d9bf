// What the chain's hashes are made of. Private to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portico::audit {

// SHA-256 over the previous hash, the position and every field of the entry, each with its length before it, so that no
// two different entries give the same bytes. `fields` in the order of the columns of audit_entry.
std::string link_hash(std::string_view previous_hash, std::int64_t position, const std::vector<std::string>& fields);

}  // namespace portico::audit
