#include "app/wiring/web.h"

#include "platform/http/problem.h"
#include "platform/http/static_files.h"
#include "platform/log/log.h"

namespace portico::app {
namespace {

namespace fs = std::filesystem;

// The folder of the built front-end: the setting, or one of the places where it lies beside the program.
fs::path web_folder(const config::Settings& settings) {
    if (!settings.web_root.empty()) return settings.web_root;
    std::error_code missing;
    auto program = fs::read_symlink("/proc/self/exe", missing);
    for (const auto* place : {"../../web/dist", "../share/portico/web", "web"}) {
        auto folder = program.parent_path() / place;
        if (fs::exists(folder / "index.html", missing)) return folder;
    }
    return {};
}

bool database_works(Foundation& base) {
    try {
        auto session = base.database->read();
        return session.value<std::int64_t>("SELECT 1") == 1;
    } catch (const db::DbError&) {
        return false;
    }
}

// Below these, what is not there is a 404 and never the page.
http::Response no_such_thing(http::Request& request) {
    return http::problem_response(portico::errors::not_found, request);
}

}  // namespace

void add_web_routes(http::Router& router, Foundation& base) {
    http::RouteOptions probe;
    probe.host_check = http::HostCheck::any;
    router.add(http::Method::get, "/healthz", probe, [](http::Request&) { return http::Response::text(200, "ok\n"); });
    router.add(http::Method::get, "/readyz", probe, [&base](http::Request&) {
        bool ready = database_works(base) && !base.blobs->failure();
        return http::Response::text(ready ? 200 : 503, ready ? "ready\n" : "not ready\n");
    });
    for (const char* root : {"/api/{path...}", "/t/{path...}", "/dicomweb/{path...}"})
        router.add(http::Method::get, root, {}, no_such_thing);
    auto folder = web_folder(base.settings);
    if (folder.empty()) {
        log::warning("no web front-end: set web.root or build it with ./dev build");
        return;
    }
    router.add(http::Method::get, "/{path...}", {}, http::StaticFiles({.folder = folder.string()}).handler());
}

}  // namespace portico::app
