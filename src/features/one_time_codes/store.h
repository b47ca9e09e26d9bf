// SQL of one-time codes; decides nothing. Private to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/one_time_codes/limits.h"
#include "platform/db/session.h"

namespace portico::one_time_codes::store {

struct Code {
    std::string id;
    std::string hash;
    Timestamp valid_until;
    bool used = false;
};

// `key` is "<purpose>:<subject>".
std::optional<Code> find_code(db::Session&, std::string_view key);
void replace_code(db::Session&, std::string_view key, const Code&, Timestamp now);
// False when it is not the live code any more.
bool mark_used(db::Session&, std::string_view key, std::string_view id, Timestamp now);
void remove_code(db::Session&, std::string_view key);

// The row is locked until the end of the transaction; made when there is none.
limits::Tries lock_tries(db::Session&, std::string_view key);
limits::Tries find_tries(db::Session&, std::string_view key);
void save_tries(db::Session&, std::string_view key, const limits::Tries&);

// When codes were sent there, rising; locked and made as above.
std::vector<Timestamp> lock_sent(db::Session&, std::string_view where);
void save_sent(db::Session&, std::string_view where, const std::vector<Timestamp>&);

void prune(db::Session&, Timestamp codes_before, Timestamp sent_before, Timestamp tries_before);

}  // namespace portico::one_time_codes::store
