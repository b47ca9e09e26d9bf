#include "platform/api/page.h"

#include "platform/api/text_check.h"

namespace portico::api {

std::string encode_cursor(const std::vector<std::string>& keys) { return to_base64url(write_json(keys)); }

Result<std::vector<std::string>> decode_cursor(std::string_view cursor, std::size_t count) {
    Error bad = errors::invalid_input;
    bad.at("cursor", std::string(field_codes::bad_cursor.code), std::string(field_codes::bad_cursor.text));
    auto text = from_base64url(cursor);
    if (!text) return fail(std::move(bad));
    auto keys = read_json<std::vector<std::string>>(*text, {.max_bytes = 4096, .max_depth = 2});
    if (!keys || keys->size() != count) return fail(std::move(bad));
    return *keys;
}

}  // namespace portico::api
