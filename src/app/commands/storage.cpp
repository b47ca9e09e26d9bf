// storage verify (STU-20).
#include <unistd.h>

#include <iostream>

#include "app/commands/command.h"
#include "features/clinician_portal/clinician_portal.h"
#include "features/studies/studies.h"

namespace portico::app {
namespace {

constexpr double mib = 1024.0 * 1024.0;

int verify(CommandLine& line) {
    Foundation base(line.load(), Schema::must_be_current);
    studies::Integrity integrity(base.units, *base.blobs, base.clock, {clinician_portal::named_photos});
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    const auto tally = integrity.verify([&](const studies::IntegrityTally& so_far) {
        if (terminal)
            std::cerr << fmt::format("\r{} objects, {:.0f} MiB\033[K", so_far.objects,
                                     static_cast<double>(so_far.bytes) / mib)
                      << std::flush;
        return true;
    });
    if (terminal) std::cerr << std::endl;
    line.answer({{"objects", tally.objects},
                 {"bytes", tally.bytes},
                 {"missing", tally.missing},
                 {"damaged", tally.damaged},
                 {"restored", tally.restored}},
                fmt::format("{} objects read back ({:.1f} MiB): {} missing, {} damaged, {} whole again", tally.objects,
                            static_cast<double>(tally.bytes) / mib, tally.missing, tally.damaged, tally.restored));
    return tally.whole() ? exit_done : exit_failed;
}

}  // namespace

void add_storage_commands(CLI::App& app, CommandLine& line, Run& run) {
    auto* storage = app.add_subcommand("storage", "The archive's content")->require_subcommand(1);
    auto* command = storage->add_subcommand(
        "verify", "Read every object back and compare it with its checksums; exit code 1 when one is lost");
    line.add_common_options(*command);
    command->callback([&line, &run] { run = [&line] { return verify(line); }; });
}

}  // namespace portico::app
