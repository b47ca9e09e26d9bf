// Writes JSON text (RFC 8259) piece by piece into a string: always valid UTF-8, whatever the texts hold (a broken
// sequence becomes U+FFFD). The caller keeps objects and lists balanced; a key stands before each member.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace portico::api {

class JsonWriter {
public:
    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }
    void key(std::string_view name);
    void text(std::string_view value);
    void boolean(bool value);
    void integer(std::int64_t value);
    void number(double value);  // null when it is not finite
    void null();
    void raw(std::string_view json);  // a complete JSON value

    // For the many `"key": "text"` of documents.
    void member(std::string_view name, std::string_view value) {
        key(name);
        text(value);
    }

    std::string take() { return std::move(out_); }

private:
    void open(char c);
    void close(char c);
    void separate();
    void append_text(std::string_view value);

    std::string out_;
    bool comma_ = false;  // a value was written before at this level
};

}  // namespace portico::api
