#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "app/commands/command.h"
#include "app/demo/demonstration.h"
#include "app/wiring/server.h"
#include "platform/dimse/dcmtk_log.h"
#include "platform/log/log.h"

namespace portico::app {
namespace {

// Blocked in every thread, so that the main one can wait for them.
sigset_t stop_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
    return set;
}

// The address that is listened on, as scripts on this machine reach it (OPS-11); people are told the public one.
std::string local_url(const config::Settings& settings, std::uint16_t port) {
    auto host = config::parse_host_port(settings.http_listen).value_or(config::HostPort{"127.0.0.1", 0}).host;
    if (host == "0.0.0.0") host = "127.0.0.1";
    if (host == "::") host = "::1";
    if (host.find(':') != std::string::npos) host = "[" + host + "]";
    return (settings.tls_certificate.empty() ? "http://" : "https://") + host + ":" + std::to_string(port);
}

void print_ready(const config::Settings& settings, const Server& server) {
    boost::json::object ready{{"event", "ready"},
                              {"http", local_url(settings, server.http_port())},
                              {"dicom", server.dicom_port()},
                              {"hl7", nullptr},
                              {"pid", ::getpid()}};
    if (const auto port = server.dicom_tls_port()) ready["dicomTls"] = *port;
    std::cout << boost::json::serialize(ready) << std::endl;
}

void print_setup_token(Server& server) {
    auto token = server.issue_setup_token();
    if (!token) return;
    std::cerr << "\n  No department has been set up yet. Open " << server.public_url() << "/setup#" << *token
              << "\n  (one-time token: " << *token << ")\n\n";
}

int serve(CommandLine& line) {
    auto settings = line.load();
    log::set_level(log::parse_level(settings.log_level).value_or(log::Level::info));
    dimse::route_dcmtk_log([](dimse::LogLevel, std::string_view logger, const std::string& text) {
        log::warning("dcmtk", {{"logger", logger}, {"text", text}});
    });
    auto signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    Foundation base(settings, Schema::migrate);
    if (settings.demo)
        fill_demonstration(base, [](const std::string& what) { log::info("demonstration", {{"what", what}}); });
    Server server(base);
    server.start();
    print_setup_token(server);
    print_ready(settings, server);
    if (settings.demo)
        std::cerr << "\n  The demonstration is at " << server.public_url() << "\n\n"
                  << demo_sign_ins_text("  ") << "\n\n";
    for (;;) {
        int signal = 0;
        sigwait(&signals, &signal);
        if (signal != SIGHUP) break;
        // Reload: what may change while the server runs (OPS-3).
        settings = line.load();
        log::set_level(log::parse_level(settings.log_level).value_or(log::Level::info));
        log::info("configuration read again");
    }
    log::info("stopping");
    server.stop();
    return exit_done;
}

}  // namespace

void add_serve_command(CLI::App& app, CommandLine& line, Run& run) {
    auto* command = app.add_subcommand("serve", "Run the server");
    line.add_common_options(*command);
    command->callback([&] { run = [&line] { return serve(line); }; });
}

}  // namespace portico::app
