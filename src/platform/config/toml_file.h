// A TOML file as flat names and values. Keeps toml++ out of every other file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"

namespace portico::config {

// What a setting can be in a file. `Unsupported` stands for dates, decimals, mixed lists and the like.
struct Unsupported {};
using TomlValue = std::variant<Unsupported, std::string, bool, std::int64_t, std::vector<std::string>>;

struct TomlEntry {
    std::string name;  // tables joined by dots
    TomlValue value;
    unsigned line = 0;
};

struct TomlProblem {
    std::string text;
    unsigned line = 0;  // 0: the file as a whole
};

tl::expected<std::vector<TomlEntry>, TomlProblem> read_toml(const std::filesystem::path& file);
tl::expected<std::vector<TomlEntry>, TomlProblem> parse_toml(std::string_view text);

std::string toml_string(std::string_view text);  // in quotes, escaped

}  // namespace portico::config
