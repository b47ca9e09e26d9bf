// What one field of a DTO may hold. The same limits drive reading, the error that is given and the schema.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace portico::api {

enum class Format : std::uint8_t {
    none,
    email,  // one mailbox, RFC 5321 lengths, ASCII local part
    date,   // full-date of RFC 3339, an existing day
    uri,    // absolute http or https URI
};

// Of a list or a map the lengths, numbers and formats hold for each item, min_items and max_items for the whole.
struct Limits {
    static constexpr std::size_t default_max_length = 1000;
    static constexpr std::size_t default_max_items = 1000;

    std::size_t min_length = 0;                   // code points; with 1, an empty text counts as `required`
    std::size_t max_length = default_max_length;  // code points
    std::size_t min_items = 0;
    std::size_t max_items = default_max_items;
    std::int64_t minimum = std::numeric_limits<std::int64_t>::min();
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
    std::size_t max_bytes = 65536;  // of a raw `Json` value, as text
    Format format = Format::none;
    // ECMAScript regular expression for the whole text, without repetitions in repetitions; needs max_length <= 200.
    std::string_view pattern{};
    bool optional = false;    // may be absent or null: the member keeps its initial value
    std::string_view text{};  // one sentence for the API description
};

// A code that a field error can carry, with its English text; the code is the key of the translations.
struct FieldCode {
    std::string_view code;
    std::string_view text;
};

namespace field_codes {
inline constexpr FieldCode required{"required", "This is needed."};
inline constexpr FieldCode unknown_field{"unknown_field", "There is no such field here."};
inline constexpr FieldCode wrong_type{"wrong_type", "This is not the expected kind of value."};
inline constexpr FieldCode too_short{"too_short", "This is too short."};
inline constexpr FieldCode too_long{"too_long", "This is too long."};
inline constexpr FieldCode too_few{"too_few", "There are too few of these."};
inline constexpr FieldCode too_many{"too_many", "There are too many of these."};
inline constexpr FieldCode too_small{"too_small", "This number is too small."};
inline constexpr FieldCode too_big{"too_big", "This number is too big."};
inline constexpr FieldCode not_a_choice{"not_a_choice", "This is not one of the choices."};
inline constexpr FieldCode bad_format{"bad_format", "This is not written as expected."};
inline constexpr FieldCode bad_character{"bad_character", "This holds a character that is not allowed."};
inline constexpr FieldCode bad_cursor{"bad_cursor", "This is not a place in this list."};
}  // namespace field_codes

}  // namespace portico::api
