// Migrations: forward only, whole or not at all, never over a newer schema (OPS-4).
#include "platform/db/migrator.h"

#include <gtest/gtest.h>

#include "migrations/migrations.h"
#include "platform/db_testing/database_fixture.h"

namespace portico::db {
namespace {

class MigratorTest : public DatabaseTest {
protected:
    MigratorTest() : DatabaseTest(ScratchDatabase::Content::empty) {}
    std::vector<Migration> two{{1, "first",
                                "CREATE TABLE a (id {{text}} PRIMARY KEY){{strict}}; "
                                "INSERT INTO a (id) VALUES ('one')"},
                               {2, "second", "CREATE TABLE b (key {{auto_key}}, n {{bigint}}, r {{real}}){{strict}};"}};
};
PORTICO_ON_BOTH_DATABASES(MigratorTest);

TEST_P(MigratorTest, brings_an_empty_database_to_the_known_version_once) {
    Migrator migrator(database(), two);
    EXPECT_EQ(migrator.current_version(), 0);
    EXPECT_THROW(migrator.check(), SchemaError);
    EXPECT_EQ(migrator.migrate(), 2);
    EXPECT_EQ(migrator.current_version(), 2);
    EXPECT_NO_THROW(migrator.check());
    EXPECT_EQ(migrator.migrate(), 0);
    EXPECT_EQ(read().value<std::string>("SELECT id FROM a"), "one");
}

TEST_P(MigratorTest, refuses_a_schema_that_is_newer_than_the_program) {  // OPS-4
    Migrator(database(), two).migrate();
    Migrator older(database(), std::span(two).first(1));
    EXPECT_THROW(older.check(), SchemaError);
    EXPECT_THROW(older.migrate(), SchemaError);
    EXPECT_EQ(older.current_version(), 2);
}

TEST_P(MigratorTest, leaves_nothing_of_a_migration_that_fails) {
    two[1].sql = "CREATE TABLE b (id {{text}}); INSERT INTO nowhere (id) VALUES (1)";
    Migrator migrator(database(), two);
    EXPECT_THROW(migrator.migrate(), SchemaError);
    EXPECT_EQ(migrator.current_version(), 1);
    EXPECT_THROW(read().values<std::string>("SELECT id FROM b"), DbError);
    two[1].sql = "CREATE TABLE b (id {{text}})";
    EXPECT_EQ(migrator.migrate(), 1);
}

TEST_P(MigratorTest, may_run_in_several_processes_at_once) {
    std::atomic<int> ran{0};
    std::vector<std::thread> processes;
    for (int i = 0; i < 4; ++i)
        processes.emplace_back([&] {
            const auto other = open_another();
            ran += Migrator(*other, two).migrate();
        });
    for (std::thread& process : processes) process.join();
    EXPECT_EQ(ran, 2);
    EXPECT_EQ(read().value<int>("SELECT count(*) FROM a"), 1);
}

TEST_P(MigratorTest, knows_the_whole_schema) {
    Migrator migrator(database(), all_migrations());
    EXPECT_EQ(migrator.migrate(), migrator.known_version());
}

TEST_P(MigratorTest, text_sorts_by_bytes) {
    Migrator(database(), two).migrate();
    auto unit = begin();
    unit.session().exec("INSERT INTO a (id) VALUES ('B'), ('a'), ('é'), ('Z'), ('z')");
    EXPECT_EQ(unit.session().values<std::string>("SELECT id FROM a ORDER BY id"),
              (std::vector<std::string>{"B", "Z", "a", "one", "z", "é"}));
}

TEST(MigrationText, keeps_the_lines_of_one_database) {
    constexpr auto sql =
        "both;\n-- sqlite:\nlite {{bigint}};\n-- end\n  -- postgres:  \ngres {{bigint}};\n-- end\n-- x\n";
    EXPECT_EQ(migration_text(sql, Dialect::sqlite), "both;\nlite INTEGER;\n-- x\n");
    EXPECT_EQ(migration_text(sql, Dialect::postgres), "both;\ngres BIGINT;\n-- x\n");
}

TEST(MigrationText, refuses_unknown_tokens_and_open_blocks) {
    EXPECT_THROW(migration_text("{{jsonb}}", Dialect::sqlite), SchemaError);
    EXPECT_THROW(migration_text("-- sqlite:\n", Dialect::sqlite), SchemaError);
    EXPECT_THROW(migration_text("-- end\n", Dialect::sqlite), SchemaError);
    EXPECT_THROW(migration_text("-- sqlite:\n-- postgres:\n-- end\n", Dialect::sqlite), SchemaError);
}

TEST(Migrations, stand_in_order_without_gaps) {
    int expected = 0;
    for (const Migration& migration : all_migrations()) EXPECT_EQ(migration.version, ++expected) << migration.name;
    EXPECT_GE(expected, 1);
}

}  // namespace
}  // namespace portico::db
