// One setting of the server: its name, where its value goes, and how it is explained.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace portico::config {

// Where a value goes. The pointee belongs to whoever registers the key and must outlive the Loader; what it holds when
// the key is registered is the default.
using Slot = std::variant<std::string*, std::filesystem::path*, bool*, std::int64_t*, std::vector<std::string>*>;

// Says what is wrong with a text ("is no address"), or nothing when it is right. Called for each entry of a list.
using Check = std::string (*)(std::string_view text);

struct Key {
    std::string name;  // "<table>.<key>" or "<key>", snake_case; the environment name follows from it
    Slot slot;
    std::string explanation;             // English sentences for the example file and for --help
    std::string flag{};                  // name of the flag without "--"; empty: no flag of its own
    Check check = nullptr;               // for texts and lists
    std::vector<std::string> choices{};  // for texts: what is allowed; empty: anything
    std::int64_t minimum = std::numeric_limits<std::int64_t>::min();
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
    bool secret = false;  // never printed
};

// "http.listen" -> "PORTICO_HTTP_LISTEN"
std::string environment_name(std::string_view key_name);

}  // namespace portico::config
