// SQL that is put together at run time, with its values: a list with filters, a keyset page.
//
//   Sql sql("SELECT id, name FROM role WHERE tenant_id = ?", tenant);
//   if (name) sql.append(" AND name = ?", *name);
//   if (!ids.empty()) sql.append(" AND ").in_list("id", ids);
//   session.rows<RoleId, std::string>(sql.append(" ORDER BY name LIMIT ?", limit));
//
// Text must come from this program; values from outside only as values. Use plain `?` here, not numbered ones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/db/value.h"

namespace portico::db {

class Sql {
public:
    Sql() = default;
    template <class... Ps>
    explicit Sql(std::string_view text, const Ps&... values) {
        append(text, values...);
    }

    template <class... Ps>
    Sql& append(std::string_view text, const Ps&... values) {
        text_ += text;
        (values_.emplace_back(values), ...);
        return *this;
    }
    Sql& append(const Sql& other) {
        text_ += other.text_;
        values_.insert(values_.end(), other.values_.begin(), other.values_.end());
        return *this;
    }

    // "column IN (?, ?, …)"; no items: a condition that is never true. The number of placeholders is rounded up to a
    // power of two (the last item repeated), so that few different statements are prepared.
    template <class Items>
    Sql& in_list(std::string_view column, const Items& items) {
        std::vector<Value> list;
        for (const auto& item : items) list.emplace_back(item);
        return in_values(column, std::move(list));
    }

    const std::string& text() const { return text_; }
    const std::vector<Value>& values() const { return values_; }

private:
    Sql& in_values(std::string_view column, std::vector<Value> items);

    std::string text_;
    std::vector<Value> values_;
};

}  // namespace portico::db
