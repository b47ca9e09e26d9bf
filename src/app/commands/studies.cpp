// import, ae add, ae list, study list (STU-1, STU-4, OPS-11).
#include "features/studies/studies.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <iostream>

#include "app/commands/command.h"
#include "app/wiring/people.h"
#include "features/nodes/nodes.h"

namespace portico::app {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Options of one command; they live as long as the program's command tree.
struct Options {
    std::string slug;
    std::filesystem::path folder;
    int parallel = 4;
    std::string called, calling, host, description;
    std::int64_t port = 0;
    bool no_store = false, query = false, retrieve = false;
    std::string state, text;
};

TenantId tenant_of(Foundation& base, const std::string& slug) {
    auto session = base.database->read();
    auto tenant = accounts::Tenants::find_by_slug(session, slug);
    if (!tenant) throw std::runtime_error("there is no tenant '" + slug + "'");
    return *tenant;
}

// --- import ---

std::atomic<bool> interrupted = false;

std::string amount_of(std::uint64_t bytes) {
    constexpr double mib = 1024.0 * 1024.0;
    return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / mib);
}

// A bar that is drawn over itself on a terminal, a line now and then elsewhere. On standard error.
class Progress {
public:
    explicit Progress(bool silent) : terminal_(::isatty(STDERR_FILENO) == 1), silent_(silent && !terminal_) {}

    // Called by one thread at a time.
    void show(const studies::ImportCounts& counts) {
        using namespace std::chrono_literals;
        const auto now = SteadyClock::now();
        if (silent_ || now - shown_ < (terminal_ ? 100ms : 5000ms)) return;
        shown_ = now;
        if (terminal_)
            draw(counts);
        else
            std::cerr << text_of(counts) << std::endl;
    }
    void finish(const studies::ImportCounts& counts) {
        if (!terminal_) return;
        draw(counts);
        std::cerr << std::endl;
    }

private:
    static std::string text_of(const studies::ImportCounts& counts) {
        return fmt::format("{} of {}{} files, {}", counts.done(), counts.found, counts.all_found ? "" : " or more",
                           amount_of(counts.bytes));
    }
    static void draw(const studies::ImportCounts& counts) {
        constexpr std::uint64_t width = 30;
        const auto filled = counts.found == 0 ? 0 : width * counts.done() / counts.found;
        std::cerr << "\r[" << std::string(filled, '#') << std::string(width - filled, ' ') << "] " << text_of(counts)
                  << "\033[K" << std::flush;
    }

    bool terminal_, silent_;
    SteadyClock::time_point shown_ = SteadyClock::now();
};

boost::json::object machine_text(const studies::ImportReport& report, double seconds) {
    boost::json::array refused;
    for (const auto& refusal : report.refused)
        refused.push_back(boost::json::object{{"file", refusal.file.string()},
                                              {"code", refusal.code},
                                              {"text", refusal.text},
                                              {"detail", refusal.detail}});
    const auto& counts = report.counts;
    boost::json::object machine{
        {"found", counts.found},     {"stored", counts.stored},       {"alreadyThere", counts.already_there},
        {"refused", counts.refused}, {"notDicom", counts.not_dicom},  {"bytes", counts.bytes},
        {"seconds", seconds},        {"cancelled", report.cancelled}, {"refusals", refused}};
    if (report.stopped) machine["stopped"] = report.stopped->kind().code;
    return machine;
}

std::string people_text(const studies::ImportReport& report, double seconds) {
    const auto& counts = report.counts;
    auto text = fmt::format("{} stored, {} there already, {} refused, {} not DICOM; {} in {:.1f} s", counts.stored,
                            counts.already_there, counts.refused, counts.not_dicom, amount_of(counts.bytes), seconds);
    for (const auto& refusal : report.refused) {
        text += "\n  " + refusal.file.string() + ": " + refusal.text;
        if (!refusal.detail.empty()) text += " (" + refusal.detail + ")";
    }
    if (counts.refused > report.refused.size()) text += "\n  and more";
    if (report.stopped) text += "\nstopped: " + std::string(report.stopped->kind().text);
    if (report.cancelled) text += "\ninterrupted; run it again to go on";
    return text;
}

