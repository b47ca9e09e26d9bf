// The pure parts: ranges, multipart, routes, events, static files.
#include <gmock/gmock.h>

#include <fstream>

#include "platform/http/errors.h"
#include "platform/http/events.h"
#include "platform/http/multipart.h"
#include "platform/http/ranges.h"
#include "platform/http/router.h"
#include "platform/http/security.h"
#include "platform/http/static_files.h"

namespace portico::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

using Kind = RangeOutcome::Kind;

TEST(Range, reads_single_open_suffix_and_several_parts) {
    EXPECT_THAT(parse_range("bytes=0-0", 100).parts, ElementsAre(ByteRange{0, 1}));
    EXPECT_THAT(parse_range("bytes=10-", 100).parts, ElementsAre(ByteRange{10, 90}));
    EXPECT_THAT(parse_range("Bytes=-30", 100).parts, ElementsAre(ByteRange{70, 30}));
    EXPECT_THAT(parse_range("bytes=-300", 100).parts, ElementsAre(ByteRange{0, 100}));
    EXPECT_THAT(parse_range("bytes=0-1, 5-999 ,-2", 100).parts,
                ElementsAre(ByteRange{0, 2}, ByteRange{5, 95}, ByteRange{98, 2}));
}

TEST(Range, is_absent_when_not_valid_and_unsatisfiable_beyond_the_end) {
    for (const auto* bad : {"", "bytes", "bytes=", "bytes=a-b", "bytes=5-2", "bytes=1-2,x", "bytes=--1", "items=0-1",
                            "bytes=1", "bytes=-", "bytes=99999999999999999999-", "bytes=0-9,0-9,0-9,0-9"}) {
        EXPECT_EQ(parse_range(bad, 100).kind, Kind::whole) << bad;
    }
    EXPECT_EQ(parse_range("bytes=100-", 100).kind, Kind::unsatisfiable);
    EXPECT_EQ(parse_range("bytes=-0", 100).kind, Kind::unsatisfiable);
    EXPECT_EQ(parse_range("bytes=0-", 0).kind, Kind::unsatisfiable);
    std::string many = "bytes=0-0";
    for (int i = 1; i < 40; ++i) many += fmt::format(",{}-{}", i * 2, i * 2);
    EXPECT_EQ(parse_range(many, 100).kind, Kind::whole);
}

TEST(Tags, match_weakly_or_strongly) {
    EXPECT_TRUE(any_tag_matches("\"a\", W/\"b\"", "\"b\""));
    EXPECT_FALSE(any_tag_matches_strongly("\"a\", W/\"b\"", "\"b\""));
    EXPECT_TRUE(any_tag_matches_strongly("\"a\"", "\"a\""));
    EXPECT_FALSE(any_tag_matches_strongly("W/\"a\"", "W/\"a\""));
    EXPECT_TRUE(any_tag_matches("*", "\"a\""));
    EXPECT_FALSE(any_tag_matches("*", ""));
}

Response with_body(std::string text) {
    auto response = Response::text(200, std::move(text), "text/plain");
    response.headers.set("ETag", "\"v1\"");
    return response;
}

std::string joined(const Response& response) {
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    std::string all;
    for (const auto& segment : std::get<std::vector<Segment>>(response.body)) all += std::get<std::string>(segment);
    return all;
}

TEST(Conditions, turn_a_response_into_parts_or_nothing) {
    Request request;
    request.headers.set("Range", "bytes=1-2");
    EXPECT_EQ(joined(apply_conditions(request, with_body("abcdef"))), "bc");
    request.headers.set("If-Range", "\"v0\"");
    EXPECT_EQ(apply_conditions(request, with_body("abcdef")).status, 200);
    request.headers.set("If-Range", "\"v1\"");
    EXPECT_EQ(apply_conditions(request, with_body("abcdef")).status, 206);
    request.headers.set("If-None-Match", "\"v1\"");
    const auto unchanged = apply_conditions(request, with_body("abcdef"));
    EXPECT_EQ(unchanged.status, 304);
    EXPECT_EQ(joined(unchanged), "");
    request.method = Method::post;
    EXPECT_EQ(apply_conditions(request, with_body("abcdef")).status, 200);
}

