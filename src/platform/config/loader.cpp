#include "platform/config/loader.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "platform/config/suggest.h"
#include "platform/config/toml_file.h"

namespace portico::config {
namespace {

template <class... F>
struct Cases : F... {
    using F::operator()...;
};
template <class... F>
Cases(F...) -> Cases<F...>;  // clang 14 does not find it by itself

constexpr std::string_view prefix = "PORTICO_";

// A problem with one setting; an empty code means none.
struct Problem {
    std::string code;
    std::string text;
};

std::string_view expected_kind(const Slot& slot) {
    return std::visit(
        Cases{[](bool*) { return "true or false"; }, [](std::int64_t*) { return "a whole number"; },
              [](std::vector<std::string>*) { return "a list of texts"; }, [](auto*) { return "a text"; }},
        slot);
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> entries;
    while (!text.empty()) {
        auto entry = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), entry.size() + 1));
        auto first = entry.find_first_not_of(' ');
        if (first == std::string_view::npos) continue;
        entries.emplace_back(entry.substr(first, entry.find_last_not_of(' ') - first + 1));
    }
    return entries;
}

// A text from the environment or a flag as a value of the slot's kind.
TomlValue value_for(const Slot& slot, std::string_view text) {
    return std::visit(Cases{[&](bool*) -> TomlValue {
                                if (text == "true" || text == "1" || text == "yes" || text == "on") return true;
                                if (text == "false" || text == "0" || text == "no" || text == "off") return false;
                                return Unsupported{};
                            },
                            [&](std::int64_t*) -> TomlValue {
                                std::int64_t number = 0;
                                auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
                                if (problem != std::errc() || end != text.data() + text.size()) return Unsupported{};
                                return number;
                            },
                            [&](std::vector<std::string>*) -> TomlValue { return split_list(text); },
                            [&](auto*) -> TomlValue { return std::string(text); }},
                      slot);
}

Problem check_text(const Key& key, const std::string& text) {
    if (!key.choices.empty() && std::ranges::find(key.choices, text) == key.choices.end())
        return {"not_allowed", fmt::format("must be one of {}", fmt::join(key.choices, ", "))};
    // An empty text stands for "not given"; whether it may be left out is decided where it is used.
    if (key.check == nullptr || text.empty()) return {};
    auto wrong = key.check(text);
    return wrong.empty() ? Problem{} : Problem{"not_allowed", std::move(wrong)};
}

Problem check_number(const Key& key, std::int64_t number) {
    if (number >= key.minimum && number <= key.maximum) return {};
    if (key.maximum == std::numeric_limits<std::int64_t>::max())
        return {"out_of_range", fmt::format("must be at least {}", key.minimum)};
    return {"out_of_range", fmt::format("must be between {} and {}", key.minimum, key.maximum)};
}

// Puts the value into the slot, or says why not.
Problem assign(const Key& key, const TomlValue& value) {
    Problem wrong_type{"wrong_type", fmt::format("must be {}", expected_kind(key.slot))};
    auto text_into = [&](auto* slot) -> Problem {
        const auto* text = std::get_if<std::string>(&value);
        if (text == nullptr) return wrong_type;
        auto problem = check_text(key, *text);
        if (problem.code.empty()) *slot = *text;
        return problem;
    };
    return std::visit(Cases{[&](bool* slot) -> Problem {
                                const auto* flag = std::get_if<bool>(&value);
                                if (flag == nullptr) return wrong_type;
                                *slot = *flag;
                                return {};
                            },
                            [&](std::int64_t* slot) -> Problem {
                                const auto* number = std::get_if<std::int64_t>(&value);
                                if (number == nullptr) return wrong_type;
                                auto problem = check_number(key, *number);
                                if (problem.code.empty()) *slot = *number;
                                return problem;
                            },
                            [&](std::vector<std::string>* slot) -> Problem {
                                const auto* list = std::get_if<std::vector<std::string>>(&value);
                                if (list == nullptr) return wrong_type;
                                for (const auto& entry : *list)
                                    if (auto problem = check_text(key, entry); !problem.code.empty()) return problem;
                                *slot = *list;
                                return {};
                            },
                            text_into},
                      key.slot);
}

