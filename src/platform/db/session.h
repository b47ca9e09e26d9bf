// A leased connection: runs SQL with typed values.
//
// Notation, one text for both databases: placeholders are `?` (in order) or `?1`, `?2` … (to use a value twice);
// question marks inside 'strings', "names" and comments are text. Tables and columns: see migrations/README.md.
//
//   session.exec("UPDATE role SET name = ? WHERE id = ?", name, id);                          // affected rows
//   auto roles = session.rows<RoleId, std::string>("SELECT id, name FROM role ORDER BY name");
//   auto [name, created] = session.one<std::string, Timestamp>("SELECT name, created FROM role WHERE id = ?", id);
//   auto count = session.value<std::int64_t>("SELECT count(*) FROM role");
//
// Statements are prepared once a connection and kept by their text: write values as placeholders, not into the text.
// Move-only, not thread-safe. Give it back (let it go) soon; it holds one of few connections. Errors: DbError.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "platform/db/dialect.h"
#include "platform/db/sql.h"
#include "platform/db/value.h"

namespace portico::db {

class SessionCore;

class Session {
public:
    explicit Session(std::unique_ptr<SessionCore> core);  // made by Database and UnitOfWork
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

    Dialect dialect() const;

    // Runs a statement; the number of rows that it inserted, changed or deleted.
    template <class... Ps>
    std::int64_t exec(std::string_view sql, const Ps&... params) {
        const std::vector<Param> list{Param(params)...};
        return run(sql, list, nullptr);
    }
    std::int64_t exec(const Sql& sql) { return run(sql.text(), params_of(sql), nullptr); }

    // All rows.
    template <class... Ts, class... Ps>
    std::vector<std::tuple<Ts...>> rows(std::string_view sql, const Ps&... params) {
        const std::vector<Param> list{Param(params)...};
        return collect<Ts...>(sql, list);
    }
    template <class... Ts>
    std::vector<std::tuple<Ts...>> rows(const Sql& sql) {
        return collect<Ts...>(sql.text(), params_of(sql));
    }

    // The first row, if there is one; further rows are not looked at.
    template <class... Ts, class... Ps>
    std::optional<std::tuple<Ts...>> first(std::string_view sql, const Ps&... params) {
        const std::vector<Param> list{Param(params)...};
        return take_first<Ts...>(sql, list);
    }
    template <class... Ts>
    std::optional<std::tuple<Ts...>> first(const Sql& sql) {
        return take_first<Ts...>(sql.text(), params_of(sql));
    }

    // The first row; throws DbError (other) when there is none.
    template <class... Ts, class... Ps>
    std::tuple<Ts...> one(std::string_view sql, const Ps&... params) {
        auto row = first<Ts...>(sql, params...);
        if (!row) throw_no_row(sql);
        return std::move(*row);
    }

    // The same for one column.
    template <class T, class... Ps>
    std::vector<T> values(std::string_view sql, const Ps&... params) {
        return map<T>(
            sql, [](T value) { return value; }, params...);
    }
    template <class T, class... Ps>
    std::optional<T> first_value(std::string_view sql, const Ps&... params) {
        auto row = first<T>(sql, params...);
        if (!row) return std::nullopt;
        return std::get<0>(std::move(*row));
    }
    template <class T, class... Ps>
    T value(std::string_view sql, const Ps&... params) {
        return std::get<0>(one<T>(sql, params...));
    }

    // All rows, each turned into a struct: map<RoleId, std::string>(sql, [](RoleId id, std::string n) { … }, params).
    template <class... Ts, class Make, class... Ps>
    requires std::invocable<Make&, Ts...>
    auto map(std::string_view sql, Make make, const Ps&... params) {
        const std::vector<Param> list{Param(params)...};
        return make_each<Ts...>(sql, list, make);
    }
    template <class... Ts, class Make>
    requires std::invocable<Make&, Ts...>
    auto map(const Sql& sql, Make make) { return make_each<Ts...>(sql.text(), params_of(sql), make); }

    // Row after row without holding the answer in memory, for exports. The callback must not use this session.
    template <class... Ts, class Each, class... Ps>
    requires std::invocable<Each&, Ts...>
    void for_each(std::string_view sql, Each each, const Ps&... params) {
        const std::vector<Param> list{Param(params)...};
        stream_each<Ts...>(sql, list, each);
    }
    template <class... Ts, class Each>
    requires std::invocable<Each&, Ts...>
    void for_each(const Sql& sql, Each each) { stream_each<Ts...>(sql.text(), params_of(sql), each); }

    // Wakes everyone who waits for changes (change_signal.h) when the transaction commits.
    void signal_change();

    // For this room only: the connection behind the lease.
    SessionCore& core() { return *core_; }

private:
    using RowCallback = std::function<bool(const Row&)>;  // false: enough

    std::int64_t run(std::string_view sql, std::span<const Param> params, const RowCallback& on_row);
    void stream(std::string_view sql, std::span<const Param> params, const RowCallback& on_row);
    [[noreturn]] static void throw_no_row(std::string_view sql);
    static void check_width(const Row& row, int expected);
    static std::vector<Param> params_of(const Sql& sql);

    template <class... Ts>
    static std::tuple<Ts...> read(const Row& row) {
        check_width(row, static_cast<int>(sizeof...(Ts)));
        return [&row]<std::size_t... Is>(std::index_sequence<Is...>) {
            return std::tuple<Ts...>{Column<Ts>::read(row, static_cast<int>(Is))...};
        }
        (std::index_sequence_for<Ts...>{});
    }
    template <class... Ts>
    std::vector<std::tuple<Ts...>> collect(std::string_view sql, std::span<const Param> params) {
        std::vector<std::tuple<Ts...>> result;
        run(sql, params, [&](const Row& row) {
            result.push_back(read<Ts...>(row));
            return true;
        });
        return result;
    }
    template <class... Ts>
    std::optional<std::tuple<Ts...>> take_first(std::string_view sql, std::span<const Param> params) {
        std::optional<std::tuple<Ts...>> result;
        run(sql, params, [&](const Row& row) {
            result = read<Ts...>(row);
            return false;
        });
        return result;
    }
    template <class... Ts, class Make>
    auto make_each(std::string_view sql, std::span<const Param> params, Make& make) {
        std::vector<std::decay_t<std::invoke_result_t<Make&, Ts...>>> result;
        run(sql, params, [&](const Row& row) {
            result.push_back(std::apply(make, read<Ts...>(row)));
            return true;
        });
        return result;
    }
    template <class... Ts, class Each>
    void stream_each(std::string_view sql, std::span<const Param> params, Each& each) {
        stream(sql, params, [&](const Row& row) {
            std::apply(each, read<Ts...>(row));
            return true;
        });
    }

    std::unique_ptr<SessionCore> core_;
};

}  // namespace portico::db
