// The schema of the whole program, one migration after the other. The texts are the *.sql files beside this header;
// cmake/migrations.cmake embeds them.
#pragma once

#include <span>

#include "platform/db/migrator.h"

namespace portico {

// Lives for ever.
std::span<const db::Migration> all_migrations();

}  // namespace portico
