// storage verify (STU-20), storage quota (STU-22).
#include <unistd.h>

#include <iostream>

#include "app/commands/command.h"
#include "features/access/access.h"
#include "features/accounts/accounts.h"
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

struct QuotaOptions {
    std::string slug;
    double gib = 0;
    bool none = false;
};

int set_quota(CommandLine& line, const QuotaOptions& options) {
    Foundation base(line.load(), Schema::must_be_current);
    access::AccessService access(base.clock);
    const auto tenant = [&] {
        auto session = base.database->read();
        return accounts::Tenants::find_by_slug(session, options.slug);
    }();
    if (!tenant) throw std::runtime_error("there is no tenant '" + options.slug + "'");
    studies::Keeping keeping(base.units, access, base.clock);
    std::optional<std::int64_t> bytes;
    if (!options.none) bytes = static_cast<std::int64_t>(options.gib * mib * 1024.0);
    keeping.set_quota(Foundation::operator_caller(), *tenant, bytes);
    boost::json::object machine{{"tenant", options.slug}, {"bytes", nullptr}};
    if (bytes) machine["bytes"] = *bytes;
    line.answer(machine, bytes ? fmt::format("{} may keep {:.1f} GiB", options.slug, options.gib)
                               : options.slug + " may keep as much as there is room for");
    return exit_done;
}

}  // namespace

void add_storage_commands(CLI::App& app, CommandLine& line, Run& run) {
    auto* storage = app.add_subcommand("storage", "The archive's content")->require_subcommand(1);
    auto* command = storage->add_subcommand(
        "verify", "Read every object back and compare it with its checksums; exit code 1 when one is lost");
    line.add_common_options(*command);
    command->callback([&line, &run] { run = [&line] { return verify(line); }; });

    auto options = std::make_shared<QuotaOptions>();
    command = storage->add_subcommand("quota", "Say how much a department may keep");
    line.add_common_options(*command);
    command->add_option("--tenant", options->slug, "Slug of the department")->required();
    auto* gib = command->add_option("--gib", options->gib, "GiB")->check(CLI::Range(0.001, 1e9));
    auto* none = command->add_flag("--none", options->none, "No limit");
    gib->excludes(none);
    command->callback([&line, &run, options, gib, none] {
        if (gib->count() + none->count() == 0) throw CLI::RequiredError("--gib or --none");
        run = [&line, options] { return set_quota(line, *options); };
    });
}

}  // namespace portico::app
