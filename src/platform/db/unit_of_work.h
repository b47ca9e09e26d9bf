// One change with everything that belongs to it: the rows, the audit entry and the events, in one transaction
// (architecture, ideas 3 and 4). A change cannot be committed without saying what goes into the audit trail.
//
//   auto work = units.begin();
//   store.rename(work.session(), scope, role, name);
//   work.emit({"role.changed", tenant, payload});
//   work.commit(AuditEvent{...});
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "core/audit_event.h"
#include "core/domain_event.h"
#include "platform/db/session.h"

namespace portico::db {

class Database;
class Transaction;

// Where audit entries go (features/audit); called inside the transaction.
class AuditSink {
public:
    virtual ~AuditSink() = default;
    virtual void append(Session& session, const AuditEvent& event) = 0;
};

// Where domain events go (platform/jobs, Outbox); called inside the transaction, last thing before its commit.
class EventSink {
public:
    virtual ~EventSink() = default;
    virtual void append(Session& session, const DomainEvent& event) = 0;
};

// A write transaction. Its destructor rolls back what was not committed. Not thread-safe; keep it short: SQLite has one
// writer, and rows stay locked on PostgreSQL (READ COMMITTED there: lock what you read and decide on with
// db::for_update(), and let unique indexes decide races). No network and no slow work inside.
class UnitOfWork {
public:
    UnitOfWork(Database& database, AuditSink& audit, EventSink& events);  // by UnitsOfWork::begin
    UnitOfWork(UnitOfWork&&) noexcept;
    ~UnitOfWork();

    Session& session();

    // Written at the commit, in the order of the calls.
    void emit(DomainEvent event);
    // A further audit entry, beside those given to commit.
    void audit(AuditEvent event);
    // Called after a successful commit, on the committing thread, when the connection is free again. No exceptions.
    void on_committed(std::function<void()> callback);

    // Afterwards the unit of work is finished and session() throws. Throws DbError, and std::logic_error when there is
    // no audit entry or it is finished already. A DbError of kind unavailable from here may mean "not known".
    void commit(AuditEvent event);
    void commit(std::vector<AuditEvent> events);
    // For the program's own bookkeeping only, which is no event for people: last-seen times, cursors, leases, indexes
    // made again. Audit entries given to audit() are written.
    void commit_technical();

private:
    void finish();

    std::unique_ptr<Transaction> transaction_;
    AuditSink* audit_sink_;
    EventSink* event_sink_;
    std::vector<AuditEvent> audits_;
    std::vector<DomainEvent> events_;
    std::vector<std::function<void()>> callbacks_;
};

// Begins units of work. Thread-safe.
class UnitsOfWork {
public:
    UnitsOfWork(Database& database, AuditSink& audit, EventSink& events)
        : database_(database), audit_(audit), events_(events) {}

    // Waits for the writer (SQLite) or a free connection; DbError (busy) when it takes too long.
    UnitOfWork begin() { return UnitOfWork(database_, audit_, events_); }

    // Calls `work(UnitOfWork&)`, which commits by itself, up to three times while it fails with a retryable error.
    template <class Work>
    auto retrying(Work work) {
        for (int attempt = 1;; ++attempt) {
            try {
                auto unit = begin();
                return work(unit);
            } catch (const DbError& error) {
                if (!error.retryable() || attempt == 3) throw;
            }
        }
    }

    Database& database() { return database_; }

private:
    Database& database_;
    AuditSink& audit_;
    EventSink& events_;
};

}  // namespace portico::db
