#include "app/commands/command.h"

#include <iostream>

namespace portico::app {

CommandLine::CommandLine() { config::register_settings(loader_, settings_); }

void CommandLine::add_common_options(CLI::App& command) {
    command.add_option("--config", config_file_, "Configuration file (TOML)");
    for (const auto& key : loader_.keys()) {
        if (key.flag.empty()) continue;
        auto store = [this, name = key.name](const std::string& value) { flags_[name] = value; };
        if (std::holds_alternative<bool*>(key.slot))
            command.add_flag_function(
                "--" + key.flag, [this, name = key.name](std::int64_t) { flags_[name] = "true"; }, key.explanation);
        else
            command.add_option_function<std::string>("--" + key.flag, store, key.explanation);
    }
    command.add_flag("--json", json_, "Answer with JSON");
}

config::Settings CommandLine::load() {
    config::Inputs inputs{.environment = config::process_environment(), .flags = {flags_.begin(), flags_.end()}};
    if (!config_file_.empty())
        inputs.file = config_file_;
    else if (auto named = inputs.environment.find("PORTICO_CONFIG"); named != inputs.environment.end())
        inputs.file = named->second;
    if (auto loaded = loader_.load(inputs); !loaded) throw std::runtime_error(config::describe(loaded.error()));
    if (auto resolved = config::resolve(settings_); !resolved)
        throw std::runtime_error(config::describe(resolved.error()));
    return settings_;
}

void CommandLine::answer(const boost::json::object& machine, const std::string& people) const {
    if (json_)
        std::cout << boost::json::serialize(machine) << '\n';
    else
        std::cout << people << '\n';
}

void throw_error(const Error& error) {
    std::string text(error.kind().text);
    for (const auto& field : error.fields()) text += "\n  " + field.path + ": " + field.text;
    if (!error.detail().empty()) text += " (" + error.detail() + ")";
    throw std::runtime_error(text + " [" + std::string(error.kind().code) + "]");
}

std::string read_secret_line() {
    std::string line;
    std::getline(std::cin, line);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

}  // namespace portico::app
