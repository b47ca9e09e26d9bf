// The log: one line an event on standard error, JSON for machines, plain text when standard error is a terminal.
//
//   log::info("study received", {{"study", id}, {"instances", 64}});
//   {"time":"2026-11-21T14:05:00.123Z","level":"info","message":"study received","study":"01…","instances":64,
//    "request_id":"…"}
//
// Text from outside cannot forge a line: control characters are escaped in both forms. Do not log passwords, secrets or
// patient data. The process has one log, as it has one standard error; all functions are thread-safe.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace portico::log {

enum class Level { debug, info, warning, error };
std::optional<Level> parse_level(std::string_view name);  // "debug", "info", "warning", "error"
std::string_view name_of(Level level);

enum class Format { automatic, json, text };  // automatic: text on a terminal, JSON otherwise

// A named fact beside the message. Text is not copied: it must live until the call returns.
class Field {
public:
    Field(std::string_view key, std::string_view value) : key_(key), value_(value) {}
    Field(std::string_view key, const std::string& value) : key_(key), value_(std::string_view(value)) {}
    Field(std::string_view key, const char* value) : key_(key), value_(std::string_view(value)) {}
    Field(std::string_view key, bool value) : key_(key), value_(value) {}
    Field(std::string_view key, std::floating_point auto value) : key_(key), value_(static_cast<double>(value)) {}
    Field(std::string_view key, std::signed_integral auto value)
        : key_(key), value_(static_cast<std::int64_t>(value)) {}
    Field(std::string_view key, std::unsigned_integral auto value)
        : key_(key), value_(static_cast<std::uint64_t>(value)) {}
    // Anything with text(), such as an id.
    template <class T>
    requires requires(const T& value) {
        { value.text() } -> std::convertible_to<const std::string&>;
    }
    Field(std::string_view key, const T& value) : key_(key), value_(std::string_view(value.text())) {}

    std::string_view key() const { return key_; }
    const auto& value() const { return value_; }

private:
    std::string_view key_;
    std::variant<std::string_view, bool, std::int64_t, std::uint64_t, double> value_;
};
using Fields = std::initializer_list<Field>;

void debug(std::string_view message, Fields fields = {});
void info(std::string_view message, Fields fields = {});
void warning(std::string_view message, Fields fields = {});
void error(std::string_view message, Fields fields = {});
void write(Level level, std::string_view message, Fields fields = {});

// Below this level nothing is written; `info` at the start. May be changed at any time (SIGHUP, OPS-3).
void set_level(Level level);
bool enabled(Level level);
void set_format(Format format);

// While it lives, lines of this thread carry the request id. Scopes nest; the inner one counts.
class RequestScope {
public:
    explicit RequestScope(std::string request_id);
    ~RequestScope();
    RequestScope(const RequestScope&) = delete;
    RequestScope& operator=(const RequestScope&) = delete;

private:
    std::string previous_;
};
// Empty outside of a scope. A coroutine that changes threads opens the scope again after it resumes.
const std::string& current_request_id();

// Where finished lines go; standard error unless a test captures them. An empty function restores standard error.
using Sink = std::function<void(std::string_view line)>;
void set_sink(Sink sink);

}  // namespace portico::log
