#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "migrations/migrations.h"
#include "platform/db/migrator.h"
#include "platform/db_testing/database_fixture.h"

namespace portico::db {
namespace {

namespace fs = std::filesystem;

std::string next_name() {
    static std::atomic<int> last{0};
    return fmt::format("portico_test_{}_{}", ::getpid(), ++last);
}

void migrate(const std::string& url) {
    DatabaseOptions options;
    options.durable = false;
    const auto database = Database::open(url, options);
    Migrator(*database, all_migrations()).migrate();
}

class SqliteScratch final : public ScratchDatabase {
public:
    explicit SqliteScratch(Content content) : folder_(fs::temp_directory_path() / next_name()) {
        fs::remove_all(folder_);
        fs::create_directory(folder_);
        if (content == Content::migrated) fs::copy_file(migrated_file(), folder_ / "portico.db");
    }
    ~SqliteScratch() override {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    std::string url() const override { return "sqlite:" + (folder_ / "portico.db").string(); }

private:
    // Migrated once a process.
    static const fs::path& migrated_file() {
        static const SqliteScratch scratch(Content::empty);
        static const fs::path path = [] {
            migrate(scratch.url());
            return scratch.folder_ / "portico.db";
        }();
        return path;
    }

    fs::path folder_;
};

// A plain connection for what no session does: making, emptying and dropping databases.
class Administration {
public:
    explicit Administration(const std::string& url) : connection_(PQconnectdb(url.c_str()), &PQfinish) {
        if (PQstatus(connection_.get()) != CONNECTION_OK)
            throw std::runtime_error(std::string("PORTICO_TEST_POSTGRES: ") + PQerrorMessage(connection_.get()));
        run("SET client_min_messages = warning");
    }
    // The first value of the answer, "" when there is none.
    std::string run(const std::string& sql) {
        const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection_.get(), sql.c_str()), &PQclear);
        const auto status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            throw std::runtime_error(sql + ": " + PQresultErrorMessage(result.get()));
        return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
    }

private:
    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

// postgresql://authority/DATABASE?parameters with another database.
std::string with_database(const std::string& url, const std::string& name) {
    const auto authority = url.find("://") + 3;
    const auto question = std::min(url.find('?', authority), url.size());
    const auto path = std::min(url.find('/', authority), question);
    return url.substr(0, path) + "/" + name + url.substr(question);
}

// Constraints and append-only triggers do not apply to this role setting; the schema stays.
constexpr const char* empty_all_tables = R"(
SET session_replication_role = replica;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
END $$)";

// The server behind PORTICO_TEST_POSTGRES. Making a database takes some tenths of a second there, so this program makes
// few and empties them between tests. Lives until the program ends.
class PostgresServer {
public:
    struct Scratch {
        Scratch(std::string database_name, const std::string& database_url)
            : name(std::move(database_name)), url(database_url), administration(database_url) {}
        std::string name;
        std::string url;
        Administration administration;
    };

    explicit PostgresServer(std::string url) : url_(std::move(url)), administration_(url_) {}
    ~PostgresServer() {
        for (auto* idle : {&idle_migrated_, &idle_empty_})
            for (auto& scratch : *idle) drop(std::move(scratch));
    }
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    std::unique_ptr<Scratch> take(ScratchDatabase::Content content) {
        auto& idle = idle_of(content);
        if (idle.empty())
            return make(content == ScratchDatabase::Content::migrated ? migrated_template() : "template0");
        auto scratch = std::move(idle.back());
        idle.pop_back();
        return scratch;
    }
    void give_back(std::unique_ptr<Scratch> scratch, ScratchDatabase::Content content) {
        scratch->administration.run(content == ScratchDatabase::Content::migrated
                                        ? empty_all_tables
                                        : "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        idle_of(content).push_back(std::move(scratch));
    }

private:
    std::vector<std::unique_ptr<Scratch>>& idle_of(ScratchDatabase::Content content) {
        return content == ScratchDatabase::Content::migrated ? idle_migrated_ : idle_empty_;
    }
    std::unique_ptr<Scratch> make(const std::string& from) {
        const auto name = next_name();
        administration_.run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        administration_.run("CREATE DATABASE " + name + " TEMPLATE " + from);
        return std::make_unique<Scratch>(name, with_database(url_, name));
    }
    void drop(std::unique_ptr<Scratch> scratch) {
        const auto name = scratch->name;
        scratch.reset();
        administration_.run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    // Made once for each state of the migrations, by whichever test program comes first.
    const std::string& migrated_template() {
        if (!template_.empty()) return template_;
        std::string texts;
        for (const Migration& migration : all_migrations()) texts += migration.sql;
        const auto name = fmt::format("portico_template_{:016x}", std::hash<std::string>()(texts));
        administration_.run("SELECT pg_advisory_lock(hashtext('portico.test_template'))");
        if (administration_.run("SELECT 1 FROM pg_database WHERE datname = '" + name + "'").empty()) {
            const auto unfinished = name + "_new";
            administration_.run("DROP DATABASE IF EXISTS " + unfinished + " WITH (FORCE)");
            administration_.run("CREATE DATABASE " + unfinished + " TEMPLATE template0");
            migrate(with_database(url_, unfinished));
            administration_.run("ALTER DATABASE " + unfinished + " RENAME TO " + name);
        }
        administration_.run("SELECT pg_advisory_unlock(hashtext('portico.test_template'))");
        return template_ = name;
    }

    std::string url_;
    Administration administration_;
    std::string template_;
    std::vector<std::unique_ptr<Scratch>> idle_migrated_;
    std::vector<std::unique_ptr<Scratch>> idle_empty_;
};

class PostgresScratch final : public ScratchDatabase {
public:
    PostgresScratch(PostgresServer& server, Content content)
        : server_(server), content_(content), scratch_(server.take(content)) {}
    ~PostgresScratch() override {
        try {
            server_.give_back(std::move(scratch_), content_);
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what();
        }
    }
    std::string url() const override { return scratch_->url; }

private:
    PostgresServer& server_;
    Content content_;
    std::unique_ptr<PostgresServer::Scratch> scratch_;
};

}  // namespace

std::unique_ptr<ScratchDatabase> ScratchDatabase::make(Dialect dialect, Content content) {
    if (dialect == Dialect::sqlite) return std::make_unique<SqliteScratch>(content);
    const char* const server = std::getenv("PORTICO_TEST_POSTGRES");
    if (server == nullptr || *server == '\0') return nullptr;
    static PostgresServer instance(server);
    return std::make_unique<PostgresScratch>(instance, content);
}

}  // namespace portico::db
