// How a use case says "no": Result<T> is a T or an Error.
//
// Errors are for what a caller can meet (bad input, no right, a conflict). Broken invariants and library edges use
// exceptions. Each module lists its errors as ErrorKind constants in one table; platform/api and platform/dimse turn
// a kind into an answer. What is for people (field, text) and what is for the log (detail) are kept apart here, so that
// internal detail cannot reach a client.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace portico {

// One line of a module's error table. Lives in static storage; compared by address through Error::is().
struct ErrorKind {
    std::string_view code;       // stable, snake_case; clients may depend on it
    int http_status;             // RFC 9110 status
    std::uint16_t dimse_status;  // PS3.7 Annex C status; 0x0110 (processing failure) where none fits
    std::string_view text;       // English text for people; the code is the key of its translations
};

// What is wrong with one input: `path` is the JSON path of the field ("roles[2].name"), code and text as above.
struct FieldError {
    std::string path;
    std::string code;
    std::string text;
};

class Error {
public:
    Error(const ErrorKind& kind)
        : kind_(&kind) {}  // NOLINT(google-explicit-constructor): `return some_kind;` reads well
    Error(const ErrorKind& kind, std::string detail) : kind_(&kind), detail_(std::move(detail)) {}

    // The same error with the offending field named.
    Error& at(std::string path, std::string code, std::string text) {
        fields_.push_back({std::move(path), std::move(code), std::move(text)});
        return *this;
    }

    const ErrorKind& kind() const { return *kind_; }
    bool is(const ErrorKind& kind) const { return kind_ == &kind; }
    const std::vector<FieldError>& fields() const { return fields_; }
    const std::string& detail() const { return detail_; }  // for the log only, never sent to a client

private:
    const ErrorKind* kind_;
    std::vector<FieldError> fields_;
    std::string detail_;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }
inline tl::unexpected<Error> fail(const ErrorKind& kind, std::string detail = {}) {
    return tl::unexpected<Error>(Error(kind, std::move(detail)));
}

// Errors that every module may give.
namespace errors {
inline constexpr ErrorKind not_found{"not_found", 404, 0x0112, "There is no such thing here."};
inline constexpr ErrorKind invalid_input{"invalid_input", 422, 0xA900, "Some of what was entered cannot be accepted."};
inline constexpr ErrorKind malformed{"malformed", 400, 0xC000, "The request could not be read."};
inline constexpr ErrorKind sign_in_required{"sign_in_required", 401, 0x0124, "Sign in first."};
inline constexpr ErrorKind forbidden{"forbidden", 403, 0x0124, "Your role does not allow this."};
inline constexpr ErrorKind conflict{"conflict", 409, 0x0110, "Somebody else changed this in the meantime."};
inline constexpr ErrorKind too_large{"too_large", 413, 0xA700, "This is larger than what is accepted here."};
inline constexpr ErrorKind too_many_requests{"too_many_requests", 429, 0xA700, "Too many tries. Wait a moment."};
inline constexpr ErrorKind unavailable{"unavailable", 503, 0xA700, "The server cannot do this just now."};
inline constexpr ErrorKind internal{"internal", 500, 0x0110, "Something went wrong on the server."};
}  // namespace errors

// `PORTICO_TRY(auto x, expression);` binds the value or returns the error from the enclosing function.
#define PORTICO_CONCAT_INNER(a, b) a##b
#define PORTICO_CONCAT(a, b) PORTICO_CONCAT_INNER(a, b)
#define PORTICO_TRY_NAMED(temporary, target, ...)                                            \
    auto temporary = (__VA_ARGS__);                                                          \
    if (!temporary) return ::tl::unexpected<::portico::Error>(std::move(temporary).error()); \
    target = std::move(*temporary)
#define PORTICO_TRY(target, ...) PORTICO_TRY_NAMED(PORTICO_CONCAT(portico_try_, __LINE__), target, __VA_ARGS__)
// The same for Result<void>.
#define PORTICO_CHECK(...)                                                                 \
    do {                                                                                   \
        if (auto portico_checked = (__VA_ARGS__); !portico_checked)                        \
            return ::tl::unexpected<::portico::Error>(std::move(portico_checked).error()); \
    } while (false)

}  // namespace portico
