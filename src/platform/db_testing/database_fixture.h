// For tests of stores: the same test on SQLite and on PostgreSQL, each time with a fresh, migrated database.
//
//   class RoleStoreTest : public db::DatabaseTest {};
//   PORTICO_ON_BOTH_DATABASES(RoleStoreTest);
//   TEST_P(RoleStoreTest, keeps_a_role) { auto work = begin(); … work.commit_technical(); auto session = read(); … }
//
// PostgreSQL is the server behind PORTICO_TEST_POSTGRES (postgresql://superuser@…); without it those tests are skipped.
// A fresh database costs a few milliseconds: on SQLite a copy of a migrated file, on PostgreSQL one whose tables are
// emptied after each test (not those that a test makes itself: drop them, or ask for Content::empty).
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/db/database.h"
#include "platform/db/unit_of_work.h"

namespace portico::db {

// Keep what they are given, for assertions.
class RecordedAudit final : public AuditSink {
public:
    void append(Session&, const AuditEvent& event) override { events.push_back(event); }
    std::vector<AuditEvent> events;
};
class RecordedEvents final : public EventSink {
public:
    void append(Session&, const DomainEvent& event) override { events.push_back(event); }
    std::vector<DomainEvent> events;
};

// An entry for commit() where a test is not about the audit trail.
AuditEvent test_audit(std::string code = "test.changed");

// A database of its own on one of the two servers; gone with this object.
class ScratchDatabase {
public:
    enum class Content { migrated, empty };
    // Nothing when there is no such server.
    static std::unique_ptr<ScratchDatabase> make(Dialect dialect, Content content = Content::migrated);
    virtual ~ScratchDatabase() = default;
    virtual std::string url() const = 0;
};

class DatabaseTest : public ::testing::TestWithParam<Dialect> {
protected:
    explicit DatabaseTest(ScratchDatabase::Content content = ScratchDatabase::Content::migrated) : content_(content) {}
    void SetUp() override;
    void TearDown() override;

    Database& database() { return *database_; }
    // Another Database on the same data, as another process would have it.
    std::unique_ptr<Database> open_another(DatabaseOptions options = {}) const;
    std::string url() const { return scratch_->url(); }

    Session read() { return database_->read(); }
    UnitsOfWork& units() { return *units_; }
    UnitOfWork begin() { return units_->begin(); }

    RecordedAudit recorded_audit;
    RecordedEvents recorded_events;

private:
    ScratchDatabase::Content content_;
    std::unique_ptr<ScratchDatabase> scratch_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<UnitsOfWork> units_;
};

// True as soon as the condition holds; false when it does not within ten seconds.
bool eventually(const std::function<bool()>& condition);

}  // namespace portico::db

#define PORTICO_ON_BOTH_DATABASES(Fixture)                                                                \
    INSTANTIATE_TEST_SUITE_P(                                                                             \
        On, Fixture, ::testing::Values(::portico::db::Dialect::sqlite, ::portico::db::Dialect::postgres), \
        [](const auto& parameter) { return std::string(::portico::db::name_of(parameter.param)); })
