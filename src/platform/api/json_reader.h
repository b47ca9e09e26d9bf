// Reads JSON from outside into C++ values and remembers everything that is wrong with it, each with its path.
//
// The core of DTO reading that does not depend on the DTO; dto.h holds the thin templates over it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "platform/api/limits.h"

namespace boost::json {
class value;
}

namespace portico::api {

struct Schema;

// The field errors of one document, in the order met; keeps the first 100.
class FieldErrors {
public:
    void add(std::string path, const FieldCode& code);
    bool empty() const { return errors_.empty(); }
    // errors::invalid_input with all of them.
    Error to_error() const;

private:
    std::vector<FieldError> errors_;
};

// One place in a document. Each read gives the value, or reports what is wrong and gives an empty one, so that all
// errors of a document are found in one pass. A reader made by member() or item() must not outlive the one it is from.
class JsonReader {
public:
    JsonReader(const boost::json::value& value, FieldErrors& errors) : value_(&value), errors_(&errors) {}

    bool is_null() const;
    std::string text(const Limits& limits) const;
    bool boolean() const;
    // Within [lowest, highest] and the limits. A number without a fraction counts as an integer however it is written.
    std::int64_t integer(const Limits& limits, std::int64_t lowest, std::int64_t highest) const;
    double number(const Limits& limits) const;
    Timestamp timestamp() const;
    std::string id() const;
    // The value as compact JSON text, at most limits.max_bytes.
    std::string raw(const Limits& limits) const;
    // Place of the text among the names; nothing (and an error) when it is none of them.
    std::optional<std::size_t> choice(std::span<const std::string_view> names) const;

    // Number of items of the list; none when this is no list or one of a wrong size.
    std::optional<std::size_t> array(const Limits& limits) const;
    JsonReader item(std::size_t index) const;

    // False when this is no object. Members that are not among the known names are reported.
    bool object(std::span<const std::string_view> known) const;
    std::optional<JsonReader> member(std::string_view name) const;
    // The members of an object with any names (a map), with checked names.
    std::vector<std::pair<std::string, JsonReader>> members(const Limits& limits) const;

    void report(const FieldCode& code) const;
    void report_missing(std::string_view name) const;

private:
    JsonReader(const boost::json::value& value, const JsonReader& parent, std::string_view name, std::size_t index)
        : value_(&value), errors_(parent.errors_), parent_(&parent), name_(name), index_(index) {}
    std::string path() const;
    void check_text(std::string_view text, const Limits& limits) const;

    const boost::json::value* value_;
    FieldErrors* errors_;
    const JsonReader* parent_ = nullptr;
    std::string_view name_;  // name in the parent object; empty for an item of a list
    std::size_t index_ = 0;
};

struct ParseLimits {
    std::size_t max_bytes = 1024 * 1024;
    std::size_t max_depth = 32;
};

// A parsed document together with the errors found while it is read.
class JsonDocument {
public:
    // errors::malformed when the text is not JSON (RFC 8259, UTF-8) or nested too deeply, errors::too_large above the
    // limit.
    static Result<JsonDocument> parse(std::string_view text, const ParseLimits& limits = {});
    // An object from the parameters of a query string (decoded), typed by the properties of the schema: a repeated
    // parameter becomes a list where the schema has a list; text that is no number stays text, and is then reported.
    static JsonDocument from_query(std::span<const std::pair<std::string, std::string>> parameters,
                                   const Schema& schema);

    JsonDocument(JsonDocument&&) noexcept;
    JsonDocument& operator=(JsonDocument&&) noexcept;
    ~JsonDocument();

    JsonReader root() const;
    // The errors met so far, or success.
    Result<void> finish() const;

private:
    struct Impl;
    explicit JsonDocument(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace portico::api
