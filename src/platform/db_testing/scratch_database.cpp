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

// A connection to the server's own database, where others are made and dropped.
class Administration {
public:
    explicit Administration(const std::string& url) : connection_(PQconnectdb(url.c_str()), &PQfinish) {
        if (PQstatus(connection_.get()) != CONNECTION_OK)
            throw std::runtime_error(std::string("PORTICO_TEST_POSTGRES: ") + PQerrorMessage(connection_.get()));
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

class PostgresScratch final : public ScratchDatabase {
public:
    PostgresScratch(std::string server, Content content) : server_(std::move(server)), name_(next_name()) {
        Administration& server_administration = administration(server_);
        server_administration.run("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
        server_administration.run("CREATE DATABASE " + name_ + " TEMPLATE " +
                                  (content == Content::migrated ? migrated_template(server_) : "template0"));
    }
    ~PostgresScratch() override {
        try {
            administration(server_).run("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what();
        }
    }
    std::string url() const override { return with_database(server_, name_); }

private:
    static Administration& administration(const std::string& server) {
        static Administration instance(server);
        return instance;
    }

    // Made once for each state of the migrations, by whichever test program comes first.
    static const std::string& migrated_template(const std::string& server) {
        static const std::string name = [&server] {
            std::string texts;
            for (const Migration& migration : all_migrations()) texts += migration.sql;
            const auto result = fmt::format("portico_template_{:016x}", std::hash<std::string>()(texts));
            Administration& server_administration = administration(server);
            server_administration.run("SELECT pg_advisory_lock(hashtext('portico.test_template'))");
            if (server_administration.run("SELECT 1 FROM pg_database WHERE datname = '" + result + "'").empty()) {
                const auto unfinished = result + "_new";
                server_administration.run("DROP DATABASE IF EXISTS " + unfinished + " WITH (FORCE)");
                server_administration.run("CREATE DATABASE " + unfinished + " TEMPLATE template0");
                migrate(with_database(server, unfinished));
                server_administration.run("ALTER DATABASE " + unfinished + " RENAME TO " + result);
            }
            server_administration.run("SELECT pg_advisory_unlock(hashtext('portico.test_template'))");
            return result;
        }();
        return name;
    }

    std::string server_;
    std::string name_;
};

}  // namespace

std::unique_ptr<ScratchDatabase> ScratchDatabase::make(Dialect dialect, Content content) {
    if (dialect == Dialect::sqlite) return std::make_unique<SqliteScratch>(content);
    const char* const server = std::getenv("PORTICO_TEST_POSTGRES");
    if (server == nullptr || *server == '\0') return nullptr;
    return std::make_unique<PostgresScratch>(server, content);
}

}  // namespace portico::db
