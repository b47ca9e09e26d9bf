// SQLite has no notifications, but counts the commits of others cheaply: `PRAGMA data_version` changes for one
// connection whenever another one, in this process or not, has committed.
#include "platform/db/detail/connection.h"
#include "platform/db/detail/database_impl.h"
#include "platform/db/detail/subscribers.h"

namespace portico::db {
namespace {

constexpr std::chrono::milliseconds look_every{50};

class SqliteSignal final : public ChangeSignal {
public:
    SqliteSignal(const std::string& path, std::function<void(std::string_view)> on_trouble)
        : connection_(open_sqlite(path, {})), on_trouble_(std::move(on_trouble)), seen_(data_version()) {
        thread_ = std::thread([this] { watch(); });
    }
    ~SqliteSignal() override {
        {
            const std::scoped_lock lock(mutex_);
            stopping_ = true;
        }
        stop_.notify_all();
        thread_.join();
    }

    Subscription subscribe(std::function<void()> callback) override { return subscribers_.add(std::move(callback)); }
    void notify_local() override { subscribers_.call(); }

private:
    std::int64_t data_version() {
        std::int64_t version = 0;
        connection_->run("PRAGMA data_version", {}, [&](const Row& row) {
            version = row.integer(0);
            return false;
        });
        return version;
    }

    void watch() {
        std::unique_lock lock(mutex_);
        while (!stop_.wait_for(lock, look_every, [this] { return stopping_; })) {
            try {
                const auto version = data_version();
                if (version == seen_) continue;
                seen_ = version;
            } catch (const DbError& error) {
                // Whoever waits is woken rather than left without news.
                on_trouble_(error.what());
            }
            subscribers_.call();
        }
    }

    std::unique_ptr<Connection> connection_;
    std::function<void(std::string_view)> on_trouble_;
    std::int64_t seen_;
    Subscribers subscribers_;
    std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<ChangeSignal> watch_sqlite(const std::string& path, std::function<void(std::string_view)> on_trouble) {
    return std::make_unique<SqliteSignal>(path, std::move(on_trouble));
}

}  // namespace portico::db
