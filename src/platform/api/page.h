// Lists in pages by key (GEN-7): ?limit=…&cursor=…, answered with items and the cursor of the next page.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/api/dto.h"

namespace portico::api {

template <class T>
struct Page {
    std::vector<T> items;
    std::optional<std::string> next_cursor;  // none on the last page
};

template <HasDto T>
struct Dto<Page<T>> {
    static constexpr std::string_view suffix = "Page";
    static constexpr std::string_view name = Joined<Dto<T>::name, suffix>::text;
    static constexpr auto fields = std::tuple{
        field("items", &Page<T>::items),
        field("nextCursor", &Page<T>::next_cursor, {.text = "Where the next page starts; absent on the last one."})};
};

// The parameters of every list; queries with more derive from it and join their fields to page_fields:
//   struct StudyQuery : api::PageQuery { std::optional<std::string> patient; };
//   fields = std::tuple_cat(api::page_fields, std::tuple{api::field("patient", &StudyQuery::patient)});
struct PageQuery {
    int limit = 50;
    std::optional<std::string> cursor;
};
inline constexpr auto page_fields =
    std::tuple{field("limit", &PageQuery::limit, {.minimum = 1, .maximum = 200, .optional = true}),
               field("cursor", &PageQuery::cursor, {.max_length = 1000, .text = "nextCursor of the page before."})};

template <>
struct Dto<PageQuery> {
    static constexpr std::string_view name = "PageQuery";
    static constexpr auto fields = page_fields;
};

// The sort keys of the last item of a page as one opaque text. Not a secret and not signed: whoever reads it must bind
// the query to the tenant as always.
std::string encode_cursor(const std::vector<std::string>& keys);
// errors::invalid_input at "cursor" unless the text holds exactly `count` keys.
Result<std::vector<std::string>> decode_cursor(std::string_view cursor, std::size_t count);

}  // namespace portico::api
