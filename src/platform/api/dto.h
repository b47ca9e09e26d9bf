// DTOs: structs that travel as JSON, each with ONE field table that drives reading (with a path in every error),
// writing and the schema in the API description.
//
//   struct IssueGrant { std::vector<MembershipId> members; std::optional<Timestamp> ends_at; std::string note; };
//   template <> struct api::Dto<IssueGrant> {                      // in namespace portico
//       static constexpr std::string_view name = "IssueGrant";     // PascalCase, one name for one shape
//       static constexpr auto fields = std::tuple{
//           api::field("members", &IssueGrant::members, {.min_items = 1, .max_items = 200}),
//           api::field("endsAt", &IssueGrant::ends_at),
//           api::field("note", &IssueGrant::note, {.max_length = 500, .optional = true})};
//   };
//
// Members may be: std::string, bool, integers, double, Timestamp (RFC 3339), Id<Tag>, enums with EnumNames, Json,
// other DTOs, std::vector, std::map<std::string, T>, and std::optional of any of them (absent or null; not written when
// empty). std::optional<std::optional<T>> tells absent from null, for PATCH. Other types: specialise Codec.
// Limits::optional is for input: in an answer it would make generated clients doubt a member that is always there.
#pragma once

#include <array>
#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/id.h"
#include "core/result.h"
#include "platform/api/json_reader.h"
#include "platform/api/json_writer.h"
#include "platform/api/limits.h"
#include "platform/api/schema.h"

