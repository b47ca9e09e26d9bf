#include "platform/config/toml_file.h"

#include <fmt/format.h>

// toml++ 3.3 asserts of a key's first character what it goes on to report as an error of the file.
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>

#include <fstream>
#include <iterator>

namespace portico::config {
namespace {

TomlValue value_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* flag = node.as_boolean()) return flag->get();
    if (const auto* number = node.as_integer()) return number->get();
    const auto* list = node.as_array();
    if (list == nullptr) return Unsupported{};
    std::vector<std::string> texts;
    for (const auto& element : *list) {
        const auto* text = element.as_string();
        if (text == nullptr) return Unsupported{};
        texts.push_back(text->get());
    }
    return texts;
}

void flatten(const toml::table& table, const std::string& prefix, std::vector<TomlEntry>& entries) {
    for (const auto& [key, node] : table) {
        auto name = prefix + std::string(key.str());
        if (const auto* inner = node.as_table()) {
            flatten(*inner, name + ".", entries);
        } else {
            entries.push_back({name, value_of(node), key.source().begin.line});
        }
    }
}

}  // namespace

tl::expected<std::vector<TomlEntry>, TomlProblem> parse_toml(std::string_view text) {
    try {
        std::vector<TomlEntry> entries;
        flatten(toml::parse(text), "", entries);
        return entries;
    } catch (const toml::parse_error& problem) {
        return tl::unexpected(TomlProblem{std::string(problem.description()), problem.source().begin.line});
    }
}

tl::expected<std::vector<TomlEntry>, TomlProblem> read_toml(const std::filesystem::path& file) {
    std::error_code problem;
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file, problem)) return tl::unexpected(TomlProblem{"cannot be read", 0});
    return parse_toml(std::string(std::istreambuf_iterator<char>(in), {}));
}

std::string toml_string(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\u{:04X}", byte);
        } else {
            out += c;
        }
    }
    out += '"';
    return out;
}

}  // namespace portico::config
