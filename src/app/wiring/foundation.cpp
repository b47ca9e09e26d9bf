#include "app/wiring/foundation.h"

#include <stdexcept>

#include "migrations/migrations.h"
#include "platform/crypto/random.h"
#include "platform/db/migrator.h"
#include "platform/log/log.h"
#include "platform/storage/directory_store.h"

namespace portico::app {
namespace {

namespace fs = std::filesystem;

template <class T>
T or_throw(Result<T> result, const std::string& what) {
    if (result) return std::move(*result);
    throw std::runtime_error(what + ": " + std::string(result.error().kind().text) + " " + result.error().detail());
}

config::Settings with_folder(config::Settings settings) {
    fs::create_directories(settings.data);
    fs::permissions(settings.data, fs::perms::owner_all, fs::perm_options::replace);
    return settings;
}

std::unique_ptr<db::Database> open_database(const config::Settings& settings, Schema schema) {
    db::DatabaseOptions options;
    options.on_slow_query = [](std::string_view sql, double milliseconds) {
        constexpr std::size_t shown = 400;  // characters: whole migrations are statements too
        log::warning("slow query", {{"sql", sql.substr(0, shown)}, {"ms", milliseconds}});
    };
    options.on_trouble = [](std::string_view what) { log::warning("database trouble", {{"what", what}}); };
    auto database = db::Database::open(settings.database_url, options);
    db::Migrator migrator(*database, all_migrations());
    if (schema == Schema::migrate)
        migrator.migrate();
    else
        migrator.check();
    return database;
}

std::unique_ptr<storage::BlobStore> open_store(const config::Settings& settings, const Clock& clock) {
    constexpr std::string_view scheme = "file:";
    if (!settings.storage_url.starts_with(scheme))
        throw std::runtime_error("storage: only file: folders can be used for now, not " + settings.storage_url);
    return or_throw(storage::open_directory_store({.root = settings.storage_url.substr(scheme.size()),
                                                   .new_id = [&clock] { return crypto::new_id<BlobId>(clock); },
                                                   .on_failure =
                                                       [](const std::string& why) {
                                                           log::error("storage failed", {{"why", why}});
                                                       }}),
                    "storage");
}

}  // namespace

Foundation::Foundation(config::Settings given, Schema schema)
    : settings(with_folder(std::move(given))),
      database(open_database(settings, schema)),
      keys(or_throw(crypto::KeyRing::open_or_create(settings.data / "keys"), "keys")),
      hasher({.memory_mib = static_cast<std::size_t>(settings.argon2_memory_mib)}),
      blobs(open_store(settings, clock)),
      trail(clock),
      events(clock),
      units(*database, trail, events),
      queue(clock),
      messages(queue, keys, clock),
      codes(units, keys, clock) {}

Caller Foundation::operator_caller() {
    Caller caller;
    caller.kind = CallerKind::operator_;
    caller.name = "operator";
    caller.permissions = all_tenant_permissions();
    return caller;
}

}  // namespace portico::app
