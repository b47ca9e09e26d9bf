#include "platform/jobs/outbox.h"

namespace portico::jobs {
namespace {

constexpr const char* lock_key = "hashtext('portico.domain_event')";

bool on_postgres(const db::Session& session) { return session.dialect() == db::Dialect::postgres; }

// Held on the connection, not in a transaction: only so does the next statement see what was committed meanwhile.
class WritersLockedOut {
public:
    explicit WritersLockedOut(db::Session& session) : session_(session) {
        static const auto sql = fmt::format("SELECT pg_advisory_lock({})::text", lock_key);
        session_.values<std::string>(sql);
    }
    ~WritersLockedOut() {
        static const auto sql = fmt::format("SELECT pg_advisory_unlock({})", lock_key);
        try {
            session_.values<bool>(sql);
        } catch (const db::DbError&) {
            // The connection is lost, and the lock with it.
        }
    }
    WritersLockedOut(const WritersLockedOut&) = delete;
    WritersLockedOut& operator=(const WritersLockedOut&) = delete;

private:
    db::Session& session_;
};

std::int64_t largest_seq(db::Session& session) {
    return session.value<std::int64_t>("SELECT coalesce(max(seq), 0) FROM domain_event");
}

}  // namespace

void Outbox::append(db::Session& session, const DomainEvent& event) {
    if (on_postgres(session)) {
        static const auto sql = fmt::format("SELECT pg_advisory_xact_lock_shared({})::text", lock_key);
        session.values<std::string>(sql);
    }
    session.exec("INSERT INTO domain_event (name, tenant_id, payload, at) VALUES (?, ?, ?, ?)", event.name,
                 event.tenant, event.payload, clock_.now());
    session.signal_change();
}

std::int64_t Outbox::final_seq(db::Session& session, std::int64_t known) {
    const auto seen = largest_seq(session);
    if (seen <= known) return known;
    // SQLite has one writer: numbers are given in the order of commits.
    if (!on_postgres(session)) return seen;
    const WritersLockedOut locked_out(session);
    return largest_seq(session);
}

std::vector<StoredEvent> Outbox::read(db::Session& session, std::int64_t after, std::int64_t up_to,
                                      const std::vector<std::string>& names, int limit) {
    db::Sql sql("SELECT seq, name, tenant_id, payload, at FROM domain_event WHERE seq > ? AND seq <= ?", after, up_to);
    if (!names.empty()) sql.append(" AND ").in_list("name", names);
    sql.append(" ORDER BY seq LIMIT ?", limit);
    return session.map<std::int64_t, std::string, std::optional<TenantId>, std::string, Timestamp>(
        sql, [](std::int64_t seq, std::string name, std::optional<TenantId> tenant, std::string payload, Timestamp at) {
            return StoredEvent{seq, std::move(name), std::move(tenant), std::move(payload), at};
        });
}

std::int64_t Outbox::prune(db::Session& session, Timestamp older_than) {
    return session.exec(
        "DELETE FROM domain_event WHERE at < ? AND seq <= (SELECT coalesce(min(seq), 0) FROM event_cursor)",
        older_than);
}

}  // namespace portico::jobs
