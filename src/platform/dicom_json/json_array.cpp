#include "platform/dicom_json/json_array.h"

#include <algorithm>
#include <utility>

#include "platform/dicom/errors.h"

namespace portico::dicom {
namespace {

constexpr std::string_view spaces = " \t\n\r";  // RFC 8259, 2
constexpr std::string_view signs = "\"[]{},:";

tl::unexpected<Error> no_array() { return fail(errors::malformed, "JSON: not an array"); }

}  // namespace

Result<void> JsonArrayCutter::put(std::string_view piece, const Take& take) {
    while (!piece.empty()) {
        if (state_ == State::element) {
            PORTICO_CHECK(put_within(piece, take));
            continue;
        }
        piece.remove_prefix(std::min(piece.find_first_not_of(spaces), piece.size()));
        if (!piece.empty()) PORTICO_CHECK(put_between(piece));
    }
    return {};
}

// Brackets and commas of the array itself; the beginning of an element is left in `piece`.
Result<void> JsonArrayCutter::put_between(std::string_view& piece) {
    const char c = piece.front();
    if (state_ == State::before ? c != '[' : state_ == State::after) return no_array();
    if (state_ == State::before || (state_ == State::first && c == ']')) {
        state_ = state_ == State::before ? State::first : State::after;
        piece.remove_prefix(1);
        return {};
    }
    state_ = State::element;
    return {};
}

// Takes what belongs to the element, and the comma or bracket behind it, out of `piece`.
Result<void> JsonArrayCutter::put_within(std::string_view& piece, const Take& take) {
    std::size_t at = 0;
    bool ends = false;
    while (at < piece.size() && !ends) {
        if (in_string_) {
            at = pass_string(piece, at);
            continue;
        }
        at = std::min(piece.find_first_of(signs, at), piece.size());
        if (at == piece.size()) break;
        ends = depth_ == 0 && (piece[at] == ',' || piece[at] == ']');
        if (!ends) PORTICO_CHECK(note(piece[at++]));
    }
    if (element_.size() + at > limits_.element_bytes) return fail(errors::too_complex, "too long an element");
    element_.append(piece.substr(0, at));
    if (ends) {
        state_ = piece[at] == ',' ? State::next : State::after;
        PORTICO_CHECK(end_element(take));
    }
    piece.remove_prefix(at + (ends ? 1 : 0));
    return {};
}

// Behind what of a string stands from `at` on.
std::size_t JsonArrayCutter::pass_string(std::string_view piece, std::size_t at) {
    if (std::exchange(escaped_, false)) return at + 1;
    at = std::min(piece.find_first_of("\"\\", at), piece.size());
    if (at == piece.size()) return at;
    escaped_ = piece[at] == '\\';
    in_string_ = escaped_;
    return at + 1;
}

// One of the signs, within an element.
Result<void> JsonArrayCutter::note(char c) {
    if (c == '"') in_string_ = true;
    if (c == '[' || c == '{') ++depth_;
    if (c == ']' || c == '}') {
        if (depth_ == 0) return no_array();
        --depth_;
    }
    const bool begins_a_value = c == '[' || c == '{' || c == ',' || c == ':';
    if (begins_a_value && ++values_ > limits_.values) return fail(errors::too_complex, "too many values");
    return {};
}

Result<void> JsonArrayCutter::end_element(const Take& take) {
    if (element_.empty()) return no_array();
    if (++elements_ > limits_.elements) return fail(errors::too_complex, "too many elements");
    PORTICO_CHECK(take(element_));
    element_.clear();
    values_ = 0;
    return {};
}

Result<void> JsonArrayCutter::finish() const {
    if (state_ != State::after) return no_array();
    return {};
}

}  // namespace portico::dicom
