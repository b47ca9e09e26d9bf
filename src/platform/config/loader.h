// Reads the configuration: defaults, then one TOML file, then the environment, then flags; the later one counts
// (OPS-3).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "platform/config/key.h"

namespace portico::config {

namespace errors {
// Carries one FieldError for each problem; codes: unknown_key, wrong_type, out_of_range, not_allowed, unreadable.
inline constexpr ErrorKind invalid_configuration{"invalid_configuration", 500, 0x0110,
                                                 "The configuration cannot be used."};
}  // namespace errors

enum class Source { default_, file, environment, flag };
std::string_view name_of(Source source);  // "default", "file", "environment", "flag"

// A setting as it is in force. Passwords, also those inside URLs, are shown as "***".
struct EffectiveValue {
    std::string key;
    std::string value;  // as it would stand in the TOML file
    Source source = Source::default_;
    std::string where;  // "portico.toml:12", "PORTICO_HTTP_LISTEN", "--http"; empty for a default
};

struct Inputs {
    std::optional<std::filesystem::path> file;               // must exist when named
    std::map<std::string, std::string> environment;          // other names than PORTICO_… are left alone
    std::vector<std::pair<std::string, std::string>> flags;  // key name and text: {"http.listen", "[::]:80"}
};

// The PORTICO_… variables of this process.
std::map<std::string, std::string> process_environment();

// Features register their keys, then load() is called once. Not thread-safe; belongs to the start of the program.
class Loader {
public:
    // A name registered twice is a mistake in the program: std::logic_error.
    void add(Key key);
    const std::vector<Key>& keys() const { return keys_; }

    // All problems are found before it gives up. An unknown key in the file or the environment is one (with a
    // suggestion), except PORTICO_CONFIG and PORTICO_TEST_…, which are not settings. Lists in the environment and in
    // flags have commas between.
    Result<void> load(const Inputs& inputs);

    std::vector<EffectiveValue> effective() const;
    Source source_of(std::string_view key_name) const;
    // A TOML file with every key, its explanation and its default behind a "#".
    std::string example_toml() const;

private:
    struct Origin {
        Source source = Source::default_;
        std::string where;
    };
    const Key* find(std::string_view name) const;
    std::string suggestion(std::string_view unknown) const;
    void load_file(const std::filesystem::path& file, Error& problems);
    void load_environment(const std::map<std::string, std::string>& environment, Error& problems);
    void load_text(std::string_view name, std::string_view text, Origin origin, Error& problems);

    std::vector<Key> keys_;
    std::vector<std::string> defaults_;  // as TOML, in the order of keys_
    std::map<std::string, Origin, std::less<>> origins_;
};

// The error as lines for a terminal: one a problem.
std::string describe(const Error& error);

}  // namespace portico::config
