// Any text as the parameters of a list, "name=value" a line, and as a cursor, a time or a code of its own: what is read
// is within its limits, and reads the same when it is written again.
// The parser itself too, so that the fuzzer sees its ways.
#include <boost/json/src.hpp>
#include <cstdlib>

#include "platform/api/page.h"
#include "platform/api/text_check.h"

namespace portico::api {
namespace {

struct Search : PageQuery {
    std::string text;
    std::vector<std::string> words;
    std::vector<int> numbers;
    std::optional<Timestamp> after;
    std::optional<bool> open;
    std::optional<double> share;
};

}  // namespace

template <>
struct Dto<Search> {
    static constexpr std::string_view name = "Search";
    static constexpr auto fields = std::tuple_cat(
        page_fields,
        std::tuple{field("text", &Search::text, {.max_length = 5, .optional = true}),
                   field("words", &Search::words, {.max_length = 3, .max_items = 2, .optional = true}),
                   field("numbers", &Search::numbers, {.minimum = -5, .maximum = 5, .optional = true}),
                   field("after", &Search::after), field("open", &Search::open), field("share", &Search::share)});
};

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

std::vector<std::pair<std::string, std::string>> parameters_of(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        const auto equals = std::min(line.find('='), line.size());
        parameters.emplace_back(line.substr(0, equals), line.substr(std::min(equals + 1, line.size())));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return parameters;
}

void check(const Search& search) {
    require(search.limit >= 1 && search.limit <= 200);
    require(count_clean_text(search.text).value_or(6) <= 5 && search.words.size() <= 2);
    for (const auto& word : search.words) require(count_clean_text(word).value_or(4) <= 3);
    for (const int number : search.numbers) require(number >= -5 && number <= 5);
    if (search.cursor) {
        for (const std::size_t count : {1U, 2U}) {
            const auto keys = decode_cursor(*search.cursor, count);
            if (keys) require(keys->size() == count && decode_cursor(encode_cursor(*keys), count) == *keys);
        }
    }
}

void check_texts(std::string_view text) {
    if (const auto time = parse_rfc3339(text)) require(parse_rfc3339(to_rfc3339(*time)) == *time);
    if (const auto bytes = from_base64url(text)) require(to_base64url(*bytes) == text);
    if (is_email(text)) require(text.size() <= 254 && text.find('@') != std::string_view::npos);
    if (is_date(text)) require(text.size() == 10 && parse_rfc3339(std::string(text) + "T00:00:00Z").has_value());
    if (is_http_uri(text)) require(text.starts_with("http"));
    const auto cut = cut_text(text, 4);
    require(cut.size() <= 4 && (!count_clean_text(text) || count_clean_text(cut)));
}

}  // namespace
}  // namespace portico::api

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace portico::api;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto search = read_query<Search>(parameters_of(text))) check(*search);
    check_texts(text);
    return 0;
}