int import(CommandLine& line, const Options& options) {
    Foundation base(line.load(), Schema::migrate);
    const auto caller = Foundation::operator_caller();
    const auto scope = access::SystemScopes::for_operator_scope(caller, tenant_of(base, options.slug));
    studies::Receiver receiver(base.units, *base.blobs, base.clock);
    Progress progress(line.json());
    // What was begun is finished, so that nothing half is left.
    for (int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { interrupted = true; });
    const auto started = SteadyClock::now();
    auto report = or_throw(
        studies::import_directory(receiver, scope, {.caller = caller, .name = "import"}, options.folder,
                                  {.parallel = options.parallel,
                                   .progress = [&](const studies::ImportCounts& counts) { progress.show(counts); },
                                   .cancel = &interrupted}));
    progress.finish(report.counts);
    const double seconds = std::chrono::duration<double>(SteadyClock::now() - started).count();
    line.answer(machine_text(report, seconds), people_text(report, seconds));
    return report.counts.refused > 0 || report.stopped || report.cancelled ? exit_failed : exit_done;
}

// --- AE titles ---

Authorized<Permission::manage_integrations> may_integrate(Foundation& base, const Options& options) {
    return access::SystemScopes::for_operator<Permission::manage_integrations>(Foundation::operator_caller(),
                                                                               tenant_of(base, options.slug));
}

boost::json::object machine_text(const nodes::AeTitle& ae) {
    boost::json::object machine{{"id", ae.id.text()},
                                {"called", ae.called},
                                {"calling", ae.calling},
                                {"host", nullptr},
                                {"port", nullptr},
                                {"description", ae.description},
                                {"enabled", *ae.enabled},
                                {"mayStore", *ae.may_store},
                                {"mayQuery", *ae.may_query},
                                {"mayRetrieve", *ae.may_retrieve},
                                {"requireTls", *ae.require_tls},
                                {"lastSeenAt", nullptr}};
    if (ae.host) machine["host"] = *ae.host;
    if (ae.port) machine["port"] = *ae.port;
    if (ae.last_seen_at) machine["lastSeenAt"] = to_rfc3339(*ae.last_seen_at);
    return machine;
}

std::string people_text(const nodes::AeTitle& ae) {
    return fmt::format("{:<16}  {:<16}  {:<21}  {:<24}  {}", ae.called, ae.calling,
                       ae.host.value_or("any") + (ae.port ? ":" + std::to_string(*ae.port) : ""),
                       ae.last_seen_at ? to_rfc3339(*ae.last_seen_at) : "not seen yet", ae.description);
}

int add_ae_title(CommandLine& line, const Options& options) {
    Foundation base(line.load(), Schema::migrate);
    nodes::AeTitles titles(base.units, base.clock);
    nodes::NewAeTitle wanted{.called = options.called,
                             .calling = options.calling,
                             .host = std::nullopt,
                             .port = std::nullopt,
                             .description = options.description};
    if (!options.host.empty()) wanted.host = options.host;
    if (options.port != 0) wanted.port = options.port;
    wanted.may_store = !options.no_store;
    wanted.may_query = options.query;
    wanted.may_retrieve = options.retrieve;
    auto made = or_throw(titles.add(may_integrate(base, options), wanted));
    line.answer(machine_text(made), made.calling + " is registered with " + made.called + " of " + options.slug);
    return exit_done;
}

int list_ae_titles(CommandLine& line, const Options& options) {
    Foundation base(line.load(), Schema::migrate);
    nodes::AeTitles titles(base.units, base.clock);
    boost::json::array machine;
    auto text =
        fmt::format("{:<16}  {:<16}  {:<21}  {:<24}  {}", "called", "calling", "from", "last seen", "description");
    for (const auto& ae : titles.list(may_integrate(base, options))) {
        machine.push_back(machine_text(ae));
        text += '\n' + people_text(ae);
    }
    line.answer({{"aeTitles", machine}}, text);
    return exit_done;
}

// --- studies ---

