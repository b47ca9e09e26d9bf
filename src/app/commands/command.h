// What the commands of the program share (OPS-2, OPS-11): settings from file, environment and flags; answers for people
// and for machines; exit codes.
#pragma once

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <string>

#include "app/wiring/foundation.h"
#include "platform/config/loader.h"

namespace portico::app {

// Exit codes: 0 done, 1 refused or failed, 2 wrong use.
inline constexpr int exit_done = 0, exit_failed = 1, exit_usage = 2;

// The options that every command takes, and what follows from them.
class CommandLine {
public:
    CommandLine();

    // Adds --config, --data, --database, --storage … and --json to a command.
    void add_common_options(CLI::App& command);

    // Reads the configuration; throws std::runtime_error with all that is wrong.
    config::Settings load();
    const config::Loader& loader() const { return loader_; }
    bool json() const { return json_; }

    // One line for machines under --json, else the text for people.
    void answer(const boost::json::object& machine, const std::string& people) const;

private:
    config::Settings settings_;
    config::Loader loader_;
    std::string config_file_;
    std::map<std::string, std::string> flags_;
    bool json_ = false;
};

// A refused use case as text for the operator.
[[noreturn]] void throw_error(const Error& error);
template <class T>
T or_throw(Result<T> result) {
    if (!result) throw_error(result.error());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// One line of standard input, without its line end.
std::string read_secret_line();

// Each adds its command(s) to the program; `run` is set to what is to be done when one was chosen.
using Run = std::function<int()>;
void add_serve_command(CLI::App&, CommandLine&, Run&);
void add_account_commands(CLI::App&, CommandLine&, Run&);
void add_study_commands(CLI::App&, CommandLine&, Run&);
void add_storage_commands(CLI::App&, CommandLine&, Run&);
void add_message_commands(CLI::App&, CommandLine&, Run&);
void add_system_commands(CLI::App&, CommandLine&, Run&);
void add_demo_command(CLI::App&, CommandLine&, Run&);
// What the server starts by itself to decode images; not for people, so help does not name it.
void add_decode_worker_command(CLI::App&, Run&);

}  // namespace portico::app
