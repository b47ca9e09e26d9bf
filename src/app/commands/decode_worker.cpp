#include "app/commands/command.h"
#include "platform/imaging/worker.h"

namespace portico::app {

void add_decode_worker_command(CLI::App& app, Run& run) {
    auto* command = app.add_subcommand("decode-worker", "Decodes images for the server that started it");
    command->group("");
    command->callback([&] { run = [] { return imaging::run_decode_worker(); }; });
}

}  // namespace portico::app
