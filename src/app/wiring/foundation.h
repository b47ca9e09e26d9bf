// What every command stands on: settings, database, keys, storage, the audit trail and the outbox.
#pragma once

#include <filesystem>
#include <memory>

#include "core/clock.h"
#include "core/result.h"
#include "features/audit/audit.h"
#include "features/one_time_codes/api/one_time_codes.h"
#include "platform/config/settings.h"
#include "platform/crypto/key_ring.h"
#include "platform/crypto/password.h"
#include "platform/db/database.h"
#include "platform/db/unit_of_work.h"
#include "platform/jobs/outbox.h"
#include "platform/jobs/queue.h"
#include "platform/messaging/message_outbox.h"
#include "platform/storage/blob_store.h"

namespace portico::app {

enum class Schema { migrate, must_be_current };

// Opened once by a command; parts refer to each other, so it stays where it is.
class Foundation {
public:
    // Makes the data folder and keys when they are not there. Throws std::runtime_error with a text for the operator.
    Foundation(config::Settings settings, Schema schema);
    Foundation(const Foundation&) = delete;
    Foundation& operator=(const Foundation&) = delete;

    // The operator on the command line.
    static Caller operator_caller();

    const config::Settings settings;
    SystemClock clock;
    std::unique_ptr<db::Database> database;
    crypto::KeyRing keys;
    crypto::PasswordHasher hasher;
    std::unique_ptr<storage::BlobStore> blobs;
    audit::AuditTrail trail;
    jobs::Outbox events;
    db::UnitsOfWork units;
    jobs::Queue queue;
    messaging::MessageOutbox messages;
    one_time_codes::OneTimeCodes codes;
};

}  // namespace portico::app
