// Answers of keyed requests, kept in the database so that every node gives the same one (GEN-7).
#pragma once

#include "core/clock.h"
#include "platform/api/idempotency.h"
#include "platform/crypto/key_ring.h"
#include "platform/db/unit_of_work.h"

namespace portico::idempotency {

// Thread-safe. find() throws DbError where the database does not answer; save() fails with errors::unavailable.
class DurableAnswers final : public api::IdempotencyStore {
public:
    // All must outlive this.
    DurableAnswers(db::UnitsOfWork& units, const crypto::KeyRing& keys, const Clock& clock)
        : units_(units), keys_(keys), clock_(clock) {}

    Result<std::optional<api::SavedAnswer>> find(const api::KeyedRequest& request) override;
    Result<void> save(const api::KeyedRequest& request, const api::SavedAnswer& answer) override;
    void release(const api::KeyedRequest& request) override;

    // Removes what is older than a day; the number of answers removed. For a schedule.
    std::int64_t forget_old();

private:
    db::UnitsOfWork& units_;
    const crypto::KeyRing& keys_;
    const Clock& clock_;
};

}  // namespace portico::idempotency