TEST(Conditions, of_a_compressed_answer_hold_weakly_and_it_has_no_parts) {
    Request request;
    request.headers.set("Accept-Encoding", "gzip");
    const std::string text(5000, 'x');
    auto response = apply_conditions(request, with_body(text));
    EXPECT_TRUE(response.headers.has("Accept-Ranges"));
    compress_if_useful(request, response);
    EXPECT_EQ(response.headers.get("Content-Encoding"), "gzip");
    EXPECT_FALSE(response.headers.has("Accept-Ranges"));
    EXPECT_EQ(response.headers.get("ETag"), "W/\"v1\"");
    request.headers.set("If-None-Match", "W/\"v1\"");
    EXPECT_EQ(apply_conditions(request, with_body(text)).status, 304);
    request.headers = {};
    request.headers.set("Accept-Encoding", "gzip");
    request.headers.set("Range", "bytes=0-4095");
    auto part = apply_conditions(request, with_body(text));
    compress_if_useful(request, part);
    EXPECT_EQ(part.status, 206);
    EXPECT_FALSE(part.headers.has("Content-Encoding"));
}

// CLA-24
TEST(Conditions, make_a_source_begin_where_it_is_asked_for) {
    constexpr std::uint64_t size = 6'000'000'000;
    const auto ask = [&](const Request& request) {
        ByteRange asked;
        Response response;
        response.headers.set("ETag", "\"v1\"");
        response = apply_conditions(request, std::move(response), {size, [&](ByteRange range) {
                                                                       asked = range;
                                                                       return SegmentSource();
                                                                   }});
        return std::pair(std::move(response), asked);
    };
    Request request;
    auto [whole, all] = ask(request);
    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.headers.get("Accept-Ranges"), "bytes");
    EXPECT_EQ(all, (ByteRange{0, size}));
    EXPECT_EQ(std::get<SegmentSource>(whole.body).content_length, size);
    request.headers.set("Range", "bytes=5000000000-");
    request.headers.set("If-Range", "\"v1\"");
    auto [part, rest] = ask(request);
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.headers.get("Content-Range"), "bytes 5000000000-5999999999/6000000000");
    EXPECT_EQ(rest, (ByteRange{5'000'000'000, 1'000'000'000}));
    EXPECT_EQ(std::get<SegmentSource>(part.body).content_length, 1'000'000'000U);
    request.headers.set("If-Range", "\"v0\"");
    EXPECT_EQ(ask(request).first.status, 200);
    request.headers.remove("If-Range");
    request.headers.set("Range", "bytes=0-1,4-5");
    EXPECT_EQ(ask(request).first.status, 200);
    request.headers.set("Range", "bytes=6000000000-");
    EXPECT_EQ(ask(request).first.status, 416);
    request.headers.set("If-None-Match", "\"v1\"");
    EXPECT_EQ(ask(request).first.status, 304);
}

TEST(Conditions, give_several_parts_as_multipart) {
    Request request;
    request.headers.set("Range", "bytes=0-1,4-5");
    const auto response = apply_conditions(request, with_body("abcdef"));
    const auto all = joined(response);
    TextBodyReader body(all);
    auto reader = MultipartReader::create(*response.headers.get("Content-Type"), body).value();
    std::array<std::byte, 10> piece{};
    EXPECT_EQ(reader.next_part().value()->get("Content-Range"), "bytes 0-1/6");
    EXPECT_EQ(reader.read(piece).value(), 2U);
    EXPECT_EQ(reader.next_part().value()->get("Content-Range"), "bytes 4-5/6");
    EXPECT_FALSE(reader.next_part().value());
}

