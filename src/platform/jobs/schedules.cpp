#include "platform/jobs/detail/schedules.h"

#include "platform/crypto/random.h"
#include "platform/db/database.h"
#include "platform/log/log.h"

namespace portico::jobs {

void Schedules::add(std::string name, int seconds, std::function<void()> work,
                    std::function<bool(db::Session&)> wanted) {
    entries_.push_back({std::move(name), seconds, std::move(work), std::move(wanted), {}, false});
}

void Schedules::prepare() {
    if (entries_.empty()) return;
    units_.retrying([this](db::UnitOfWork& unit) {
        for (const Entry& entry : entries_)
            unit.session().exec("INSERT INTO schedule (name, next_at) VALUES (?, 0) ON CONFLICT (name) DO NOTHING",
                                entry.name);
        unit.commit_technical();
    });
}

std::optional<ScheduledRun> Schedules::next() {
    const Timestamp now = clock_.now();
    while (Entry* const entry = take_due(now)) {
        Timestamp look_at = now.plus_seconds(entry->seconds);
        try {
            if (auto lease = try_lease(*entry, now, look_at)) return ScheduledRun{entry->name, *lease, entry->work};
        } catch (const std::exception& error) {
            log::warning("a schedule cannot be looked at", {{"schedule", entry->name}, {"error", error.what()}});
        }
        release(*entry, look_at);
    }
    return std::nullopt;
}

std::optional<std::string> Schedules::try_lease(const Entry& entry, Timestamp now, Timestamp& look_at) {
    {
        auto session = units_.database().read();
        const auto [next_at, leased_until] =
            session.one<Timestamp, Timestamp>("SELECT next_at, leased_until FROM schedule WHERE name = ?", entry.name);
        const Timestamp free_at = std::max(next_at, leased_until);
        if (free_at > now) {
            look_at = free_at;
            return std::nullopt;
        }
        if (entry.wanted && !entry.wanted(session)) return std::nullopt;
    }
    auto unit = units_.begin();
    auto lease = crypto::new_id_text(clock_);
    const auto taken = unit.session().exec(
        "UPDATE schedule SET next_at = ?, lease = ?, leased_until = ? WHERE name = ? AND next_at <= ?5 "
        "AND leased_until <= ?5",
        now.plus_seconds(entry.seconds), lease, now.plus_seconds(lease_seconds_), entry.name, now);
    unit.commit_technical();
    if (taken != 1) return std::nullopt;
    return lease;
}

void Schedules::finished(const ScheduledRun& run, const std::string& error) {
    const auto last_error = error.empty() ? std::nullopt : std::optional(error);
    try {
        units_.retrying([&](db::UnitOfWork& unit) {
            unit.session().exec(
                "UPDATE schedule SET lease = NULL, leased_until = 0, last_error = ? WHERE name = ? AND lease = ?",
                last_error, run.name, run.lease);
            unit.commit_technical();
        });
    } catch (const db::DbError& failure) {
        log::warning("a schedule's lease was not given back", {{"schedule", run.name}, {"error", failure.what()}});
    }
    const auto entry = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& candidate) { return candidate.name == run.name; });
    release(*entry, {});
}

void Schedules::renew(db::Session& session, const std::vector<std::string>& leases) {
    db::Sql sql("UPDATE schedule SET leased_until = ? WHERE ", clock_.now().plus_seconds(lease_seconds_));
    session.exec(sql.in_list("lease", leases));
}

std::optional<Timestamp> Schedules::next_due() {
    const std::scoped_lock lock(mutex_);
    std::optional<Timestamp> due;
    for (const Entry& entry : entries_)
        if (!entry.busy && (!due || entry.look_at < *due)) due = entry.look_at;
    return due;
}

Schedules::Entry* Schedules::take_due(Timestamp now) {
    const std::scoped_lock lock(mutex_);
    for (Entry& entry : entries_) {
        if (entry.busy || entry.look_at > now) continue;
        entry.busy = true;
        return &entry;
    }
    return nullptr;
}

void Schedules::release(Entry& entry, Timestamp look_at) {
    const std::scoped_lock lock(mutex_);
    entry.busy = false;
    entry.look_at = look_at;
}

}  // namespace portico::jobs
