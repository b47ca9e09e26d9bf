#include "platform/api/json_writer.h"

#include <fmt/format.h>

#include <cmath>

#include "platform/api/text_check.h"

namespace portico::api {

void JsonWriter::separate() {
    if (comma_) out_ += ',';
    comma_ = true;
}

void JsonWriter::open(char c) {
    separate();
    out_ += c;
    comma_ = false;
}

void JsonWriter::close(char c) {
    out_ += c;
    comma_ = true;
}

void JsonWriter::key(std::string_view name) {
    separate();
    append_text(name);
    out_ += ':';
    comma_ = false;
}

void JsonWriter::text(std::string_view value) {
    separate();
    append_text(value);
}

void JsonWriter::boolean(bool value) { raw(value ? "true" : "false"); }
void JsonWriter::integer(std::int64_t value) { raw(std::to_string(value)); }
void JsonWriter::null() { raw("null"); }

void JsonWriter::number(double value) {
    if (!std::isfinite(value)) return null();
    raw(fmt::format("{}", value));
}

void JsonWriter::raw(std::string_view json) {
    separate();
    out_ += json;
}

// RFC 8259 §7. U+2028 and U+2029 stay as they are: the text is JSON, never pasted into a script.
void JsonWriter::append_text(std::string_view value) {
    out_ += '"';
    for (std::size_t at = 0; at < value.size();) {
        auto c = static_cast<unsigned char>(value[at]);
        if (c >= 0x80) {
            std::size_t length = utf8_length(value, at);
            if (length == 0) {
                out_ += "\xEF\xBF\xBD";  // U+FFFD
                length = 1;
            } else {
                out_ += value.substr(at, length);
            }
            at += length;
            continue;
        }
        switch (c) {
            case '"':
                out_ += "\\\"";
                break;
            case '\\':
                out_ += "\\\\";
                break;
            case '\n':
                out_ += "\\n";
                break;
            case '\r':
                out_ += "\\r";
                break;
            case '\t':
                out_ += "\\t";
                break;
            default:
                if (c < 0x20 || c == 0x7F) {
                    out_ += fmt::format("\\u{:04x}", c);
                } else {
                    out_ += static_cast<char>(c);
                }
        }
        ++at;
    }
    out_ += '"';
}

}  // namespace portico::api
