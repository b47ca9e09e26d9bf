#include "app/wiring/server.h"

#include <stdexcept>

#include "app/version.h"
#include "app/wiring/audit.h"
#include "app/wiring/browser_events.h"
#include "app/wiring/clinician_portal.h"
#include "app/wiring/messages.h"
#include "app/wiring/nodes.h"
#include "app/wiring/people.h"
#include "app/wiring/studies.h"
#include "app/wiring/web.h"
#include "platform/api/openapi.h"
#include "platform/api/route.h"
#include "platform/dimse/listener.h"
#include "platform/dimse/tls.h"
#include "platform/http/server.h"
#include "platform/idempotency/durable_answers.h"
#include "platform/jobs/event_delivery.h"
#include "platform/jobs/workers.h"
#include "platform/log/log.h"

namespace portico::app {
namespace {

using namespace std::chrono_literals;

http::ServerOptions http_options(const config::Settings& settings) {
    auto listen = config::parse_host_port(settings.http_listen);
    if (!listen) throw std::runtime_error("http.listen: " + settings.http_listen + " is no address");
    http::ServerOptions options;
    options.address = listen->host;
    options.port = listen->port;
    options.trusted_proxies = settings.trusted_proxies;
    if (!settings.tls_certificate.empty())
        options.tls = http::TlsFiles{settings.tls_certificate.string(), settings.tls_key.string()};
    options.on_access = [](const http::AccessRecord& record) {
        log::RequestScope scope(record.request_id);
        log::info("request", {{"method", record.method},
                              {"path", record.path},
                              {"status", record.status},
                              {"bytes", record.bytes_sent},
                              {"us", static_cast<std::int64_t>(record.duration.count())},
                              {"address", record.peer_address}});
    };
    options.on_failure = [](std::string_view message, std::string_view request_id) {
        log::RequestScope scope{std::string(request_id)};
        log::error("request failed", {{"what", message}});
    };
    return options;
}

void log_dicom_event(const dimse::ListenerEvent& event) {
    log::warning("DICOM association", {{"called", event.peer.called_ae},
                                       {"calling", event.peer.calling_ae},
                                       {"address", event.peer.peer_address},
                                       {"what", event.detail}});
}

}  // namespace

struct Server::Parts {
    explicit Parts(Foundation& given)
        : base(given),
          people(base, [this] { return public_url(); }),
          portal(people),
          studies(people),
          nodes(studies),
          answers(base.units, base.keys, base.clock),
          api(people.gate, &answers),
          workers(base.units, base.clock, {}),
          calling(base.units, base.clock,
                  {.queue = std::string(portico::nodes::node_jobs_queue),
                   .threads = 4,
                   .max_attempts = 150,
                   .longest_retry_seconds = 600}),
          messages(base, [this] { return public_url(); }),
          events(base.units, base.clock) {
        people.add_routes(api);
        portal.add_routes(api);
        studies.add_routes(api);
        nodes.add_routes(api);
        add_audit_routes(api, base);
        messages.add_routes(api);
        browsers.add_routes(api);
        api::add_openapi_route(api, {.version = std::string(version)});
        api.mount(router);
        add_web_routes(router, base);
        people.serve(workers);
        studies.serve(workers);
        nodes.serve(calling);
        serve_audit(workers, base);
        workers.every("idempotency.forget_old", 3600, [this] { answers.forget_old(); });
        browsers.follow(events);
    }

    std::string public_url() const { return config::public_url_of(base.settings, http ? http->port() : 0); }

    void start_http() {
        auto options = http_options(base.settings);
        // Known hosts are those of the public address, of organisations below it, and this machine's own names.
        auto domain = config::base_domain_of(base.settings.public_url);
        options.hosts = base.settings.allowed_hosts;
        if (!domain.empty()) options.hosts.insert(options.hosts.end(), {domain, "*." + domain});
        for (const char* own : {"localhost", "127.0.0.1", "[::1]", "*.localhost"}) options.hosts.emplace_back(own);
        http = std::make_unique<http::Server>(std::move(options), router);
        if (auto started = http->start(); !started)
            throw std::runtime_error("http: cannot listen on " + base.settings.http_listen + ": " +
                                     started.error().detail());
    }

    std::unique_ptr<dimse::Listener> listen_for_dicom(std::int64_t port, std::shared_ptr<const dimse::TlsContext> tls) {
        dimse::ListenerOptions options;
        options.address = base.settings.dicom_address;
        options.port = static_cast<std::uint16_t>(port);
        options.tls = std::move(tls);
        auto listener =
            std::make_unique<dimse::Listener>(options, nodes.dicom, nodes.dicom_services(), log_dicom_event);
        if (auto started = listener->start(); !started)
            throw std::runtime_error("dicom: cannot listen on port " + std::to_string(options.port) + ": " +
                                     started.error().detail());
        return listener;
    }

    void start_dicom() {
        const auto& settings = base.settings;
        dicom = listen_for_dicom(settings.dicom_port, nullptr);
        if (settings.dicom_tls_certificate.empty()) return;
        auto tls = dimse::TlsContext::for_server({settings.dicom_tls_certificate, settings.dicom_tls_key});
        if (!tls) throw std::runtime_error("dicom.tls_certificate: " + tls.error().detail());
        secure_dicom = listen_for_dicom(settings.dicom_tls_port, *tls);
    }

    Foundation& base;
    People people;
    ClinicianPortal portal;
    Studies studies;
    Nodes nodes;
    BrowserEvents browsers;
    idempotency::DurableAnswers answers;
    api::Api api;
    http::Router router;
    jobs::Workers workers;
    jobs::Workers calling;  // of DICOM nodes
    Messages messages;
    jobs::EventDelivery events;
    std::unique_ptr<http::Server> http;
    std::unique_ptr<dimse::Listener> dicom, secure_dicom;
};

Server::Server(Foundation& base) : parts_(std::make_unique<Parts>(base)) {}
Server::~Server() { stop(); }

void Server::start() {
    parts_->start_http();
    parts_->start_dicom();
    parts_->workers.start();
    parts_->calling.start();
    parts_->messages.start();
    parts_->events.start();
}

void Server::stop() {
    for (auto* listener : {parts_->dicom.get(), parts_->secure_dicom.get()})
        if (listener != nullptr) listener->stop(10s);
    if (parts_->http) parts_->http->stop(20s);
    parts_->events.stop();
    parts_->calling.stop();
    parts_->messages.stop();
    parts_->workers.stop();
}

std::uint16_t Server::http_port() const { return parts_->http->port(); }
std::uint16_t Server::dicom_port() const { return parts_->dicom->port(); }
std::optional<std::uint16_t> Server::dicom_tls_port() const {
    if (!parts_->secure_dicom) return std::nullopt;
    return parts_->secure_dicom->port();
}
std::string Server::public_url() const { return parts_->public_url(); }
std::vector<api::RouteInfo> Server::routes() const { return parts_->api.routes(); }
std::string Server::openapi() const {
    auto all = routes();
    return api::openapi_document(all, {.version = std::string(version)});
}
std::optional<std::string> Server::issue_setup_token() { return parts_->people.tenants.issue_setup_token(); }

}  // namespace portico::app