// Gives its text in pieces of a few bytes, so that every boundary is torn at every place.
class Dribble final : public BodyReader {
public:
    Dribble(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}
    Result<std::size_t> read(std::span<std::byte> into) override {
        TextBodyReader part(std::string_view(text_).substr(at_, piece_));
        const auto count = part.read(into).value();
        at_ += count;
        return count;
    }
    std::optional<std::uint64_t> declared_length() const override { return std::nullopt; }

private:
    std::string text_;
    std::size_t piece_;
    std::size_t at_ = 0;
};

struct Parts {
    std::vector<std::pair<std::string, std::string>> parts;  // Content-Type, content
    std::string error;
};

Parts read_all(const std::string& text, std::size_t piece, const std::string& boundary = "b",
               MultipartLimits limits = {}) {
    Parts result;
    Dribble body(text, piece);
    auto reader = MultipartReader::create("multipart/related; boundary=\"" + boundary + "\"", body, limits).value();
    while (true) {
        auto part = reader.next_part();
        if (!part) {
            result.error = part.error().kind().code;
            return result;
        }
        if (!*part) return result;
        auto& entry = result.parts.emplace_back((*part)->get("content-type").value_or(""), "");
        std::array<std::byte, 7> into{};
        while (true) {
            const auto got = reader.read(into);
            if (!got) {
                result.error = got.error().kind().code;
                return result;
            }
            if (*got == 0) break;
            entry.second.append(reinterpret_cast<const char*>(into.data()), *got);
        }
    }
}

// STU-2
TEST(MultipartReader, gives_the_same_parts_however_the_bytes_arrive) {
    const std::string text =
        "preamble\r\n--b\r\nContent-Type: x/y\r\n\r\nfirst\r\n--bogus\r\n-\r\n--b \t\r\ncontent-type: a/b;\r\n "
        "c=d\r\n\r\n"
        "\r\n\r\n--b\r\n\r\nno headers\r\n--b\r\n\r\n--b\r\nContent-Type: e/f\r\n\r\n--b--\r\nepilogue";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        const auto result = read_all(text, piece);
        EXPECT_EQ(result.error, "") << piece;
        EXPECT_THAT(result.parts, ElementsAre(Pair("x/y", "first\r\n--bogus\r\n-"), Pair("a/b; c=d", "\r\n"),
                                              Pair("", "no headers"), Pair("", ""), Pair("e/f", "")))
            << piece;
    }
    EXPECT_THAT(read_all("--b--", 3).parts, IsEmpty());
}

