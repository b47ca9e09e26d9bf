// How one line of the log is written. Pure; used by log.cpp and its tests.
#pragma once

#include <string>
#include <string_view>

#include "platform/log/log.h"

namespace portico::log {

// What stands on a line. Views only.
struct Line {
    std::string time;
    std::string_view level;
    std::string_view message;
    Fields fields;
    std::string_view request_id;
};

// RFC 8259. Bytes that are no UTF-8 become U+FFFD. A field named like one of the line's own members gets "_" behind it.
std::string to_json(const Line& line);
// "14:05:00.123 INFO    message  key=value", values with blanks in quotes.
std::string to_text(const Line& line);

}  // namespace portico::log
