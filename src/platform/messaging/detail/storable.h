// What another side said, as it may be stored and shown: short, plain ASCII.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace portico::messaging {

inline std::string storable(std::string_view said) {
    std::string text(said.substr(0, 300));
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

}  // namespace portico::messaging
