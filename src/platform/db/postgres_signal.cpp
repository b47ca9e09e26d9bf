// LISTEN on a connection of its own; a lost one is made again, and then everybody is woken, since something may have
// been missed.
#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "platform/db/detail/database_impl.h"
#include "platform/db/detail/postgres.h"
#include "platform/db/detail/subscribers.h"

namespace portico::db {
namespace {

constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{3000};

class PostgresSignal final : public ChangeSignal {
public:
    PostgresSignal(std::string url, std::function<void(std::string_view)> on_trouble)
        : url_(std::move(url)), on_trouble_(std::move(on_trouble)), stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        if (stop_ < 0) throw DbError(DbErrorKind::unavailable, "no event descriptor");
        try {
            listen();
        } catch (const DbError& error) {
            on_trouble_(error.what());
            connection_.reset();
        }
        thread_ = std::thread([this] { watch(); });
    }
    ~PostgresSignal() override {
        ::eventfd_write(stop_, 1);
        thread_.join();
        ::close(stop_);
    }

    Subscription subscribe(std::function<void()> callback) override { return subscribers_.add(std::move(callback)); }
    void notify_local() override { subscribers_.call(); }

private:
    void listen() {
        connection_ = connect_postgres(url_);
        PGresult* const result = PQexec(connection_.get(), "LISTEN portico_change");
        const bool listening = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        if (!listening) throw DbError(DbErrorKind::unavailable, "cannot listen for changes");
    }

    void watch() {
        auto pause = first_pause;
        while (true) {
            if (connection_) {
                if (!wait(PQsocket(connection_.get()), -1)) return;
                if (take_notifications()) continue;
                on_trouble_("the connection that listens for changes was lost");
                connection_.reset();
            }
            try {
                listen();
                pause = first_pause;
                subscribers_.call();
            } catch (const DbError& error) {
                on_trouble_(error.what());
                connection_.reset();
                if (!wait(-1, static_cast<int>(pause.count()))) return;
                pause = std::min(pause * 2, longest_pause);
            }
        }
    }

    // Until the socket (if any) has something or the time is over; false: stop.
    bool wait(int socket, int milliseconds) const {
        std::array<pollfd, 2> descriptors{pollfd{stop_, POLLIN, 0}, pollfd{socket, POLLIN, 0}};
        ::poll(descriptors.data(), descriptors.size(), milliseconds);
        return descriptors[0].revents == 0;
    }

    // False when the connection is lost.
    bool take_notifications() {
        if (PQconsumeInput(connection_.get()) != 1) return false;
        bool any = false;
        while (PGnotify* notification = PQnotifies(connection_.get())) {
            PQfreemem(notification);
            any = true;
        }
        if (any) subscribers_.call();
        return PQstatus(connection_.get()) == CONNECTION_OK;
    }

    std::string url_;
    std::function<void(std::string_view)> on_trouble_;
    int stop_;
    PostgresHandle connection_;
    Subscribers subscribers_;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<ChangeSignal> watch_postgres(const std::string& url, std::function<void(std::string_view)> on_trouble) {
    return std::make_unique<PostgresSignal>(url, std::move(on_trouble));
}

}  // namespace portico::db
