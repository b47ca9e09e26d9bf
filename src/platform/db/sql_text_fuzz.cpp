// Text from outside reaches the database as values: what is_storable_text lets through must be text that both databases
// keep. Any bytes: no crash; and a placeholder never appears out of a text that has no question mark.
#include <cstdint>
#include <cstdlib>

#include "platform/db/detail/sql_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace portico::db;
    const std::string text(data, data + size);
    if (is_storable_text(text)) {
        if (text.find('\0') != std::string::npos) std::abort();
        // Well-formed text is well-formed at its end and beginning too.
        if (!is_storable_text(text + text)) std::abort();
        if (is_storable_text(text + "\xC3")) std::abort();
    }
    const auto translated = with_dollar_placeholders(text);
    if (text.find('?') == std::string::npos && translated != text) std::abort();
    return 0;
}
