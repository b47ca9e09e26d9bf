// Values, statements and errors, the same on both databases (OPS-4).
#include "platform/db/session.h"

#include <gtest/gtest.h>

#include <limits>

#include "platform/db/change_signal.h"
#include "platform/db_testing/database_fixture.h"

namespace portico::db {
namespace {

constexpr const char* make_thing =
    "CREATE TABLE thing (id TEXT PRIMARY KEY, number BIGINT, real DOUBLE PRECISION, text TEXT, "
    "parent TEXT REFERENCES thing (id))";

class SessionTest : public DatabaseTest {
protected:
    void SetUp() override {
        DatabaseTest::SetUp();
        if (IsSkipped()) return;
        change([](Session& session) { session.exec(make_thing); });
    }
    void TearDown() override {
        if (!IsSkipped()) change([](Session& session) { session.exec("DROP TABLE thing"); });
        DatabaseTest::TearDown();
    }
    template <class Work>
    void change(Work work) {
        auto unit = begin();
        work(unit.session());
        unit.commit_technical();
    }
    template <class... Ps>
    DbErrorKind error_of(std::string_view sql, const Ps&... params) {
        auto unit = begin();
        try {
            unit.session().exec(sql, params...);
        } catch (const DbError& error) {
            return error.kind();
        }
        ADD_FAILURE() << "no error";
        return DbErrorKind::other;
    }
    void add(std::string_view id, std::optional<std::int64_t> number = std::nullopt) {
        change([&](Session& session) { session.exec("INSERT INTO thing (id, number) VALUES (?, ?)", id, number); });
    }
};
PORTICO_ON_BOTH_DATABASES(SessionTest);

TEST_P(SessionTest, keeps_integers_of_64_bits) {
    const std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
    const std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    add("a", smallest);
    add("b", largest);
    auto session = read();
    EXPECT_EQ(session.values<std::int64_t>("SELECT number FROM thing ORDER BY id"), (std::vector{smallest, largest}));
    EXPECT_EQ(session.value<std::string>("SELECT id FROM thing WHERE number = ?", largest), "b");
}

TEST_P(SessionTest, keeps_text_with_every_character_and_empty_text) {
    const std::string text = "Ærø 山田 ’😀 '\"? \\ \x01\n";
    change([&](Session& session) {
        session.exec("INSERT INTO thing (id, text) VALUES ('a', ?), ('b', ?)", text, std::string());
    });
    EXPECT_EQ(read().values<std::string>("SELECT text FROM thing ORDER BY id"), (std::vector<std::string>{text, ""}));
}

TEST_P(SessionTest, keeps_doubles_exactly) {
    for (const double value : {0.1, -1e-300, 1.7976931348623157e308, 123456789.123456789}) {
        change([&](Session& session) {
            session.exec("DELETE FROM thing");
            session.exec("INSERT INTO thing (id, real) VALUES ('a', ?)", value);
        });
        EXPECT_EQ(read().value<double>("SELECT real FROM thing"), value);
    }
}

TEST_P(SessionTest, tells_null_from_empty) {
    change([](Session& session) {
        session.exec("INSERT INTO thing (id, number, text) VALUES ('a', ?, ?)", std::optional<int>(),
                     std::optional<std::string>());
        session.exec("INSERT INTO thing (id, number, text) VALUES ('b', ?, ?)", 0, "");
        session.exec("INSERT INTO thing (id, number, text) VALUES ('c', ?, ?)", nullptr, nullptr);
    });
    using Number = std::optional<std::int64_t>;
    using Text = std::optional<std::string>;
    const auto rows = read().rows<Number, Text>("SELECT number, text FROM thing ORDER BY id");
    EXPECT_EQ(rows, (std::vector<std::tuple<Number, Text>>{{Number(), Text()}, {0, ""}, {Number(), Text()}}));
}

TEST_P(SessionTest, takes_ids_times_and_truth_values) {
    const auto id = UserId::trusted("01hf7yat00c9k3v5m8n2p4q6r8");
    change([&](Session& session) {
        session.exec("INSERT INTO thing (id, number) VALUES (?, ?)", id, Timestamp{1'700'000'000'123});
    });
    const auto [read_id, at, positive] =
        read().one<UserId, Timestamp, bool>("SELECT id, number, number > 5 FROM thing WHERE id = ?", id);
    EXPECT_EQ(read_id, id);
    EXPECT_EQ(at.milliseconds, 1'700'000'000'123);
    EXPECT_TRUE(positive);
    EXPECT_EQ(read().value<int>("SELECT count(*) FROM thing WHERE (number > 5) = (1 = 0)"), 0);
}

TEST_P(SessionTest, reads_null_only_into_an_optional) {
    add("a");
    EXPECT_THROW(read().value<std::int64_t>("SELECT number FROM thing"), DbError);
    EXPECT_THROW(read().value<std::string>("SELECT text FROM thing"), DbError);
    EXPECT_EQ(read().value<std::optional<std::int64_t>>("SELECT number FROM thing"), std::nullopt);
}

TEST_P(SessionTest, refuses_a_column_of_another_type_or_width) {
    add("a", std::int64_t{1} << 40);
    EXPECT_THROW(read().value<std::int64_t>("SELECT id FROM thing"), DbError);
    EXPECT_THROW(read().value<int>("SELECT number FROM thing"), DbError);
    EXPECT_THROW((read().one<std::string, std::string>("SELECT id FROM thing")), DbError);
}

TEST_P(SessionTest, refuses_text_that_is_not_utf8_or_holds_nul) {
    const std::string with_nul("a\0b", 3);
    for (const std::string& text : {with_nul, std::string("\xC3"), std::string("\xED\xA0\x80"), std::string("\xFF")})
        EXPECT_EQ(error_of("INSERT INTO thing (id) VALUES (?)", text), DbErrorKind::invalid_text);
}

TEST_P(SessionTest, uses_a_numbered_value_twice_and_leaves_question_marks_in_text) {
    add("a", 7);
    auto session = read();
    const auto row = session.one<std::string, int, int>(
        "SELECT 'what? it''s?' /* ? */, number + ?1, number + ?1 FROM thing -- why?\n WHERE id = ?2", 1, "a");
    EXPECT_EQ(row, (std::tuple<std::string, int, int>{"what? it's?", 8, 8}));
}

TEST_P(SessionTest, counts_affected_rows) {
    add("a", 1);
    add("b", 1);
    change([](Session& session) {
        EXPECT_EQ(session.exec("UPDATE thing SET number = 2 WHERE number = 1"), 2);
        EXPECT_EQ(session.exec("UPDATE thing SET number = 2 WHERE number = 1"), 0);
        EXPECT_EQ(session.exec("INSERT INTO thing (id) VALUES ('a') ON CONFLICT DO NOTHING"), 0);
        EXPECT_EQ(session.exec("INSERT INTO thing (id) VALUES ('c') ON CONFLICT (id) DO UPDATE SET number = 3"), 1);
        EXPECT_EQ(session.first_value<std::string>("DELETE FROM thing WHERE id = 'c' RETURNING id"), "c");
        EXPECT_EQ(session.exec("DELETE FROM thing"), 2);
    });
}

TEST_P(SessionTest, says_what_kind_of_error_it_was) {
    add("a");
    EXPECT_EQ(error_of("INSERT INTO thing (id) VALUES ('a')"), DbErrorKind::unique_violation);
    EXPECT_EQ(error_of("INSERT INTO thing (id, parent) VALUES ('b', 'none')"), DbErrorKind::foreign_key);
    EXPECT_EQ(error_of("SELECT nonsense FROM nowhere"), DbErrorKind::other);
    EXPECT_EQ(error_of("INSERT INTO thing (id) VALUES (?)"), DbErrorKind::other);
    EXPECT_THROW(read().one<std::string>("SELECT id FROM thing WHERE id = 'z'"), DbError);
}

TEST_P(SessionTest, refuses_several_statements_in_one_text) {
    EXPECT_EQ(error_of("DELETE FROM thing; DELETE FROM thing"), DbErrorKind::other);
}

TEST_P(SessionTest, a_reading_session_cannot_write) {
    EXPECT_THROW(read().exec("INSERT INTO thing (id) VALUES ('a')"), DbError);
    EXPECT_EQ(read().value<int>("SELECT count(*) FROM thing"), 0);
}

TEST_P(SessionTest, runs_sql_that_is_put_together) {
    for (const char* id : {"a", "b", "c", "d", "e"}) add(id, id[0]);
    const auto find = [&](const std::vector<std::string>& ids, std::optional<int> above) {
        Sql sql("SELECT id FROM thing WHERE ");
        sql.in_list("id", ids);
        if (above) sql.append(" AND number > ?", *above);
        sql.append(" ORDER BY id LIMIT ?", 10);
        return read().map<std::string>(sql, [](std::string id) { return id; });
    };
    EXPECT_EQ(find({"a", "c", "e"}, std::nullopt), (std::vector<std::string>{"a", "c", "e"}));
    EXPECT_EQ(find({"a", "c", "e"}, 'b'), (std::vector<std::string>{"c", "e"}));
    EXPECT_TRUE(find({}, std::nullopt).empty());
}

TEST_P(SessionTest, streams_rows_and_stays_usable_when_the_reader_stops) {
    change([](Session& session) {
        session.exec(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
            "INSERT INTO thing (id, number) SELECT 'x' || i, i FROM n");
    });
    auto session = read();
    std::int64_t sum = 0;
    session.for_each<std::int64_t>("SELECT number FROM thing", [&](std::int64_t number) { sum += number; });
    EXPECT_EQ(sum, 2000 * 2001 / 2);

    struct Enough {};
    EXPECT_THROW(session.for_each<int>("SELECT number FROM thing", [](int) { throw Enough(); }), Enough);
    EXPECT_THROW(session.for_each<int>("SELECT number FROM thing", [&](int) { session.values<int>("SELECT 1"); }),
                 std::logic_error);
    EXPECT_EQ(session.value<int>("SELECT count(*) FROM thing"), 2000);
}

TEST_P(SessionTest, keeps_few_of_many_statements) {
    auto session = read();
    for (int i = 0; i < 600; ++i) EXPECT_EQ(session.value<int>("SELECT ? + " + std::to_string(i), 1), i + 1);
    EXPECT_EQ(session.value<int>("SELECT ? + 0", 1), 1);
}

TEST_P(SessionTest, a_snapshot_sees_one_moment) {
    add("a");
    auto snapshot = database().read_snapshot();
    EXPECT_EQ(snapshot.value<int>("SELECT count(*) FROM thing"), 1);
    add("b");
    EXPECT_EQ(snapshot.value<int>("SELECT count(*) FROM thing"), 1);
    EXPECT_EQ(read().value<int>("SELECT count(*) FROM thing"), 2);
}

TEST_P(SessionTest, tells_of_slow_statements) {
    std::vector<std::string> slow;
    DatabaseOptions options;
    options.slow_query = std::chrono::milliseconds(0);
    options.on_slow_query = [&](std::string_view sql, double) { slow.emplace_back(sql); };
    const auto other = open_another(options);
    other->read().value<int>("SELECT 1 + ?", 1);
    EXPECT_EQ(slow, (std::vector<std::string>{"SELECT 1 + ?"}));
}

TEST_P(SessionTest, waits_only_so_long_for_a_free_connection) {
    DatabaseOptions options;
    options.readers = 1;
    options.lock_wait = std::chrono::milliseconds(20);
    const auto other = open_another(options);
    const auto held = other->read();
    try {
        other->read();
        FAIL() << "a second connection was given";
    } catch (const DbError& error) {
        EXPECT_TRUE(error.retryable());
    }
}

TEST_P(SessionTest, goes_on_after_the_server_closed_its_connections) {
    if (GetParam() == Dialect::sqlite) GTEST_SKIP() << "SQLite has no server";
    const auto other = open_another();
    std::atomic<int> woken{0};
    const auto subscription = other->changes().subscribe([&] { ++woken; });
    EXPECT_EQ(other->read().value<int>("SELECT 1"), 1);
    read().values<bool>(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = 'portico' AND pid <> pg_backend_pid()");
    EXPECT_EQ(other->read().value<int>("SELECT 1"), 1);
    ASSERT_TRUE(eventually([&] { return woken > 0; }));  // listens again, and may have missed something
    const int before = woken;
    auto unit = begin();
    unit.session().signal_change();
    unit.commit_technical();
    EXPECT_TRUE(eventually([&] { return woken > before; }));
}

TEST(SqliteFile, is_for_its_owner_only) {  // it holds patients' data
    const auto empty = ScratchDatabase::make(Dialect::sqlite, ScratchDatabase::Content::empty);
    const auto fresh = Database::open(empty->url());
    const std::filesystem::path file = empty->url().substr(std::string_view("sqlite:").size());
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
}

TEST(DatabaseUrl, must_name_a_known_database) {
    EXPECT_THROW(Database::open("mysql://localhost/x"), DbError);
    EXPECT_THROW(Database::open("sqlite:"), DbError);
    EXPECT_THROW(Database::open("sqlite:/nowhere/at/all.db"), DbError);
    EXPECT_THROW(Database::open("postgresql://nobody@127.0.0.1:1/none"), DbError);
}

}  // namespace
}  // namespace portico::db
