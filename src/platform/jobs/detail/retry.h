// What both deliverers of this room need when something fails.
#pragma once

#include <algorithm>
#include <exception>
#include <string>
#include <string_view>

namespace portico::jobs {

// An exception's text as it may be stored: short, plain ASCII.
inline std::string storable_error(std::string_view what) {
    std::string text(what.substr(0, 500));
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

// Runs `work`; the text of the exception that it threw, empty when all went well.
template <class Work>
std::string error_of(Work work) {
    try {
        work();
        return {};
    } catch (const std::exception& error) {
        const auto text = storable_error(error.what());
        return text.empty() ? "an exception without text" : text;
    } catch (...) {
        return "an unknown exception";
    }
}

}  // namespace portico::jobs
