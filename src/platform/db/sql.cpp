#include "platform/db/sql.h"

#include <bit>

namespace portico::db {

Sql& Sql::in_values(std::string_view column, std::vector<Value> items) {
    if (items.empty()) {
        text_ += "1 = 0";
        return *this;
    }
    items.resize(std::bit_ceil(items.size()), Value(items.back()));
    text_ += column;
    text_ += " IN (";
    for (std::size_t i = 0; i < items.size(); ++i) text_ += i == 0 ? "?" : ", ?";
    text_ += ")";
    values_.insert(values_.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
    return *this;
}

}  // namespace portico::db