std::string as_toml(const Slot& slot) {
    return std::visit(Cases{[](const std::string* text) { return toml_string(*text); },
                            [](const std::filesystem::path* path) { return toml_string(path->string()); },
                            [](const bool* flag) { return std::string(*flag ? "true" : "false"); },
                            [](const std::int64_t* number) { return std::to_string(*number); },
                            [](const std::vector<std::string>* list) {
                                std::vector<std::string> quoted;
                                for (const auto& entry : *list) quoted.push_back(toml_string(entry));
                                return fmt::format("[{}]", fmt::join(quoted, ", "));
                            }},
                      slot);
}

// "postgresql://user:secret@host/…" -> "postgresql://user:***@host/…"
std::string without_password(std::string text) {
    auto scheme = text.find("://");
    if (scheme == std::string::npos) return text;
    auto start = scheme + 3;
    auto at = text.rfind('@', text.find_first_of("/?#", start));
    auto colon = text.find(':', start);
    if (at != std::string::npos && at > start && colon < at) text.replace(colon + 1, at - colon - 1, "***");
    return text;
}

std::string as_comment(std::string_view text) {
    constexpr std::size_t width = 100;
    std::string out;
    while (!text.empty()) {
        auto length = text.size();
        if (length > width) {
            length = text.rfind(' ', width);
            if (length == std::string_view::npos) length = std::min(text.find(' '), text.size());
        }
        out += fmt::format("# {}\n", text.substr(0, length));
        text.remove_prefix(std::min(text.size(), length + 1));
    }
    return out;
}

std::string table_of(std::string_view name) {
    auto dot = name.rfind('.');
    return std::string(dot == std::string_view::npos ? std::string_view() : name.substr(0, dot));
}

}  // namespace

std::string environment_name(std::string_view key_name) {
    std::string name(prefix);
    for (char c : key_name) {
        bool lower = c >= 'a' && c <= 'z';
        name += c == '.' ? '_' : lower ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return name;
}

std::string_view name_of(Source source) {
    constexpr std::array<std::string_view, 4> names{"default", "file", "environment", "flag"};
    return names[static_cast<std::size_t>(source)];
}

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> found;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        std::string_view text = *entry;
        auto equals = text.find('=');
        if (text.starts_with(prefix) && equals != std::string_view::npos)
            found.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return found;
}

void Loader::add(Key key) {
    if (find(key.name) != nullptr) throw std::logic_error("configuration key registered twice: " + key.name);
    defaults_.push_back(as_toml(key.slot));
    keys_.push_back(std::move(key));
}

const Key* Loader::find(std::string_view name) const {
    auto found = std::ranges::find(keys_, name, &Key::name);
    return found == keys_.end() ? nullptr : &*found;
}

std::string Loader::suggestion(std::string_view unknown) const {
    std::vector<std::string> names;
    for (const auto& key : keys_) names.push_back(unknown.starts_with(prefix) ? environment_name(key.name) : key.name);
    auto near = nearest(unknown, names);
    return near.empty() ? std::string() : fmt::format("; did you mean {}?", near);
}

Result<void> Loader::load(const Inputs& inputs) {
    Error problems(errors::invalid_configuration);
    if (inputs.file) load_file(*inputs.file, problems);
    load_environment(inputs.environment, problems);
    for (const auto& [name, text] : inputs.flags) {
        const auto* key = find(name);
        bool own_flag = key != nullptr && !key->flag.empty();
        load_text(name, text, {Source::flag, fmt::format("--{}", own_flag ? key->flag : "set " + name)}, problems);
    }
    if (!problems.fields().empty()) return fail(std::move(problems));
    return {};
}

