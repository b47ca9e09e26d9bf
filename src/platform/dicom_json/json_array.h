// Cuts the text of a JSON array into its elements while it arrives, so that no more than one element is ever held and
// none is parsed that would take much more memory than its text (STU-6). It looks at strings and brackets only; whether
// an element is JSON is for the parser to say.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace portico::dicom {

struct JsonArrayLimits {
    std::size_t element_bytes = 4 * 1024 * 1024;
    std::size_t values = 400'000;  // within one element: a parsed value takes some 50 bytes, its text perhaps two
    std::size_t elements = 10'000;
};

// One text's; not thread-safe. After an error it is of no more use.
class JsonArrayCutter {
public:
    using Take = std::function<Result<void>(std::string_view element)>;

    explicit JsonArrayCutter(JsonArrayLimits limits = {}) : limits_(limits) {}

    // The next piece of the text. Errors: malformed, too_complex, and those of `take`.
    Result<void> put(std::string_view piece, const Take& take);
    // At the end of the text. Error: malformed when the array is not complete.
    Result<void> finish() const;

private:
    enum class State { before, first, element, next, after };
    Result<void> put_between(std::string_view& piece);
    Result<void> put_within(std::string_view& piece, const Take& take);
    std::size_t pass_string(std::string_view piece, std::size_t at);
    Result<void> note(char c);
    Result<void> end_element(const Take& take);

    JsonArrayLimits limits_;
    State state_ = State::before;
    std::string element_;
    std::size_t values_ = 0, elements_ = 0, depth_ = 0;
    bool in_string_ = false, escaped_ = false;
};

}  // namespace portico::dicom
