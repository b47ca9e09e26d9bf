#include <thread>

#include "platform/db_testing/database_fixture.h"

namespace portico::db {

AuditEvent test_audit(std::string code) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller.kind = CallerKind::system;
    return event;
}

void DatabaseTest::SetUp() {
    scratch_ = ScratchDatabase::make(GetParam(), content_);
    if (!scratch_) GTEST_SKIP() << "PORTICO_TEST_POSTGRES is not set";
    database_ = open_another();
    units_ = std::make_unique<UnitsOfWork>(*database_, recorded_audit, recorded_events);
}

void DatabaseTest::TearDown() {
    units_.reset();
    database_.reset();
    scratch_.reset();
}

std::unique_ptr<Database> DatabaseTest::open_another(DatabaseOptions options) const {
    options.durable = false;
    return Database::open(scratch_->url(), std::move(options));
}

bool eventually(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

}  // namespace portico::db
