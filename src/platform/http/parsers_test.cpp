// The pure parts: small parsers and writers.
#include <gmock/gmock.h>

#include "platform/http/cookies.h"
#include "platform/http/detail/address.h"
#include "platform/http/detail/target.h"
#include "platform/http/detail/text.h"
#include "platform/http/errors.h"
#include "platform/http/headers.h"
#include "platform/http/media_type.h"
#include "platform/http/message.h"
#include "platform/http/problem.h"
#include "platform/http/security.h"

namespace portico::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(Headers, find_names_without_regard_to_case_and_keep_order) {
    Headers headers{{"Accept", "a"}, {"X-One", "1"}, {"ACCEPT", "b"}};
    EXPECT_EQ(headers.get("accept"), "a");
    EXPECT_THAT(headers.get_all("Accept"), ElementsAre("a", "b"));
    headers.set("aCCept", *headers.get("x-one"));
    EXPECT_THAT(headers.get_all("Accept"), ElementsAre("1"));
    EXPECT_EQ(headers.size(), 2U);
}

TEST(Headers, refuse_what_would_split_a_response) {
    using namespace std::string_view_literals;
    Headers headers;
    EXPECT_THROW(headers.add("X", "a\r\nSet-Cookie: b=c"), std::invalid_argument);
    EXPECT_THROW(headers.add("X", "a\0b"sv), std::invalid_argument);
    EXPECT_THROW(headers.set("X: y", "z"), std::invalid_argument);
    EXPECT_THROW(headers.set("", "z"), std::invalid_argument);
}

TEST(Cookies, are_read_in_order_and_bad_ones_left_out) {
    EXPECT_THAT(parse_cookies(R"(a=1; __Host-s="x y"; =2; b="quoted" ;c; d=e=f)"),
                ElementsAre(Pair("a", "1"), Pair("b", "quoted"), Pair("d", "e=f")));
    EXPECT_THAT(parse_cookies(";;= ;"), IsEmpty());
}

// SEC-3
TEST(Cookies, are_written_for_this_host_only) {
    SetCookie cookie;
    cookie.name = "__Host-session";
    cookie.value = "abc";
    cookie.max_age = std::chrono::hours(1);
    EXPECT_EQ(serialise(cookie), "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600");
    EXPECT_EQ(expired_cookie("x"), "x=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    cookie.value = "a; Domain=evil";
    EXPECT_THROW(serialise(cookie), std::invalid_argument);
}

TEST(Target, is_decoded_a_segment_at_a_time) {
    const auto target = detail::parse_target("/a%20b/%C3%A9/?q=x+y%2B&flag&&e=");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/a b/\xC3\xA9/");
    EXPECT_THAT(target->query, ElementsAre(Pair("q", "x y+"), Pair("flag", ""), Pair("e", "")));
}

TEST(Target, takes_the_absolute_form) {
    const auto target = detail::parse_target("HTTP://Example.org:81/x?y=z");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->authority, "Example.org:81");
    EXPECT_EQ(target->path, "/x");
    EXPECT_EQ(detail::parse_target("http://example.org")->path, "/");
}

TEST(Target, refuses_paths_that_could_mean_two_things) {
    for (const auto* bad : {"", "a", "/..", "/a/../b", "/%2e%2E", "/.", "/a%2Fb", "/a%5cb", "/a\\b", "/%00", "/%0a",
                            "/%C3", "/%ED%A0%80", "/%c0%af", "/%4", "/%", "/a#b", "http://", "example.org:80"}) {
        EXPECT_FALSE(detail::parse_target(bad)) << bad;
    }
    EXPECT_TRUE(detail::parse_target("/...").has_value());
    EXPECT_TRUE(detail::parse_target("/x?a=%00").error().is(errors::bad_query));
    EXPECT_TRUE(detail::parse_target("/x?%FF").error().is(errors::bad_query));
}

TEST(MediaType, takes_parameters_quoted_or_not) {
    const auto type =
        parse_media_type(R"(Multipart/Related; type="application/dicom"; BOUNDARY=a=b ; start="<x\"y>";)");
    ASSERT_TRUE(type);
    EXPECT_EQ(type->name(), "multipart/related");
    EXPECT_EQ(type->parameter("type"), "application/dicom");
    EXPECT_EQ(type->parameter("boundary"), "a=b");
    EXPECT_EQ(type->parameter("start"), "<x\"y>");
    EXPECT_EQ(parse_media_type("multipart/related; type=application/dicom")->parameter("type"), "application/dicom");
    EXPECT_EQ(to_string(*parse_media_type("a/b;x=\"c d\"")), "a/b; x=\"c d\"");
}

TEST(MediaType, refuses_what_is_none) {
    for (const auto* bad :
         {"", "text", "/", "a/", "/b", "a/b c", "a/b; x", "a/b; x=", "a/b; x=\"y", "a b/c", "a/b; =y"}) {
        EXPECT_FALSE(parse_media_type(bad)) << bad;
    }
}

TEST(Accept, is_sorted_by_preference) {
    const auto entries = parse_accept("*/*;q=0.1, text/*, application/json, broken, image/png;q=0.5, x/y;q=2");
    std::vector<std::string> names;
    for (const auto& entry : entries) names.push_back(entry.range.name() + "@" + std::to_string(entry.quality));
    EXPECT_THAT(names, ElementsAre("application/json@1000", "text/*@1000", "image/png@500", "*/*@100"));
    EXPECT_EQ(parse_accept(R"(multipart/related; type="a,b"; transfer-syntax=*)").at(0).range.parameter("type"), "a,b");
}

