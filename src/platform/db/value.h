// Values on their way to the database (Param, Value) and back (Row, Column).
//
// The database knows three types: 64-bit integers, doubles and text; each may be NULL. bool is the integer 0 or 1, a
// Timestamp its milliseconds, an Id its text. Binary data live in the blob store, not here.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/clock.h"
#include "core/id.h"
#include "platform/db/error.h"

namespace portico::db {

enum class ParamType : char { untyped_null = 'n', integer = 'i', real = 'r', text = 't' };

// A value that is bound to a placeholder. Does not own its text, which must outlive the call.
// Wider unsigned types are left out on purpose: cast where the value's range is known.
class Param {
public:
    Param(std::nullptr_t) {}
    Param(bool value) : type_(ParamType::integer), null_(false), integer_(value ? 1 : 0) {}
    template <class T>
    requires std::signed_integral<T> ||
        (std::unsigned_integral<T> && sizeof(T) < sizeof(std::int64_t) && !std::same_as<T, bool>)Param(T value)
        : type_(ParamType::integer), null_(false), integer_(static_cast<std::int64_t>(value)) {}
    template <std::floating_point T>
    Param(T value) : type_(ParamType::real), null_(false), real_(static_cast<double>(value)) {}
    Param(std::string_view value) : type_(ParamType::text), null_(false), text_(value) {}
    Param(const std::string& value) : Param(std::string_view(value)) {}
    Param(const char* value) : Param(std::string_view(value)) {}
    Param(Timestamp value) : Param(value.milliseconds) {}
    template <class Tag>
    Param(const Id<Tag>& value) : Param(std::string_view(value.text())) {}
    // An empty optional is a NULL of the optional's type.
    template <class T>
    Param(const std::optional<T>& value) : Param(value ? Param(*value) : null_of(Param(T{}).type())) {}

    static Param null_of(ParamType type) {
        Param param(nullptr);
        param.type_ = type;
        return param;
    }

    ParamType type() const { return type_; }
    bool is_null() const { return null_; }
    std::int64_t integer() const { return integer_; }
    double real() const { return real_; }
    std::string_view text() const { return text_; }

private:
    ParamType type_ = ParamType::untyped_null;
    bool null_ = true;
    std::int64_t integer_ = 0;
    double real_ = 0;
    std::string_view text_;
};

// The same, owning its text: for SQL that is put together at run time (sql.h).
class Value {
public:
    Value(const Param& param)
        : type_(param.type()),
          null_(param.is_null()),
          integer_(param.integer()),
          real_(param.real()),
          text_(param.text()) {}
    template <class T>
    requires std::convertible_to<const T&, Param> &&
        (!std::same_as<T, Param>)&&(!std::same_as<T, Value>)Value(const T& value)
        : Value(Param(value)) {}

    Param param() const {
        if (null_) return Param::null_of(type_);
        switch (type_) {
            case ParamType::integer:
                return {integer_};
            case ParamType::real:
                return {real_};
            default:
                return {std::string_view(text_)};
        }
    }

private:
    ParamType type_;
    bool null_;
    std::int64_t integer_;
    double real_;
    std::string text_;
};

// One row of an answer; valid only inside the callback that got it. Columns count from 0. The readers throw DbError
// (other) for NULL and for a value of another type.
class Row {
public:
    virtual ~Row() = default;
    virtual int size() const = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual double real(int column) const = 0;
    virtual std::string_view text(int column) const = 0;  // lives as long as the row
};

// How a column becomes a C++ value. Specialise it for a feature's own enums.
template <class T>
struct Column;

template <>
struct Column<std::int64_t> {
    static std::int64_t read(const Row& row, int column) { return row.integer(column); }
};
template <>
struct Column<int> {
    static int read(const Row& row, int column) {
        const std::int64_t value = row.integer(column);
        if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max())
            throw DbError(DbErrorKind::other, "a column does not fit an int");
        return static_cast<int>(value);
    }
};
template <>
struct Column<bool> {
    static bool read(const Row& row, int column) { return row.integer(column) != 0; }
};
template <>
struct Column<double> {
    static double read(const Row& row, int column) { return row.real(column); }
};
template <>
struct Column<std::string> {
    static std::string read(const Row& row, int column) { return std::string(row.text(column)); }
};
template <>
struct Column<Timestamp> {
    static Timestamp read(const Row& row, int column) { return {row.integer(column)}; }
};
template <class Tag>
struct Column<Id<Tag>> {
    static Id<Tag> read(const Row& row, int column) { return Id<Tag>::trusted(std::string(row.text(column))); }
};
template <class T>
struct Column<std::optional<T>> {
    static std::optional<T> read(const Row& row, int column) {
        if (row.is_null(column)) return std::nullopt;
        return Column<T>::read(row, column);
    }
};

}  // namespace portico::db
