// Errors as answers: RFC 9457 problem details (GEN-4).
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "platform/http/message.h"

namespace portico::http {

// Gives texts for people in the caller's language. Thread-safe.
class Translator {
public:
    virtual ~Translator() = default;
    // The text for a stable code; `english` where there is no translation. `accept_language` as in the header.
    virtual std::string text(std::string_view code, std::string_view english,
                             std::string_view accept_language) const = 0;
};

// application/problem+json with {type, title, status, code, detail, errors: [{path, code, text}], requestId}.
// Error::detail() is not in it. 429 and 503 carry Retry-After, 401 WWW-Authenticate. A field error of the path
// "retryAfter" is no field: its text, seconds, is the Retry-After and the member retryAfter.
Response problem_response(const Error& error, const Request& request);

// A JSON string literal with its quotes; bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

}  // namespace portico::http
