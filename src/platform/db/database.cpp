#include "platform/db/database.h"

#include "platform/db/change_signal.h"
#include "platform/db/detail/database_impl.h"
#include "platform/db/detail/session_core.h"
#include "platform/db/detail/transaction.h"

namespace portico::db {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";

Dialect dialect_of(std::string_view url) {
    if (url.starts_with(sqlite_scheme) && url.size() > sqlite_scheme.size()) return Dialect::sqlite;
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return Dialect::postgres;
    throw DbError(DbErrorKind::unavailable, "a database URL begins with sqlite: or postgresql://");
}

Pool::Open opener(const Database::Impl& impl, ConnectionUse use) {
    const ConnectionSettings settings{use, impl.options.lock_wait, impl.options.durable};
    if (impl.dialect == Dialect::sqlite)
        return [path = impl.sqlite_path, settings] { return open_sqlite(path, settings); };
    return [url = impl.url, settings] { return open_postgres(url, settings); };
}

}  // namespace

Database::Impl::Impl(std::string database_url, DatabaseOptions database_options)
    : url(std::move(database_url)),
      options(std::move(database_options)),
      dialect(dialect_of(url)),
      sqlite_path(dialect == Dialect::sqlite ? url.substr(sqlite_scheme.size()) : ""),
      readers(opener(*this, ConnectionUse::read), options.readers, options.lock_wait),
      writers(opener(*this, ConnectionUse::write), dialect == Dialect::sqlite ? 1 : options.writers,
              options.lock_wait) {}

Database::Impl::~Impl() = default;

Session Database::Impl::lease(Pool& pool) {
    return Session(std::make_unique<SessionCore>(pool.lease(), dialect, options));
}

ChangeSignal& Database::Impl::changes() {
    std::call_once(signal_started_, [this] {
        const auto on_trouble = [this](std::string_view what) { trouble(what); };
        signal_ = dialect == Dialect::sqlite ? watch_sqlite(sqlite_path, on_trouble) : watch_postgres(url, on_trouble);
        started_signal_ = signal_.get();
    });
    return *signal_;
}

void Database::Impl::notify_local() {
    if (ChangeSignal* const signal = started_signal_) signal->notify_local();
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

std::unique_ptr<Database> Database::open(const std::string& url, DatabaseOptions options) {
    auto impl = std::make_unique<Impl>(url, std::move(options));
    // SQLite's file and its mode are made by the writer.
    static_cast<void>(impl->writers.lease());
    return std::unique_ptr<Database>(new Database(std::move(impl)));
}

Dialect Database::dialect() const { return impl_->dialect; }

Session Database::read() { return impl_->lease(impl_->readers); }

Session Database::read_snapshot() {
    Session session = read();
    session.core().begin(TransactionKind::read_snapshot);
    return session;
}

ChangeSignal& Database::changes() { return impl_->changes(); }

Transaction::Transaction(Database& database) : database_(database) {
    Database::Impl& impl = database.impl();
    if (impl.writes_refused)
        throw DbError(DbErrorKind::unavailable, "writing stopped after the disk refused a commit; restart the server");
    session_.emplace(impl.lease(impl.writers));
    session_->core().begin(TransactionKind::write);
}

Session& Transaction::session() {
    if (!session_) throw std::logic_error("this unit of work is finished");
    return *session_;
}

void Transaction::commit() {
    Session session = std::move(this->session());
    session_.reset();
    Database::Impl& impl = database_.impl();
    const bool signal = session.core().signals_change();
    try {
        session.core().commit();
    } catch (const DbError& error) {
        if (impl.dialect == Dialect::sqlite && error.kind() == DbErrorKind::unavailable) {
            impl.writes_refused = true;
            impl.trouble(error.what());
        }
        throw;
    }
    { const Session given_back = std::move(session); }
    if (signal) impl.notify_local();
}

}  // namespace portico::db
