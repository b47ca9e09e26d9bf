// migrate, config, openapi, version, setup, audit verify.
#include <iostream>

#include "app/commands/command.h"
#include "app/version.h"
#include "app/wiring/audit.h"
#include "app/wiring/server.h"
#include "migrations/migrations.h"
#include "platform/db/migrator.h"

namespace portico::app {
namespace {

int migrate(CommandLine& line) {
    auto settings = line.load();
    std::filesystem::create_directories(settings.data);
    auto database = db::Database::open(settings.database_url);
    db::Migrator migrator(*database, all_migrations());
    auto ran = migrator.migrate();
    line.answer({{"ran", ran}, {"version", migrator.current_version()}},
                std::to_string(ran) + " migration(s) run; the schema is at version " +
                    std::to_string(migrator.current_version()));
    return exit_done;
}

int print_config(CommandLine& line, bool example) {
    if (example) {
        std::cout << line.loader().example_toml();
        return exit_done;
    }
    line.load();
    boost::json::array machine;
    for (const auto& value : line.loader().effective()) {
        if (line.json())
            machine.push_back(boost::json::object{{"key", value.key},
                                                  {"value", value.value},
                                                  {"source", config::name_of(value.source)},
                                                  {"where", value.where}});
        else
            std::cout << value.key << " = " << value.value << "    # " << config::name_of(value.source)
                      << (value.where.empty() ? "" : " " + value.where) << '\n';
    }
    if (line.json()) std::cout << boost::json::serialize(machine) << '\n';
    return exit_done;
}

int print_openapi(CommandLine& line) {
    // The routes do not depend on data: a folder that goes away again serves.
    auto settings = line.load();
    auto folder = std::filesystem::temp_directory_path() / ("portico-openapi-" + std::to_string(::getpid()));
    settings.data = folder;
    settings.database_url = "sqlite:" + (folder / "portico.db").string();
    settings.storage_url = "file:" + (folder / "blobs").string();
    {
        Foundation base(settings, Schema::migrate);
        Server server(base);
        std::cout << server.openapi() << '\n';
    }
    std::filesystem::remove_all(folder);
    return exit_done;
}

int setup(CommandLine& line) {
    Foundation base(line.load(), Schema::migrate);
    Server server(base);
    auto token = server.issue_setup_token();
    if (!token) throw std::runtime_error("this server has been set up already");
    line.answer({{"token", *token}}, "one-time token for the setup page: " + *token);
    return exit_done;
}

int verify_audit(CommandLine& line) {
    Foundation base(line.load(), Schema::must_be_current);
    auto session = base.database->read_snapshot();
    auto result = base.trail.verify(session, exported_heads(base.settings.data));
    boost::json::array findings;
    std::string text;
    for (const auto& finding : result.findings) {
        findings.push_back(boost::json::object{{"chain", finding.chain},
                                               {"position", finding.position},
                                               {"entry", finding.entry},
                                               {"problem", finding.problem}});
        text += "\n" + finding.problem + ": chain " + (finding.chain.empty() ? "system" : finding.chain) +
                ", position " + std::to_string(finding.position) + ", entry " + finding.entry;
    }
    line.answer({{"intact", result.intact()},
                 {"chains", result.chains},
                 {"sealed", result.sealed},
                 {"waiting", result.waiting},
                 {"findings", findings}},
                std::to_string(result.sealed) + " sealed entries in " + std::to_string(result.chains) + " chain(s), " +
                    std::to_string(result.waiting) + " waiting: " + (result.intact() ? "intact" : "NOT intact") + text);
    return result.intact() ? exit_done : exit_failed;
}

}  // namespace

void add_system_commands(CLI::App& app, CommandLine& line, Run& run) {
    auto add = [&](CLI::App& parent, const std::string& name, const std::string& text, std::function<int()> act) {
        auto* command = parent.add_subcommand(name, text);
        line.add_common_options(*command);
        command->callback([&run, act = std::move(act)] { run = act; });
        return command;
    };
    add(app, "migrate", "Bring the database to this version's schema", [&line] { return migrate(line); });
    auto example = std::make_shared<bool>(false);
    add(app, "config", "Print the effective configuration with its sources", [&line, example] {
        return print_config(line, *example);
    })->add_flag("--example", *example, "Print a configuration file with every key explained");
    add(app, "openapi", "Print the API description", [&line] { return print_openapi(line); });
    add(app, "setup", "Print a one-time token for the setup page", [&line] { return setup(line); });
    add(app, "version", "Print the version", [&line] {
        line.answer({{"version", version}}, "portico " + std::string(version));
        return exit_done;
    });
    auto* audit = app.add_subcommand("audit", "The audit trail")->require_subcommand(1);
    add(*audit, "verify", "Look for changed, missing or reordered entries", [&line] { return verify_audit(line); });
}

}  // namespace portico::app