namespace portico::api {

// To be specialised for every DTO, see above.
template <class T>
struct Dto;

template <class T>
concept HasDto = requires {
    { Dto<T>::name } -> std::convertible_to<std::string_view>;
    Dto<T>::fields;
};

template <class E>
struct EnumName {
    E value;
    std::string_view name;
};

// To be specialised for every enum in a DTO:
//   template <> struct api::EnumNames<Colour> {
//       static constexpr api::EnumName<Colour> table[] = {{Colour::red, "red"}, {Colour::green, "green"}};
//   };
template <class E>
struct EnumNames;

// Any JSON value, kept as compact text. Its size is limited by Limits::max_bytes.
struct Json {
    std::string text = "null";
    bool operator==(const Json&) const = default;
};

// No body, no parameters, no answer.
struct Nothing {};

template <class Owner, class Member>
struct Field {
    using member_type = Member;
    std::string_view name;
    Member Owner::*member;
    Limits limits;
};

template <class Owner, class Member>
consteval Field<Owner, Member> field(std::string_view name, Member Owner::*member, Limits limits = {}) {
    if (name.empty()) throw "a field needs a name";
    if (!limits.pattern.empty() && limits.max_length > 200) throw "a pattern needs a max_length of at most 200";
    return {name, member, limits};
}

// How one C++ type is read, written and described.
template <class T>
struct Codec;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
concept CodedInteger = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

template <>
struct Codec<std::string> {
    static std::string read(const JsonReader& at, const Limits& limits) { return at.text(limits); }
    static void write(JsonWriter& out, const std::string& value) { out.text(value); }
    static Schema schema(const Limits& limits) { return {.kind = Schema::Kind::text, .limits = limits}; }
};

template <>
struct Codec<bool> {
    static bool read(const JsonReader& at, const Limits&) { return at.boolean(); }
    static void write(JsonWriter& out, bool value) { out.boolean(value); }
    static Schema schema(const Limits& limits) { return {.kind = Schema::Kind::boolean, .limits = limits}; }
};

template <CodedInteger T>
struct Codec<T> {
    static constexpr std::int64_t lowest = std::is_signed_v<T> ? std::int64_t{std::numeric_limits<T>::min()} : 0;
    static constexpr std::int64_t highest = sizeof(T) < 8 ? static_cast<std::int64_t>(std::numeric_limits<T>::max())
                                                          : std::numeric_limits<std::int64_t>::max();
    static T read(const JsonReader& at, const Limits& limits) {
        return static_cast<T>(at.integer(limits, lowest, highest));
    }
    static void write(JsonWriter& out, T value) { out.integer(static_cast<std::int64_t>(value)); }
    static Schema schema(const Limits& limits) {
        return {.kind = Schema::Kind::integer, .limits = limits, .lowest = lowest, .highest = highest};
    }
};

template <>
struct Codec<double> {
    static double read(const JsonReader& at, const Limits& limits) { return at.number(limits); }
    static void write(JsonWriter& out, double value) { out.number(value); }
    static Schema schema(const Limits& limits) { return {.kind = Schema::Kind::number, .limits = limits}; }
};

template <>
struct Codec<Timestamp> {
    static Timestamp read(const JsonReader& at, const Limits&) { return at.timestamp(); }
    static void write(JsonWriter& out, Timestamp value) { out.text(to_rfc3339(value)); }
    static Schema schema(const Limits& limits) { return {.kind = Schema::Kind::timestamp, .limits = limits}; }
};

template <class Tag>
struct Codec<Id<Tag>> {
    static Id<Tag> read(const JsonReader& at, const Limits&) {
        std::string text = at.id();
        return text.empty() ? Id<Tag>() : Id<Tag>::trusted(std::move(text));
    }
    static void write(JsonWriter& out, const Id<Tag>& value) { out.text(value.text()); }
    static Schema schema(const Limits& limits) { return {.kind = Schema::Kind::id, .limits = limits}; }
};

template <>
struct Codec<Json> {
    static Json read(const JsonReader& at, const Limits& limits) { return {at.raw(limits)}; }
    static void write(JsonWriter& out, const Json& value) { out.raw(value.text); }
    static Schema schema(const Limits& limits) { return {.kind = Schema::Kind::json, .limits = limits}; }
};

template <class E>
requires std::is_enum_v<E> && requires { EnumNames<E>::table; }
struct Codec<E> {
    static constexpr auto names = [] {
        std::array<std::string_view, std::size(EnumNames<E>::table)> all;
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = EnumNames<E>::table[i].name;
        return all;
    }();
    static E read(const JsonReader& at, const Limits&) {
        auto index = at.choice(names);
        return EnumNames<E>::table[index.value_or(0)].value;
    }
    static void write(JsonWriter& out, E value) {
        for (const auto& entry : EnumNames<E>::table) {
            if (entry.value == value) return out.text(entry.name);
        }
        throw std::logic_error("an enum value without a name");
    }
    static Schema schema(const Limits& limits) {
        return {.kind = Schema::Kind::choice, .limits = limits, .choices = {names.begin(), names.end()}};
    }
};

template <class T>
struct Codec<std::optional<T>> {
    static std::optional<T> read(const JsonReader& at, const Limits& limits) {
        if constexpr (is_optional<T>) {
            return Codec<T>::read(at, limits);  // null is a value of the inner one
        } else {
            if (at.is_null()) return std::nullopt;
            return Codec<T>::read(at, limits);
        }
    }
    static void write(JsonWriter& out, const std::optional<T>& value) {
        if (value) {
            Codec<T>::write(out, *value);
        } else {
            out.null();
        }
    }
    static Schema schema(const Limits& limits) {
        Schema inner = Codec<T>::schema(limits);
        inner.nullable = true;
        return inner;
    }
};

template <class T>
struct Codec<std::vector<T>> {
    static std::vector<T> read(const JsonReader& at, const Limits& limits) {
        std::vector<T> all;
        auto size = at.array(limits);
        if (!size) return all;
        all.reserve(*size);
        for (std::size_t i = 0; i < *size; ++i) all.push_back(Codec<T>::read(at.item(i), limits));
        return all;
    }
    static void write(JsonWriter& out, const std::vector<T>& all) {
        out.begin_array();
        for (const auto& item : all) Codec<T>::write(out, item);
        out.end_array();
    }
    static Schema schema(const Limits& limits) {
        return {.kind = Schema::Kind::array, .limits = limits, .item = {Codec<T>::schema(limits)}};
    }
};

template <class T>
struct Codec<std::map<std::string, T>> {
    static std::map<std::string, T> read(const JsonReader& at, const Limits& limits) {
        std::map<std::string, T> all;
        for (auto& [name, reader] : at.members(limits)) all.emplace(std::move(name), Codec<T>::read(reader, limits));
        return all;
    }
    static void write(JsonWriter& out, const std::map<std::string, T>& all) {
        out.begin_object();
        for (const auto& [name, value] : all) {
            out.key(name);
            Codec<T>::write(out, value);
        }
        out.end_object();
    }
    static Schema schema(const Limits& limits) {
        return {.kind = Schema::Kind::map, .limits = limits, .item = {Codec<T>::schema(limits)}};
    }
};

template <HasDto T>
struct Codec<T> {
    static constexpr auto names = std::apply(
        [](const auto&... fields) { return std::array<std::string_view, sizeof...(fields)>{fields.name...}; },
        Dto<T>::fields);

