// Where domain events are written (the EventSink of units of work) and read from.
//
// Order and completeness: PostgreSQL gives sequence numbers before transactions commit, so a smaller one may become
// visible after a larger one. Writers therefore hold a shared advisory lock from the number until the commit, and
// final_seq() takes it exclusively for a moment: whatever it then sees is all there will ever be up to there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "platform/db/unit_of_work.h"

namespace portico::jobs {

struct StoredEvent {
    std::int64_t seq = 0;  // rises; with gaps
    std::string name;
    std::optional<TenantId> tenant;
    std::string payload;
    Timestamp at;
};

// Thread-safe; owns no data.
class Outbox final : public db::EventSink {
public:
    explicit Outbox(const Clock& clock) : clock_(clock) {}

    // Writers of other transactions may wait for this one's end: the last thing before a commit, as UnitOfWork does it.
    void append(db::Session& session, const DomainEvent& event) override;

    // Up to here nothing will be added any more; at least `known`, which was such a number before. Outside of a
    // transaction only.
    static std::int64_t final_seq(db::Session& session, std::int64_t known = 0);

    // Events after `after` up to `up_to`, oldest first; of these names only, unless there are none.
    static std::vector<StoredEvent> read(db::Session& session, std::int64_t after, std::int64_t up_to,
                                         const std::vector<std::string>& names, int limit);

    // Deletes events that are older and that every subscriber has handled; how many.
    static std::int64_t prune(db::Session& session, Timestamp older_than);

private:
    const Clock& clock_;
};

}  // namespace portico::jobs
