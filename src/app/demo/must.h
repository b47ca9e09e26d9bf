// What the demonstration asks for is never refused; where it is, the program or its database is not as it should be.
#pragma once

#include <string_view>
#include <type_traits>
#include <utility>

#include "core/result.h"

namespace portico::app::demo {

// std::runtime_error with what went wrong, for the operator.
[[noreturn]] void throw_refused(std::string_view what, const Error& error);

template <class T>
T must(std::string_view what, Result<T> result) {
    if (!result) throw_refused(what, result.error());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace portico::app::demo
