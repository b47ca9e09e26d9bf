#include "platform/config/loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "platform/config/toml_file.h"

namespace portico::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string even_length(std::string_view text) { return text.size() % 2 == 0 ? "" : "is odd"; }

// A few keys of every kind and a file to write; every test has its own.
class Config : public testing::Test {
protected:
    Config()
        : file_(std::filesystem::temp_directory_path() /
                fmt::format("portico-config-{}-{}.toml", ::getpid(),
                            testing::UnitTest::GetInstance()->current_test_info()->name())) {
        loader.add({.name = "top", .slot = &path, .explanation = "A path.", .flag = "top"});
        loader.add({.name = "mail.host", .slot = &host, .explanation = "A text.", .check = even_length});
        loader.add({.name = "mail.port", .slot = &port, .explanation = "A number.", .minimum = 1, .maximum = 99});
        loader.add({.name = "mail.tls", .slot = &tls, .explanation = "A flag."});
        loader.add({.name = "mail.to", .slot = &to, .explanation = "A list.", .check = even_length});
        loader.add({.name = "mail.level", .slot = &level, .explanation = "A choice.", .choices = {"low", "high"}});
        loader.add({.name = "mail.password", .slot = &password, .explanation = "A secret.", .secret = true});
    }
    ~Config() override { std::filesystem::remove(file_); }

    Result<void> load(std::string_view toml, std::map<std::string, std::string> environment = {},
                      std::vector<std::pair<std::string, std::string>> flags = {}) {
        std::ofstream(file_) << toml;
        return loader.load({file_, std::move(environment), std::move(flags)});
    }
    // "path:code" of every problem, in order.
    static std::vector<std::string> problems(const Result<void>& result) {
        std::vector<std::string> all;
        if (!result)
            for (const auto& field : result.error().fields()) all.push_back(field.path + ":" + field.code);
        return all;
    }
    EffectiveValue effective(std::string_view key) {
        for (auto& value : loader.effective())
            if (value.key == key) return value;
        return {};
    }

    std::filesystem::path file_;
    std::filesystem::path path = "here";
    std::string host = "ho";
    std::int64_t port = 25;
    bool tls = false;
    std::vector<std::string> to{"aa"};
    std::string level = "low";
    std::string password;
    Loader loader;
};

TEST_F(Config, keeps_defaults_when_nothing_is_said) {
    ASSERT_TRUE(loader.load({}));
    EXPECT_EQ(path, "here");
    EXPECT_EQ(port, 25);
    EXPECT_EQ(effective("mail.to").value, R"(["aa"])");
    EXPECT_EQ(effective("mail.to").source, Source::default_);
}

TEST_F(Config, takes_every_kind_from_a_file) {
    ASSERT_TRUE(load("top = 'there'\n[mail]\nhost='h\"st'\nport=7\ntls=true\nto=['bb','cc']\nlevel='high'\n"));
    EXPECT_EQ(path, "there");
    EXPECT_EQ(host, "h\"st");
    EXPECT_EQ(port, 7);
    EXPECT_TRUE(tls);
    EXPECT_THAT(to, ElementsAre("bb", "cc"));
    EXPECT_EQ(level, "high");
    EXPECT_EQ(effective("mail.host").value, R"("h\"st")");
    EXPECT_EQ(effective("mail.port").where, file_.string() + ":4");
}

TEST_F(Config, lets_the_environment_count_more_than_the_file_and_a_flag_most) {  // OPS-3
    ASSERT_TRUE(load("top='file'\n[mail]\nhost='file'\nport=1\n",
                     {{"PORTICO_TOP", "environment"}, {"PORTICO_MAIL_PORT", "2"}, {"HOME", "/"}}, {{"top", "flag"}}));
    EXPECT_EQ(path, "flag");
    EXPECT_EQ(port, 2);
    EXPECT_EQ(host, "file");
    EXPECT_EQ(effective("top").source, Source::flag);
    EXPECT_EQ(effective("top").where, "--top");
    EXPECT_EQ(effective("mail.port").source, Source::environment);
    EXPECT_EQ(effective("mail.port").where, "PORTICO_MAIL_PORT");
    EXPECT_EQ(loader.source_of("mail.host"), Source::file);
    EXPECT_EQ(loader.source_of("mail.tls"), Source::default_);
}

TEST_F(Config, reads_flags_and_lists_from_the_environment) {
    ASSERT_TRUE(loader.load({{}, {{"PORTICO_MAIL_TLS", "yes"}, {"PORTICO_MAIL_TO", "bb, cc,,"}}, {}}));
    EXPECT_TRUE(tls);
    EXPECT_THAT(to, ElementsAre("bb", "cc"));
}

