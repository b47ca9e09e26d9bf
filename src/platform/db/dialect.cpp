#include "platform/db/dialect.h"

namespace portico::db {

std::string_view name_of(Dialect dialect) { return dialect == Dialect::sqlite ? "sqlite" : "postgres"; }

std::string_view greatest(Dialect dialect) { return dialect == Dialect::sqlite ? "max" : "greatest"; }

std::string_view least(Dialect dialect) { return dialect == Dialect::sqlite ? "min" : "least"; }

std::string_view for_update(Dialect dialect) { return dialect == Dialect::sqlite ? "" : " FOR UPDATE"; }

std::string_view for_update_skip_locked(Dialect dialect) {
    return dialect == Dialect::sqlite ? "" : " FOR UPDATE SKIP LOCKED";
}

}  // namespace portico::db
