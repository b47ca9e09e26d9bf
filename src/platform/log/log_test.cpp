#include "platform/log/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <thread>
#include <vector>

#include "core/id.h"
#include "platform/log/line.h"

namespace portico::log {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

std::string json(std::string_view message, Fields fields = {}, std::string_view request_id = "") {
    return to_json({"2026-11-21T14:05:00.123Z", "info", message, fields, request_id});
}

std::string text(std::string_view message, Fields fields = {}, std::string_view request_id = "") {
    return to_text({"2026-11-21T14:05:00.123Z", "info", message, fields, request_id});
}

TEST(JsonLine, holds_the_message_and_typed_fields) {  // OPS-6
    std::uint64_t large = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(json("m", {{"text", "a"}, {"count", 64}, {"large", large}, {"yes", true}, {"ratio", 0.5}}, "r1"),
              R"({"time":"2026-11-21T14:05:00.123Z","level":"info","message":"m","text":"a","count":64,)"
              R"("large":18446744073709551615,"yes":true,"ratio":0.5,"request_id":"r1"})");
    EXPECT_THAT(json("m", {{"nan", std::numeric_limits<double>::quiet_NaN()}}), HasSubstr(R"("nan":null)"));
}

TEST(JsonLine, takes_ids_and_strings) {
    auto id = StudyId::trusted("01hf7yat00fjgr3s5j1nx2t2wz");
    std::string owned = "o";
    EXPECT_THAT(json("m", {{"study", id}, {"owned", owned}}),
                EndsWith(R"("study":"01hf7yat00fjgr3s5j1nx2t2wz","owned":"o"})"));
}

TEST(JsonLine, cannot_be_forged_by_input) {
    auto line = json("a\nb\r\t\x1B[31m\x7F\"\\", {{"k\n\"", "\xC2\x85\xE2\x80\xA8\xE2\x80\xAE"}});
    EXPECT_THAT(line, HasSubstr(R"("message":"a\nb\u000d\u0009\u001b[31m\u007f\"\\")"));
    EXPECT_THAT(line, HasSubstr(R"("k\n\"":"\u0085\u2028\u202e")"));
    EXPECT_EQ(line.find('\n'), std::string::npos);
}

TEST(JsonLine, replaces_bytes_that_are_no_utf8) {
    EXPECT_THAT(json("\xFF"), HasSubstr("\"message\":\"\xEF\xBF\xBD\""));
    EXPECT_THAT(json("\xC0\xAF"), HasSubstr("\"message\":\"\xEF\xBF\xBD\xEF\xBF\xBD\""));    // overlong
    EXPECT_THAT(json("\xED\xA0\x80"), HasSubstr("\"message\":\"\xEF\xBF\xBD\xEF\xBF\xBD"));  // surrogate
    EXPECT_THAT(json("\xE2\x82"), HasSubstr("\"message\":\"\xEF\xBF\xBD\xEF\xBF\xBD\""));    // cut off
    EXPECT_THAT(json("\xE2\x82\xAC \xF0\x9F\xA9\xBB"), HasSubstr("\xE2\x82\xAC \xF0\x9F\xA9\xBB"));
}

TEST(JsonLine, keeps_its_own_members_unique) {
    EXPECT_THAT(json("m", {{"level", "x"}, {"request_id", "y"}}, "r"),
                EndsWith(R"("level_":"x","request_id_":"y","request_id":"r"})"));
}

TEST(TextLine, reads_well_and_stays_one_line) {
    EXPECT_EQ(text("study received", {{"instances", 64}, {"name", "a b"}, {"empty", ""}, {"odd", "x\ny"}}, "r1"),
              R"(14:05:00.123 INFO    study received instances=64 name="a b" empty="" odd=x\ny request_id=r1)");
}

// Captures lines while it lives.
class Captured {
public:
    Captured() {
        set_format(Format::json);
        set_sink([this](std::string_view line) { lines.emplace_back(line); });
    }
    ~Captured() {
        set_sink({});
        set_format(Format::automatic);
        set_level(Level::info);
    }
    std::vector<std::string> lines;
};

TEST(Log, writes_from_its_level_on) {
    Captured captured;
    debug("no");
    EXPECT_FALSE(enabled(Level::debug));
    info("one");
    set_level(*parse_level("debug"));
    debug("two");
    set_level(*parse_level("error"));
    warning("no");
    error("three");
    ASSERT_EQ(captured.lines.size(), 3U);
    EXPECT_THAT(captured.lines[2], HasSubstr(R"("level":"error","message":"three")"));
    EXPECT_FALSE(parse_level("loud"));
}

TEST(Log, takes_braces_as_they_are) {
    Captured captured;
    info("{} {0} %s");
    EXPECT_THAT(captured.lines.at(0), HasSubstr(R"("message":"{} {0} %s")"));
}

TEST(RequestScope, marks_the_lines_of_its_thread) {
    Captured captured;
    {
        RequestScope outer("outer");
        {
            RequestScope inner("inner");
            info("1");
        }
        info("2");
        std::jthread([] { info("3"); }).join();
    }
    info("4");
    ASSERT_EQ(captured.lines.size(), 4U);
    EXPECT_THAT(captured.lines[0], EndsWith(R"("request_id":"inner"})"));
    EXPECT_THAT(captured.lines[1], EndsWith(R"("request_id":"outer"})"));
    EXPECT_THAT(captured.lines[2], Not(HasSubstr("request_id")));
    EXPECT_THAT(captured.lines[3], Not(HasSubstr("request_id")));
}

}  // namespace
}  // namespace portico::log