TEST_F(Config, stops_at_unknown_keys_with_a_suggestion) {  // OPS-3
    auto result =
        load("[mial]\nhost='aa'\n[mail]\nprot=3\nzzzzzzzz=1\n", {{"PORTICO_MAIL_HOTS", "aa"}}, {{"tpo", "x"}});
    EXPECT_THAT(problems(result), testing::UnorderedElementsAre("mial.host:unknown_key", "mail.prot:unknown_key",
                                                                "mail.zzzzzzzz:unknown_key",
                                                                "PORTICO_MAIL_HOTS:unknown_key", "tpo:unknown_key"));
    auto text = describe(result.error());
    EXPECT_THAT(text, HasSubstr("mail.host"));
    EXPECT_THAT(text, HasSubstr("mail.port"));
    EXPECT_THAT(text, HasSubstr("PORTICO_MAIL_HOST"));
    EXPECT_THAT(text, HasSubstr(file_.string() + ":4"));
}

TEST_F(Config, leaves_names_alone_that_are_no_settings) {
    EXPECT_TRUE(loader.load({{}, {{"PORTICO_CONFIG", "x"}, {"PORTICO_TEST_POSTGRES", "y"}, {"PATH", "z"}}, {}}));
}

TEST_F(Config, refuses_values_that_do_not_fit_and_keeps_the_default) {
    auto result =
        load("top=1\n[mail]\nhost='odd'\nport=100\ntls='true'\nto=['aa','b']\nlevel='middle'\npassword=['x']\n");
    EXPECT_THAT(problems(result),
                testing::UnorderedElementsAre("top:wrong_type", "mail.host:not_allowed", "mail.port:out_of_range",
                                              "mail.tls:wrong_type", "mail.to:not_allowed", "mail.level:not_allowed",
                                              "mail.password:wrong_type"));
    EXPECT_EQ(port, 25);
    EXPECT_EQ(host, "ho");
    EXPECT_EQ(level, "low");

    EXPECT_THAT(problems(loader.load({{}, {{"PORTICO_MAIL_PORT", "7x"}, {"PORTICO_MAIL_TLS", "maybe"}}, {}})),
                ElementsAre("mail.port:wrong_type", "mail.tls:wrong_type"));
    EXPECT_THAT(problems(loader.load({{}, {{"PORTICO_MAIL_PORT", ""}}, {}})), ElementsAre("mail.port:wrong_type"));
}

TEST_F(Config, refuses_values_of_kinds_that_no_setting_has) {
    auto result = load("[mail]\nport=2.5\nto=['aa',1]\nhost=2026-01-01\n");
    EXPECT_THAT(problems(result),
                testing::UnorderedElementsAre("mail.port:wrong_type", "mail.to:wrong_type", "mail.host:wrong_type"));
}

TEST_F(Config, says_where_a_file_cannot_be_read) {
    auto result = load("top='x'\n[mail\n");
    ASSERT_THAT(problems(result), ElementsAre(file_.string() + ":unreadable"));
    EXPECT_THAT(result.error().fields()[0].text, HasSubstr(file_.string() + ":2"));
    std::filesystem::remove(file_);
    EXPECT_THAT(problems(loader.load({file_, {}, {}})), ElementsAre(file_.string() + ":unreadable"));
    EXPECT_FALSE(loader.load({std::filesystem::temp_directory_path(), {}, {}}));
}

TEST_F(Config, says_where_a_header_begins_with_no_key) {
    for (const auto* text : {"top='x'\n[`mail]\n", "top='x'\n[[=]]\n", "top='x'\n`a = 1\n"}) {
        auto entries = parse_toml(text);
        ASSERT_FALSE(entries) << text;
        EXPECT_EQ(entries.error().line, 2U) << text;
    }
}

TEST_F(Config, shows_no_passwords) {
    ASSERT_TRUE(load("[mail]\npassword='hidden'\nhost='postgresql://me:hidden@db/xy'\n"));
    for (const auto& value : loader.effective()) EXPECT_THAT(value.value, Not(HasSubstr("hidden")));
    EXPECT_EQ(effective("mail.host").value, R"("postgresql://me:***@db/xy")");
    EXPECT_EQ(password, "hidden");
}

TEST_F(Config, does_not_take_a_key_twice) {
    EXPECT_THROW(loader.add({.name = "top", .slot = &host, .explanation = ""}), std::logic_error);
}

TEST_F(Config, writes_an_example_that_gives_the_defaults_when_it_is_taken_over) {  // OPS-3
    auto example = loader.example_toml();
    for (const auto& key : loader.keys()) {
        EXPECT_THAT(example, HasSubstr(key.explanation));
        EXPECT_THAT(example, HasSubstr(environment_name(key.name)));
    }
    auto untouched = parse_toml(example);
    ASSERT_TRUE(untouched);
    EXPECT_TRUE(untouched->empty());
    // A setting is a "#" without a blank behind it.
    std::string active;
    for (std::size_t i = 0; i < example.size(); ++i)
        if (example[i] != '#' || example[i + 1] == ' ') active += example[i];
    auto before = loader.effective();
    auto result = load(active);
    ASSERT_TRUE(result) << describe(result.error());
    auto after = loader.effective();
    for (std::size_t i = 0; i < before.size(); ++i) {
        EXPECT_EQ(after[i].value, before[i].value);
        EXPECT_EQ(after[i].source, Source::file);
    }
}

}  // namespace
}  // namespace portico::config