void Loader::load_file(const std::filesystem::path& file, Error& problems) {
    auto entries = read_toml(file);
    if (!entries) {
        const auto& problem = entries.error();
        auto where = problem.line == 0 ? file.string() : fmt::format("{}:{}", file.string(), problem.line);
        problems.at(file.string(), "unreadable", fmt::format("{}: {}", where, problem.text));
        return;
    }
    for (const auto& entry : *entries) {
        auto where = fmt::format("{}:{}", file.string(), entry.line);
        const auto* key = find(entry.name);
        if (key == nullptr) {
            problems.at(entry.name, "unknown_key",
                        fmt::format("{}: there is no setting {}{}", where, entry.name, suggestion(entry.name)));
            continue;
        }
        auto problem = assign(*key, entry.value);
        if (problem.code.empty()) {
            origins_[key->name] = {Source::file, where};
        } else {
            problems.at(key->name, problem.code, fmt::format("{}: {} {}", where, key->name, problem.text));
        }
    }
}

void Loader::load_environment(const std::map<std::string, std::string>& environment, Error& problems) {
    for (const auto& [name, text] : environment) {
        if (!name.starts_with(prefix) || name == "PORTICO_CONFIG" || name.starts_with("PORTICO_TEST_")) continue;
        auto key =
            std::ranges::find(keys_, name, [](const Key& candidate) { return environment_name(candidate.name); });
        if (key == keys_.end()) {
            problems.at(name, "unknown_key",
                        fmt::format("environment: there is no setting {}{}", name, suggestion(name)));
        } else {
            load_text(key->name, text, {Source::environment, name}, problems);
        }
    }
}

void Loader::load_text(std::string_view name, std::string_view text, Origin origin, Error& problems) {
    const auto* key = find(name);
    if (key == nullptr) {
        problems.at(std::string(name), "unknown_key", fmt::format("there is no setting {}{}", name, suggestion(name)));
        return;
    }
    auto problem = assign(*key, value_for(key->slot, text));
    if (problem.code.empty()) {
        origins_[key->name] = std::move(origin);
    } else {
        problems.at(key->name, problem.code, fmt::format("{}: {} {}", origin.where, key->name, problem.text));
    }
}

std::vector<EffectiveValue> Loader::effective() const {
    std::vector<EffectiveValue> values;
    for (const auto& key : keys_) {
        auto origin = origins_.find(key.name);
        EffectiveValue value{key.name, key.secret ? "\"***\"" : without_password(as_toml(key.slot)), Source::default_,
                             ""};
        if (origin != origins_.end()) {
            value.source = origin->second.source;
            value.where = origin->second.where;
        }
        values.push_back(std::move(value));
    }
    return values;
}

Source Loader::source_of(std::string_view key_name) const {
    auto origin = origins_.find(key_name);
    return origin == origins_.end() ? Source::default_ : origin->second.source;
}

std::string Loader::example_toml() const {
    // Tables in the order of their first key; keys without a table must come first in TOML.
    std::vector<std::string> tables{""};
    for (const auto& key : keys_)
        if (std::ranges::find(tables, table_of(key.name)) == tables.end()) tables.push_back(table_of(key.name));

    std::string out =
        "# Settings of Portico. Every setting is shown with its default; take the \"#\" away to change one.\n"
        "# A variable of the environment (named with each setting) counts more, a flag most.\n";
    for (const auto& table : tables) {
        if (!table.empty()) out += fmt::format("\n[{}]\n", table);
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            const auto& key = keys_[i];
            if (table_of(key.name) != table) continue;
            out += '\n' + as_comment(key.explanation);
            auto flag = key.flag.empty() ? std::string() : fmt::format(", --{}", key.flag);
            out += fmt::format("# ({}{})\n", environment_name(key.name), flag);
            auto last = key.name.substr(table.empty() ? 0 : table.size() + 1);
            out += fmt::format("#{} = {}\n", last, key.secret ? "\"\"" : defaults_[i]);
        }
    }
    return out;
}

std::string describe(const Error& error) {
    std::string out(error.kind().text);
    for (const auto& field : error.fields()) out += fmt::format("\n  {}", field.text);
    return out;
}

}  // namespace portico::config
