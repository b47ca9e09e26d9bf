#include "platform/db/detail/sql_text.h"

#include <algorithm>
#include <cctype>

namespace portico::db {
namespace {

// The end of what begins at `begin` and is not SQL proper: a string, a quoted name, a comment; `begin` itself
// otherwise.
std::size_t end_of_literal(std::string_view sql, std::size_t begin) {
    const auto after = [&](std::string_view closing, std::size_t from) {
        const auto found = sql.find(closing, from);
        return found == std::string_view::npos ? sql.size() : found + closing.size();
    };
    switch (sql[begin]) {
        case '\'':
            return after("'", begin + 1);  // a doubled quote reads as two strings, which comes to the same
        case '"':
            return after("\"", begin + 1);
        case '-':
            return sql.substr(begin, 2) == "--" ? after("\n", begin) : begin;
        case '/':
            return sql.substr(begin, 2) == "/*" ? after("*/", begin + 2) : begin;
        default:
            return begin;
    }
}

// The length of one UTF-8 sequence by its first byte, and the range that its second byte must be in (RFC 3629, 4).
struct Sequence {
    std::size_t length;
    unsigned char low;
    unsigned char high;
};

Sequence sequence_of(unsigned char first) {
    if (first >= 0xC2 && first <= 0xDF) return {2, 0x80, 0xBF};
    if (first == 0xE0) return {3, 0xA0, 0xBF};
    if (first == 0xED) return {3, 0x80, 0x9F};
    if (first >= 0xE1 && first <= 0xEF) return {3, 0x80, 0xBF};
    if (first == 0xF0) return {4, 0x90, 0xBF};
    if (first >= 0xF1 && first <= 0xF3) return {4, 0x80, 0xBF};
    if (first == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

}  // namespace

std::string with_dollar_placeholders(std::string_view sql) {
    std::string result;
    result.reserve(sql.size() + 16);
    std::size_t largest = 0;
    for (std::size_t i = 0; i < sql.size();) {
        if (const auto end = end_of_literal(sql, i); end != i) {
            result += sql.substr(i, end - i);
            i = end;
        } else if (sql[i] == '?') {
            std::size_t number = 0;
            for (++i; i < sql.size() && std::isdigit(static_cast<unsigned char>(sql[i])); ++i)
                number = number * 10 + static_cast<std::size_t>(sql[i] - '0');
            if (number == 0) number = largest + 1;
            largest = std::max(largest, number);
            result += '$';
            result += std::to_string(number);
        } else {
            result += sql[i++];
        }
    }
    return result;
}

bool is_storable_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        if (first < 0x80) {
            if (first == 0) return false;
            ++i;
            continue;
        }
        const Sequence sequence = sequence_of(first);
        if (sequence.length == 0 || i + sequence.length > text.size()) return false;
        for (std::size_t k = 1; k < sequence.length; ++k) {
            const auto byte = static_cast<unsigned char>(text[i + k]);
            const bool second = k == 1;
            if (byte < (second ? sequence.low : 0x80) || byte > (second ? sequence.high : 0xBF)) return false;
        }
        i += sequence.length;
    }
    return true;
}

std::string shortened(std::string_view sql) {
    constexpr std::size_t most = 300;
    std::string result(sql.substr(0, most));
    std::replace(result.begin(), result.end(), '\n', ' ');
    if (sql.size() > most) result += " …";
    return result;
}

}  // namespace portico::db