    static T read(const JsonReader& at, const Limits&) {
        T value{};
        if (!at.object(names)) return value;
        std::apply([&](const auto&... fields) { (read_field(at, fields, value), ...); }, Dto<T>::fields);
        return value;
    }
    static void write(JsonWriter& out, const T& value) {
        out.begin_object();
        std::apply([&](const auto&... fields) { (write_field(out, fields, value), ...); }, Dto<T>::fields);
        out.end_object();
    }
    static Schema schema(const Limits& limits) {
        return {.kind = Schema::Kind::object, .limits = limits, .name = Dto<T>::name, .properties = &properties};
    }

private:
    template <class F>
    static void read_field(const JsonReader& at, const F& field, T& value) {
        using Member = typename F::member_type;
        auto found = at.member(field.name);
        if constexpr (!is_optional<Member>) {
            if (!found || (found->is_null() && !std::same_as<Member, Json>)) {
                if (!field.limits.optional) at.report_missing(field.name);
                return;
            }
        }
        if (found) value.*field.member = Codec<Member>::read(*found, field.limits);
    }
    template <class F>
    static void write_field(JsonWriter& out, const F& field, const T& value) {
        using Member = typename F::member_type;
        const Member& member = value.*field.member;
        if constexpr (is_optional<Member>) {
            if (!member) return;
        }
        out.key(field.name);
        Codec<Member>::write(out, member);
    }
    static std::vector<Property> properties() {
        return std::apply(
            [](const auto&... fields) {
                return std::vector<Property>{
                    {fields.name,
                     !is_optional<typename std::remove_cvref_t<decltype(fields)>::member_type> &&
                         !fields.limits.optional,
                     Codec<typename std::remove_cvref_t<decltype(fields)>::member_type>::schema(fields.limits)}...};
            },
            Dto<T>::fields);
    }
};

template <class T>
Schema schema_of() {
    return Codec<T>::schema(Limits{});
}

// Reads a DTO (or a list or map of them) from outside: errors::malformed, errors::too_large, or errors::invalid_input
// with every field that is wrong.
template <class T>
Result<T> read_json(std::string_view text, const ParseLimits& limits = {}) {
    PORTICO_TRY(auto document, JsonDocument::parse(text, limits));
    T value = Codec<T>::read(document.root(), Limits{});
    PORTICO_CHECK(document.finish());
    return value;
}

// Reads a DTO from the parameters of a query string, already decoded.
template <HasDto T>
Result<T> read_query(std::span<const std::pair<std::string, std::string>> parameters) {
    auto document = JsonDocument::from_query(parameters, schema_of<T>());
    T value = Codec<T>::read(document.root(), Limits{});
    PORTICO_CHECK(document.finish());
    return value;
}

template <class T>
std::string write_json(const T& value) {
    JsonWriter out;
    Codec<T>::write(out, value);
    return out.take();
}

// Joins names at compile time: `Joined<first, second>` for Dto<Page<T>>::name.
template <const std::string_view&... Parts>
struct Joined {
    static constexpr auto characters = [] {
        std::array<char, (Parts.size() + ...)> all{};
        std::size_t at = 0;
        auto append = [&](std::string_view part) {
            for (char c : part) all[at++] = c;
        };
        (append(Parts), ...);
        return all;
    }();
    static constexpr std::string_view text{characters.data(), characters.size()};
};

}  // namespace portico::api
