#include "features/audit/chain.h"

#include "platform/crypto/hash.h"

namespace portico::audit {

std::string link_hash(std::string_view previous_hash, std::int64_t position, const std::vector<std::string>& fields) {
    crypto::Sha256 hash;
    auto add = [&](std::string_view text) {
        hash.update(std::to_string(text.size()) + ":");
        hash.update(text);
    };
    add("portico audit chain 1");
    add(previous_hash);
    add(std::to_string(position));
    for (const auto& field : fields) add(field);
    return hash.finish_hex();
}

}  // namespace portico::audit