TEST(MultipartReader, finds_boundaries_in_content_larger_than_its_buffer) {
    std::string content;
    for (int i = 0; content.size() < 900'000; ++i) content += fmt::format("\r\n--boundar {} \r\r\n", i);
    const auto text = "--boundary\r\n\r\n" + content + "\r\n--boundary\r\n\r\n" + content + "\r\n--boundary--";
    const auto result = read_all(text, 100'000, "boundary");
    EXPECT_EQ(result.error, "");
    ASSERT_EQ(result.parts.size(), 2U);
    EXPECT_TRUE(result.parts[0].second == content);
    EXPECT_TRUE(result.parts[1].second == content);
}

TEST(MultipartReader, skips_what_is_not_read) {
    const std::string text =
        "--b\r\n\r\n" + std::string(600'000, 'x') + "\r\n--b\r\nContent-Type: y/z\r\n\r\nend\r\n--b--";
    TextBodyReader body(text);
    auto reader = MultipartReader::create("multipart/mixed; boundary=b", body).value();
    ASSERT_TRUE(reader.next_part().value());
    EXPECT_EQ(reader.next_part().value()->get("Content-Type"), "y/z");
    EXPECT_FALSE(reader.next_part().value());
    EXPECT_FALSE(reader.next_part().value());
}

// GEN-4
TEST(MultipartReader, refuses_broken_bodies) {
    for (const auto* bad :
         {"", "no boundary", "--b", "--b\r\n", "--b\r\nA: b\r\n", "--b\r\n\r\nabc", "--b\r\n\r\nabc\r\n--b",
          "--b\r\nbroken\r\n\r\n\r\n--b--", "--b\r\n folded: first\r\n\r\n\r\n--b--"}) {
        EXPECT_EQ(read_all(bad, 5).error, "bad_multipart") << bad;
    }
    EXPECT_EQ(read_all(std::string(2000, ' ') + "\r\n--b--", 100).error, "bad_multipart");
    EXPECT_EQ(read_all("--b\r\nA: " + std::string(9000, 'x') + "\r\n\r\n\r\n--b--", 1000).error, "bad_multipart");
    EXPECT_EQ(read_all("--b--" + std::string(5000, 'x'), 1000).error, "bad_multipart");
    MultipartLimits limits;
    limits.parts = 1;
    EXPECT_EQ(read_all("--b\r\n\r\n\r\n--b\r\n\r\n\r\n--b--", 100, "b", limits).error, "too_many_parts");
    TextBodyReader body("");
    EXPECT_TRUE(MultipartReader::create("application/dicom", body).error().is(errors::unsupported_media_type));
    EXPECT_TRUE(MultipartReader::create("multipart/related", body).error().is(errors::bad_multipart));
    EXPECT_FALSE(MultipartReader::create("multipart/related; boundary=" + std::string(201, 'x'), body));
}

// STU-2: Orthanc's boundaries are three characters longer than RFC 2046 allows.
TEST(MultipartReader, takes_boundaries_longer_than_allowed) {
    const std::string boundary = "97e8bb8a-1539-455e-88e1-62a3fb44dd14-97e8bb8a-1539-455e-88e1-62a3fb44dd14";
    const auto result = read_all("--" + boundary + "\r\n\r\nabc\r\n--" + boundary + "--", 7, boundary);
    EXPECT_EQ(result.error, "");
    ASSERT_EQ(result.parts.size(), 1u);
}

TEST(MultipartWriter, is_read_back_by_the_reader) {
    MultipartWriter writer("application/dicom");
    std::string text = writer.part({{"Content-Type", "application/dicom"}}) + "one";
    text += writer.part({{"Content-Type", "application/dicom"}}) + "two";
    text += writer.closing();
    TextBodyReader body(text);
    auto reader = MultipartReader::create(writer.content_type(), body).value();
    EXPECT_EQ(reader.media_type().parameter("type"), "application/dicom");
    std::array<std::byte, 10> piece{};
    ASSERT_TRUE(reader.next_part().value());
    EXPECT_EQ(reader.read(piece).value(), 3U);
    ASSERT_TRUE(reader.next_part().value());
    EXPECT_EQ(reader.read(piece).value(), 3U);
    EXPECT_FALSE(reader.next_part().value());
}

TEST(FormPart, has_name_and_file_name) {
    const auto part = form_part({{"Content-Disposition", R"(form-data; name="photo"; filename="a b.png")"}});
    ASSERT_TRUE(part);
    EXPECT_EQ(part->name, "photo");
    EXPECT_EQ(part->file_name, "a b.png");
    EXPECT_FALSE(form_part({{"Content-Disposition", "attachment; name=x"}}));
    EXPECT_FALSE(form_part({}));
}

Handler nothing() {
    return [](Request&) { return Response(); };
}

TEST(Router, prefers_literals_to_parameters_to_rests) {
    Router router;
    for (const auto* pattern : {"/", "/studies/{study}", "/studies/recent", "/studies/{study}/series", "/{path...}"}) {
        router.add(Method::get, pattern, {}, nothing());
    }
    const auto pattern_for = [&](std::string_view path) {
        const auto match = router.find(Method::get, path);
        return match.route ? match.route->pattern : "";
    };
    EXPECT_EQ(pattern_for("/"), "/");
    EXPECT_EQ(pattern_for("/studies/recent"), "/studies/recent");
    EXPECT_EQ(pattern_for("/studies/7"), "/studies/{study}");
    EXPECT_EQ(pattern_for("/studies/recent/series"), "/studies/{study}/series");
    EXPECT_EQ(pattern_for("/studies/"), "/{path...}");
    EXPECT_EQ(pattern_for("/assets/a/b.js"), "/{path...}");
    EXPECT_THAT(router.find(Method::get, "/assets/a/b.js").parameters, ElementsAre(Pair("path", "assets/a/b.js")));
    EXPECT_THAT(router.find(Method::head, "/studies/7").parameters, ElementsAre(Pair("study", "7")));
    EXPECT_EQ(router.routes().size(), 5U);
}

TEST(Router, tells_what_a_path_allows) {
    Router router;
    router.add(Method::get, "/a/{x}", {}, nothing());
    router.add(Method::post, "/a/b", {}, nothing());
    EXPECT_EQ(router.find(Method::get, "/a/b").route->pattern, "/a/{x}");
    const auto match = router.find(Method::delete_, "/a/b");
    EXPECT_EQ(match.route, nullptr);
    EXPECT_THAT(match.allowed, ElementsAre(Method::get, Method::head, Method::post, Method::options));
    EXPECT_THAT(router.find(Method::get, "/c").allowed, IsEmpty());
    EXPECT_TRUE(router.routes()[1]->state_changing);
    EXPECT_FALSE(router.routes()[0]->state_changing);
}

TEST(Router, refuses_patterns_that_are_wrong_or_there_already) {
    Router router;
    router.add(Method::get, "/a/{x}", {}, nothing());
    for (const auto* bad : {"a", "/a/{y}", "/{}", "/{x", "/a{x}", "/{x...}/y"}) {
        EXPECT_THROW(router.add(Method::get, bad, {}, nothing()), std::logic_error) << bad;
    }
}

TEST(EventHub, gives_a_stream_what_its_topics_get) {
    EventHub hub;
    auto stream = hub.subscribe({"a", "b"});
    int woken = 0;
    stream.on_ready([&] { ++woken; });
    hub.publish("a", "x", "1\n2\r\n3");
    hub.publish("b", "", "4");
    hub.publish("c", "y", "5");
    EXPECT_EQ(woken, 2);
    const auto pending = stream.take();
    EXPECT_EQ(pending.text, "event: x\ndata: 1\ndata: 2\ndata: 3\n\ndata: 4\n\n");
    EXPECT_TRUE(pending.open);
    EXPECT_EQ(stream.take().text, "");
    EXPECT_THROW(hub.publish("a", "x\ny", ""), std::invalid_argument);
}

// GEN-5
TEST(EventHub, closes_streams_by_topic_and_sends_nothing_more) {
    EventHub hub;
    auto stream = hub.subscribe({"session:1", "a"});
    auto other = hub.subscribe({"session:2", "a"});
    hub.publish("a", "x", "1");
    hub.close_topic("session:1");
    EXPECT_EQ(stream.take().text, "");
    EXPECT_FALSE(stream.take().open);
    EXPECT_TRUE(other.take().open);
    EXPECT_EQ(hub.stream_count(), 1U);
}

TEST(EventHub, drops_a_stream_that_lags) {
    EventHub hub(2);
    auto stream = hub.subscribe({"a"});
    for (int i = 0; i < 3; ++i) hub.publish("a", "x", "1");
    EXPECT_FALSE(stream.take().open);
    EXPECT_EQ(hub.stream_count(), 0U);
}

TEST(EventHub, forgets_streams_that_nobody_holds) {
    EventHub hub;
    { const auto stream = hub.subscribe({"a"}); }
    EXPECT_EQ(hub.stream_count(), 0U);
    hub.publish("a", "x", "1");
}

TEST(EventStream, outlives_its_hub_closed) {
    auto hub = std::make_unique<EventHub>();
    auto stream = hub->subscribe({"a"});
    hub.reset();
    EXPECT_FALSE(stream.take().open);
}

class StaticFilesTest : public ::testing::Test {
protected:
    StaticFilesTest() {
        std::string pattern = ::testing::TempDir() + "portico-static-XXXXXX";
        folder_ = ::mkdtemp(pattern.data());
        write("web/index.html", "<html>");
        write("web/assets/app-1a2b.js", "script");
        write("web/assets/app-1a2b.js.gz", "zipped");
        write("web/.hidden", "secret");
        write("outside.txt", "secret");
        std::filesystem::create_symlink(folder_ + "/outside.txt", folder_ + "/web/link.txt");
        std::filesystem::create_directory_symlink(folder_, folder_ + "/web/up");
        files_ = std::make_unique<StaticFiles>(StaticFilesOptions{.folder = folder_ + "/web"});
    }
    ~StaticFilesTest() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) const {
        const auto path = folder_ + "/" + name;
        std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        std::ofstream(path) << text;
    }
    static std::string content(const Response& response) {
        const auto* segments = std::get_if<std::vector<Segment>>(&response.body);
        if (!segments) return "";
        const auto& range = std::get<FileRange>(segments->at(0));
        std::string text(range.length, '\0');
        const auto got = ::pread(range.file->descriptor(), text.data(), text.size(), static_cast<off_t>(range.offset));
        return got == static_cast<ssize_t>(text.size()) ? text : "";
    }

    std::string folder_;
    std::unique_ptr<StaticFiles> files_;
    Request request_;
};

TEST_F(StaticFilesTest, serves_hashed_files_for_ever_and_pages_fresh) {
    const auto script = files_->serve(request_, "assets/app-1a2b.js");
    EXPECT_EQ(content(script), "script");
    EXPECT_EQ(script.headers.get("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_THAT(std::string(*script.headers.get("Cache-Control")), HasSubstr("immutable"));
    for (const auto* path : {"", "studies/42", "index.html"}) {
        const auto page = files_->serve(request_, path);
        EXPECT_EQ(content(page), "<html>") << path;
        EXPECT_EQ(page.headers.get("Cache-Control"), "no-cache") << path;
    }
    EXPECT_EQ(files_->serve(request_, "missing.js").status, 404);
    EXPECT_EQ(files_->serve(request_, "assets/missing").status, 404);
}

TEST_F(StaticFilesTest, answers_304_and_prefers_a_compressed_neighbour) {
    const auto first = files_->serve(request_, "assets/app-1a2b.js");
    request_.headers.set("Accept-Encoding", "gzip, br");
    const auto zipped = files_->serve(request_, "assets/app-1a2b.js");
    EXPECT_EQ(content(zipped), "zipped");
    EXPECT_EQ(zipped.headers.get("Content-Encoding"), "gzip");
    EXPECT_EQ(zipped.headers.get("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_NE(zipped.headers.get("ETag"), first.headers.get("ETag"));
    request_.headers.set("If-None-Match", *zipped.headers.get("ETag"));
    EXPECT_EQ(files_->serve(request_, "assets/app-1a2b.js").status, 304);
}

TEST_F(StaticFilesTest, never_leaves_its_folder) {
    for (const auto* path : {"../outside.txt", "link.txt", "up/outside.txt", ".hidden", "/etc/hosts.txt",
                             "assets/../../outside.txt", "a//outside.txt"}) {
        const auto response = files_->serve(request_, path);
        EXPECT_EQ(response.status, 404) << path;
    }
    EXPECT_THROW(StaticFiles({.folder = folder_ + "/nothing"}), std::invalid_argument);
}

}  // namespace
}  // namespace portico::http
