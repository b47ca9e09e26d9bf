#include "platform/db/unit_of_work.h"

#include <stdexcept>

#include "platform/db/database.h"
#include "platform/db/detail/transaction.h"

namespace portico::db {

UnitOfWork::UnitOfWork(Database& database, AuditSink& audit, EventSink& events)
    : transaction_(std::make_unique<Transaction>(database)), audit_sink_(&audit), event_sink_(&events) {}
UnitOfWork::UnitOfWork(UnitOfWork&&) noexcept = default;
UnitOfWork::~UnitOfWork() = default;

Session& UnitOfWork::session() {
    if (!transaction_) throw std::logic_error("this unit of work is finished");
    return transaction_->session();
}

void UnitOfWork::emit(DomainEvent event) { events_.push_back(std::move(event)); }

void UnitOfWork::audit(AuditEvent event) { audits_.push_back(std::move(event)); }

void UnitOfWork::on_committed(std::function<void()> callback) { callbacks_.push_back(std::move(callback)); }

void UnitOfWork::commit(AuditEvent event) {
    audits_.push_back(std::move(event));
    finish();
}

void UnitOfWork::commit(std::vector<AuditEvent> events) {
    if (events.empty() && audits_.empty()) throw std::logic_error("a change is committed with an audit entry");
    for (AuditEvent& event : events) audits_.push_back(std::move(event));
    finish();
}

void UnitOfWork::commit_technical() { finish(); }

void UnitOfWork::finish() {
    Session& session = this->session();
    for (const AuditEvent& event : audits_) audit_sink_->append(session, event);
    // Last, since an event sink may hold a lock until the commit.
    for (const DomainEvent& event : events_) event_sink_->append(session, event);
    if (!events_.empty()) session.signal_change();
    const std::unique_ptr<Transaction> transaction = std::move(transaction_);
    transaction->commit();
    for (const auto& callback : callbacks_) callback();
}

}  // namespace portico::db
