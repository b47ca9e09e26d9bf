// Header fields of a request or a response.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico::http {

// True when both texts are equal without regard to ASCII case.
bool equals_ignoring_case(std::string_view a, std::string_view b);

// A multimap in order of arrival; names compare without regard to case (RFC 9110, 5.1).
//
// Writing a name that is no token, or a value with CR, LF or NUL, is a broken invariant of the caller and throws
// std::invalid_argument: text from outside must be checked before it becomes a header.
class Headers {
public:
    using Field = std::pair<std::string, std::string>;

    Headers() = default;
    Headers(std::initializer_list<Field> fields);

    // The first value of that name; nothing when there is none.
    std::optional<std::string_view> get(std::string_view name) const;
    // All values of that name, in order.
    std::vector<std::string_view> get_all(std::string_view name) const;
    bool has(std::string_view name) const { return get(name).has_value(); }

    void add(std::string_view name, std::string_view value);
    void set(std::string_view name, std::string_view value);            // replaces all of that name
    void set_if_absent(std::string_view name, std::string_view value);  // leaves what is there
    void remove(std::string_view name);

    std::size_t size() const { return fields_.size(); }
    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }

private:
    std::vector<Field> fields_;
};

}  // namespace portico::http
