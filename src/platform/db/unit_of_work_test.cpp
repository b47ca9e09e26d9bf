// A change, its audit entry and its events are one transaction (GEN-6).
#include "platform/db/unit_of_work.h"

#include <gtest/gtest.h>

#include "platform/db/change_signal.h"
#include "platform/db_testing/database_fixture.h"

namespace portico::db {
namespace {

// Writes into the database, as the real one does.
class StoredAudit final : public AuditSink {
public:
    void append(Session& session, const AuditEvent& event) override {
        session.exec("INSERT INTO setting (key, value) VALUES ('audit', ?)", event.code);
    }
};

class UnitOfWorkTest : public DatabaseTest {
protected:
    static void put(Session& session, std::string_view key) {
        session.exec("INSERT INTO setting (key, value) VALUES (?, '')", key);
    }
    int settings() { return read().value<int>("SELECT count(*) FROM setting"); }
};
PORTICO_ON_BOTH_DATABASES(UnitOfWorkTest);

TEST_P(UnitOfWorkTest, keeps_the_change_with_its_audit_entry_and_events) {  // GEN-6
    bool told = false;
    auto unit = begin();
    put(unit.session(), "a");
    unit.emit({"thing.made", std::nullopt, "{}"});
    unit.audit(test_audit("thing.looked_at"));
    unit.on_committed([&] { told = settings() == 1; });
    EXPECT_TRUE(recorded_events.events.empty());
    unit.commit(test_audit("thing.made"));
    EXPECT_TRUE(told);
    ASSERT_EQ(recorded_audit.events.size(), 2U);
    EXPECT_EQ(recorded_audit.events[1].code, "thing.made");
    ASSERT_EQ(recorded_events.events.size(), 1U);
    EXPECT_THROW(unit.session(), std::logic_error);
    EXPECT_THROW(unit.commit_technical(), std::logic_error);
}

TEST_P(UnitOfWorkTest, leaves_nothing_without_a_commit) {
    {
        auto unit = begin();
        put(unit.session(), "a");
        unit.on_committed([] { FAIL() << "called without a commit"; });
    }
    EXPECT_EQ(settings(), 0);
    EXPECT_TRUE(recorded_audit.events.empty());
}

TEST_P(UnitOfWorkTest, refuses_to_commit_without_an_audit_entry) {  // GEN-6
    {
        auto unit = begin();
        put(unit.session(), "a");
        EXPECT_THROW(unit.commit(std::vector<AuditEvent>{}), std::logic_error);
    }
    EXPECT_EQ(settings(), 0);
}

TEST_P(UnitOfWorkTest, loses_the_change_when_its_audit_entry_cannot_be_written) {  // GEN-6
    StoredAudit stored;
    UnitsOfWork audited(database(), stored, recorded_events);
    {
        auto unit = audited.begin();
        put(unit.session(), "audit");  // in the way of the entry
        EXPECT_THROW(unit.commit(test_audit()), DbError);
    }
    EXPECT_EQ(settings(), 0);
}

TEST_P(UnitOfWorkTest, is_lost_after_an_error_inside_it) {
    {
        auto unit = begin();
        put(unit.session(), "a");
        EXPECT_THROW(put(unit.session(), "a"), DbError);
        EXPECT_THROW(put(unit.session(), "b"), DbError);
        EXPECT_THROW(unit.commit(test_audit()), DbError);
    }
    EXPECT_EQ(settings(), 0);
    auto unit = begin();
    put(unit.session(), "a");
    unit.commit(test_audit());
    EXPECT_EQ(settings(), 1);
}

TEST_P(UnitOfWorkTest, two_at_once_both_count) {
    begin().commit_technical();
    {
        auto unit = begin();
        unit.session().exec("INSERT INTO setting (key, value) VALUES ('n', '0')");
        unit.commit_technical();
    }
    const auto add = [this] {
        for (int i = 0; i < 20; ++i) {
            units().retrying([](UnitOfWork& unit) {
                const auto sql = std::string("SELECT value FROM setting WHERE key = 'n'")
                                     .append(for_update(unit.session().dialect()));
                const auto value = std::stoi(unit.session().value<std::string>(sql));
                unit.session().exec("UPDATE setting SET value = ? WHERE key = 'n'", std::to_string(value + 1));
                unit.commit_technical();
            });
        }
    };
    std::thread other(add);
    add();
    other.join();
    EXPECT_EQ(read().value<std::string>("SELECT value FROM setting WHERE key = 'n'"), "40");
}

TEST_P(UnitOfWorkTest, is_tried_again_after_a_retryable_error) {
    int tries = 0;
    const auto result = units().retrying([&](UnitOfWork& unit) {
        if (++tries < 3) throw DbError(DbErrorKind::busy, "somebody was faster");
        unit.commit_technical();
        return tries;
    });
    EXPECT_EQ(result, 3);
    EXPECT_THROW(units().retrying([](UnitOfWork&) { throw DbError(DbErrorKind::busy, "always"); }), DbError);
}

TEST_P(UnitOfWorkTest, wakes_those_who_wait_in_another_process_within_200_ms) {
    std::vector<double> latencies;
    for (int i = 0; i < 5; ++i) {
        const auto other = open_another();
        std::atomic<int> woken{0};
        const auto subscription = other->changes().subscribe([&] { ++woken; });
        auto unit = begin();
        put(unit.session(), std::to_string(i));
        unit.emit({"thing.made", std::nullopt, "{}"});
        unit.commit(test_audit());
        const auto start = std::chrono::steady_clock::now();
        ASSERT_TRUE(eventually([&] { return woken > 0; }));
        const auto took = std::chrono::steady_clock::now() - start;
        latencies.push_back(std::chrono::duration<double, std::milli>(took).count());
    }
    // The middle one, since the machine may be busy with other things.
    std::sort(latencies.begin(), latencies.end());
    EXPECT_LT(latencies[2], 200) << "milliseconds";
}

TEST_P(UnitOfWorkTest, does_not_call_a_subscriber_that_has_gone) {
    int calls = 0;
    {
        const auto subscription = database().changes().subscribe([&] { ++calls; });
        database().changes().notify_local();
        EXPECT_GE(calls, 1);
    }
    const int before = calls;
    database().changes().notify_local();
    EXPECT_EQ(calls, before);
}

}  // namespace
}  // namespace portico::db