TEST(Accept, chooses_an_offer) {
    const std::vector<std::string_view> offers{"application/dicom+json", "application/json", "image/jpeg"};
    EXPECT_EQ(negotiate("", offers), "application/dicom+json");
    EXPECT_EQ(negotiate("image/*", offers), "image/jpeg");
    EXPECT_EQ(negotiate("application/json, application/dicom+json;q=0.9", offers), "application/json");
    EXPECT_EQ(negotiate("*/*, application/dicom+json;q=0", offers), "application/json");
    EXPECT_EQ(negotiate("text/html", offers), std::nullopt);
}

TEST(Redirect, leads_to_paths_of_this_server_only) {
    EXPECT_EQ(Response::redirect(303, "/sign-in?next=%2F").headers.get("Location"), "/sign-in?next=%2F");
    for (const auto* bad : {"//evil.example", "https://evil.example", "/\\evil", "", "javascript:x"}) {
        EXPECT_THROW(Response::redirect(303, bad), std::invalid_argument) << bad;
    }
}

class Dutch final : public Translator {
public:
    std::string text(std::string_view code, std::string_view english, std::string_view language) const override {
        return language == "nl" && code == "conflict" ? "Iemand was eerder." : std::string(english);
    }
};

// GEN-4
TEST(Problem, has_code_field_and_text_in_the_callers_language_and_no_detail_from_inside) {
    const Dutch dutch;
    Request request;
    request.request_id = "r1";
    request.translator = &dutch;
    request.headers.add("Accept-Language", "nl");
    Error error(portico::errors::conflict, "row 17 of table x");
    error.at("roles[2].name", "taken", "This \"name\" is taken.");
    const auto response = problem_response(error, request);
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(
        std::get<std::string>(response.body),
        R"({"type":"urn:portico:problem:conflict","title":"Somebody else changed this in the meantime.","status":409,)"
        R"("code":"conflict","detail":"Iemand was eerder.","errors":[{"path":"roles[2].name","code":"taken",)"
        R"("text":"This \"name\" is taken."}],"requestId":"r1"})");
}

TEST(Problem, writes_json_strings_that_are_always_valid) {
    EXPECT_EQ(json_string("a\"\\\n\x01\xC3\xA9"), "\"a\\\"\\\\\\u000a\\u0001\xC3\xA9\"");
    EXPECT_EQ(json_string("x\xC3y\xFF\xE2\x82"), "\"x\xEF\xBF\xBDy\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    EXPECT_EQ(json_string("\xF0\x9F\x98\x80"), "\"\xF0\x9F\x98\x80\"");
}

TEST(KnownHosts, compare_name_port_and_one_label) {
    const KnownHosts hosts({"localhost:8080", "*.localhost:8080", "archive.example"});
    EXPECT_TRUE(hosts.contains("localhost:8080", "http"));
    EXPECT_FALSE(hosts.contains("localhost:8081", "http"));
    EXPECT_FALSE(hosts.contains("localhost", "http"));
    EXPECT_TRUE(hosts.contains("clinic.localhost:8080", "http"));
    EXPECT_FALSE(hosts.contains("a.b.localhost:8080", "http"));
    EXPECT_FALSE(hosts.contains("evillocalhost:8080", "http"));
    EXPECT_FALSE(hosts.contains(".localhost:8080", "http"));
    EXPECT_TRUE(hosts.contains("archive.example:444", "https"));
    EXPECT_THROW(KnownHosts({"http://x"}), std::invalid_argument);
    EXPECT_FALSE(KnownHosts({}).contains("localhost", "http"));
}

TEST(Host, loses_case_and_the_schemes_own_port) {
    EXPECT_EQ(normalise_host("A.Example:80", "http"), "a.example");
    EXPECT_EQ(normalise_host("a.example:80", "https"), "a.example:80");
    EXPECT_EQ(normalise_host("[::1]:8080", "http"), "[::1]:8080");
    for (const auto* bad : {"", ":80", "a b", "a:b", "a:0", "a:65536", "user@a", "a/b", "[::1", "a..b"}) {
        EXPECT_FALSE(normalise_host(bad, "http")) << bad;
    }
}

TEST(TrustedProxies, find_the_client_behind_them) {
    const detail::TrustedProxies proxies({"10.0.0.0/8", "::1", "192.0.2.1"});
    EXPECT_TRUE(proxies.contains("10.200.1.1"));
    EXPECT_FALSE(proxies.contains("11.0.0.1"));
    EXPECT_TRUE(proxies.contains("::1"));
    EXPECT_EQ(proxies.client_behind("10.0.0.1", "6.6.6.6, 203.0.113.5, 192.0.2.1"), "203.0.113.5");
    EXPECT_EQ(proxies.client_behind("203.0.113.1", "6.6.6.6"), "203.0.113.1");
    EXPECT_EQ(proxies.client_behind("10.0.0.1", "unknown"), "10.0.0.1");
    EXPECT_THROW(detail::TrustedProxies({"10.0.0.0/33"}), std::invalid_argument);
    EXPECT_THROW(detail::TrustedProxies({"proxy"}), std::invalid_argument);
}

}  // namespace
}  // namespace portico::http
