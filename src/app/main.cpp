#include <exception>
#include <iostream>

#include "app/commands/command.h"
#include "platform/crypto/random.h"

int main(int argc, char** argv) {
    using namespace portico::app;
    try {
        portico::crypto::init();
        CLI::App app("Portico, the front door of an imaging archive", "portico");
        app.require_subcommand(1);
        app.set_help_all_flag("--help-all", "Help of all commands");
        CommandLine line;
        Run run;
        add_serve_command(app, line, run);
        add_account_commands(app, line, run);
        add_study_commands(app, line, run);
        add_storage_commands(app, line, run);
        add_message_commands(app, line, run);
        add_system_commands(app, line, run);
        add_demo_command(app, line, run);
        add_decode_worker_command(app, run);
        try {
            app.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            return app.exit(error) == 0 ? exit_done : exit_usage;
        }
        return run();
    } catch (const std::exception& error) {
        std::cerr << "portico: " << error.what() << '\n';
        return exit_failed;
    }
}