boost::json::object machine_text(const studies::StudyRow& study) {
    boost::json::array modalities(study.modalities.begin(), study.modalities.end());
    return {{"id", study.id.text()},
            {"studyInstanceUid", study.study_instance_uid},
            {"patientId", study.patient_id},
            {"issuer", study.issuer},
            {"patientName", study.patient_name},
            {"studyDate", study.study_date},
            {"description", study.description},
            {"modalities", modalities},
            {"accessionNumber", study.accession_number},
            {"state", study.state},
            {"seriesCount", study.series_count},
            {"instanceCount", study.instance_count},
            {"receivedAt", to_rfc3339(study.received_at)}};
}

std::string people_text(const studies::StudyRow& study) {
    return fmt::format("{:<64}  {:<16}  {:<8}  {:<10}  {:>6}  {:>9}", study.study_instance_uid, study.patient_id,
                       study.study_date, study.state, study.series_count, study.instance_count);
}

int list_studies(CommandLine& line, const Options& options) {
    Foundation base(line.load(), Schema::migrate);
    const access::AccessService access(base.clock);
    const studies::StudyList list(base.units, access, base.trail, base.clock);
    auto caller = Foundation::operator_caller();
    caller.tenant = tenant_of(base, options.slug);
    studies::StudyQuestion question;
    question.tenant = caller.tenant;
    question.state = options.state;
    question.text = options.text;
    question.limit = 500;
    boost::json::array machine;
    if (!line.json())
        std::cout << fmt::format("{:<64}  {:<16}  {:<8}  {:<10}  {:>6}  {:>9}\n", "study", "patient", "date", "state",
                                 "series", "instances");
    do {
        auto page = list.list(caller, question);
        for (const auto& study : page.studies) {
            if (line.json())
                machine.push_back(machine_text(study));
            else
                std::cout << people_text(study) << '\n';
        }
        question.after = page.next;
    } while (question.after);
    if (line.json()) std::cout << boost::json::serialize(boost::json::object{{"studies", machine}}) << '\n';
    return exit_done;
}

template <class Act>
CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& text, CommandLine& line, Run& run,
                      const std::shared_ptr<Options>& options, Act act) {
    auto* command = parent.add_subcommand(name, text);
    line.add_common_options(*command);
    command->add_option("--tenant", options->slug, "Slug of the department")->required();
    command->callback([&run, &line, options, act] { run = [&line, options, act] { return act(line, *options); }; });
    return command;
}

}  // namespace

void add_study_commands(CLI::App& app, CommandLine& line, Run& run) {
    auto options = std::make_shared<Options>();

    auto* command = add_command(app, "import", "Take everything DICOM below a folder in", line, run, options, import);
    command->add_option("dir", options->folder, "Folder")->required()->check(CLI::ExistingDirectory);
    command->add_option("--parallel", options->parallel, "Files read at the same time")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();

    auto* ae = app.add_subcommand("ae", "DICOM nodes")->require_subcommand(1);
    command = add_command(*ae, "add", "Register a node with a department", line, run, options, add_ae_title);
    command->add_option("--called", options->called, "AE title that the node calls; it chooses the department")
        ->required();
    command->add_option("--calling", options->calling, "The node's own AE title")->required();
    command->add_option("--host", options->host, "Numeric address that it must come from; without: any");
    command->add_option("--port", options->port, "Port where it listens itself")->check(CLI::Range(1, 65535));
    command->add_option("--description", options->description, "What it is");
    command->add_flag("--no-store", options->no_store, "It may not send");
    command->add_flag("--query", options->query, "It may search (C-FIND)");
    command->add_flag("--retrieve", options->retrieve, "It may fetch (C-MOVE, C-GET)");
    add_command(*ae, "list", "List the nodes of a department", line, run, options, list_ae_titles);

    auto* study = app.add_subcommand("study", "Studies")->require_subcommand(1);
    command =
        add_command(*study, "list", "List a department's studies, newest first", line, run, options, list_studies);
    command->add_option("--state", options->state, "Only those")
        ->check(CLI::IsMember({"receiving", "validating", "ready", "queued", "rejected"}));
    command->add_option("--text", options->text, "Words of patient, accession number or description");
}

}  // namespace portico::app
