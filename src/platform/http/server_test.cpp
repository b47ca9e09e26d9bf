// The server over real sockets: what a well-behaved client gets.
#include "platform/http/server.h"

#include <gmock/gmock.h>

#include <fstream>

#include "platform/http/errors.h"
#include "platform/http/ranges.h"
#include "platform/http/test_client.h"

namespace portico::http {
namespace {

using testing::Client;
using ::testing::HasSubstr;
using testing::say;
using testing::test_options;
using testing::TestServer;

std::string json_code(const std::string& problem) {
    const auto at = problem.find("\"code\":\"");
    return at == std::string::npos ? "" : problem.substr(at + 8, problem.find('"', at + 8) - at - 8);
}

Router basic_routes() {
    Router router;
    router.add(Method::get, "/hello/{name}", {},
               [](Request& request) { return Response::text(200, "hello " + std::string(request.parameter("name"))); });
    router.add(Method::post, "/echo", {.body = BodyPolicy::buffered()},
               [](Request& request) { return Response::text(200, request.body); });
    router.add(Method::get, "/throws", {}, [](Request&) -> Response { throw std::runtime_error("secret inside"); });
    router.add(Method::get, "/who", {}, [](Request& request) {
        return Response::text(200, request.scheme + " " + request.host + " " + request.peer_address);
    });
    router.add(Method::get, "/health", {.host_check = HostCheck::any}, say("ok"));
    return router;
}

TEST(Server, answers_several_requests_on_one_connection) {
    TestServer server(basic_routes());
    Client client(server.port());
    EXPECT_EQ(client.get("/hello/ann").body, "hello ann");
    const auto second = client.get("/hello/b%C3%A9");
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(second.body, "hello b\xC3\xA9");
}

TEST(Server, answers_pipelined_requests_in_order) {
    TestServer server(basic_routes());
    Client client(server.port());
    const std::string host = "Host: test.local\r\n";
    client.send("POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\none" + "POST /echo HTTP/1.1\r\n" + host +
                "Transfer-Encoding: chunked\r\n\r\n2\r\ntw\r\n1\r\no\r\n0\r\n\r\n" + "GET /hello/three HTTP/1.1\r\n" +
                host + "\r\n");
    EXPECT_EQ(client.receive().body, "one");
    EXPECT_EQ(client.receive().body, "two");
    EXPECT_EQ(client.receive().body, "hello three");
}

TEST(Server, answers_HEAD_with_the_length_and_no_body) {
    TestServer server(basic_routes());
    Client client(server.port());
    client.send("HEAD /hello/ann HTTP/1.1\r\nHost: test.local\r\n\r\n");
    const auto answer = client.receive(true);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.get("Content-Length"), "9");
    EXPECT_EQ(client.get("/hello/bob").body, "hello bob");
}

TEST(Server, tells_the_methods_of_a_path) {
    TestServer server(basic_routes());
    Client client(server.port());
    client.send("DELETE /echo HTTP/1.1\r\nHost: test.local\r\n\r\n");
    const auto refused = client.receive();
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(refused.headers.get("Allow"), "POST, OPTIONS");
    client.send("OPTIONS /hello/x HTTP/1.1\r\nHost: test.local\r\n\r\n");
    const auto options = client.receive();
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.headers.get("Allow"), "GET, HEAD, OPTIONS");
}

// SEC-2, GEN-4
TEST(Server, gives_security_headers_and_a_problem_also_with_errors) {
    TestServer server(basic_routes());
    Client client(server.port());
    const auto answer = client.get("/nowhere");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(json_code(answer.body), "not_found");
    EXPECT_EQ(answer.headers.get("Content-Type"), "application/problem+json");
    EXPECT_EQ(answer.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.headers.get("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(answer.headers.get("Cache-Control"), "no-store");
    EXPECT_EQ(answer.headers.get("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_THAT(std::string(answer.headers.get("Content-Security-Policy").value_or("")),
                HasSubstr("frame-ancestors 'none'"));
    EXPECT_FALSE(answer.headers.has("Strict-Transport-Security"));
    const auto id = answer.headers.get("X-Request-Id");
    ASSERT_TRUE(id);
    EXPECT_THAT(answer.body, HasSubstr(*id));
}

// GEN-4
TEST(Server, keeps_the_reason_of_an_exception_to_itself) {
    auto options = test_options();
    std::mutex mutex;
    std::string reported;
    options.on_failure = [&](std::string_view message, std::string_view) {
        const std::lock_guard lock(mutex);
        reported = message;
    };
    TestServer server(basic_routes(), options);
    Client client(server.port());
    const auto answer = client.get("/throws");
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(json_code(answer.body), "internal");
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    const std::lock_guard lock(mutex);
    EXPECT_EQ(reported, "secret inside");
}

// SEC-3
TEST(Server, answers_for_known_hosts_only) {
    TestServer server(basic_routes());
    const auto ask = [&](const std::string& host, const std::string& path = "/hello/a") {
        Client client(server.port());
        client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return client.receive().status;
    };
    EXPECT_EQ(ask("test.local"), 200);
    EXPECT_EQ(ask("TEST.local:8080"), 200);
    EXPECT_EQ(ask("clinic.test.local"), 200);
    EXPECT_EQ(ask("a.b.test.local"), 421);
    EXPECT_EQ(ask("evil.example"), 421);
    EXPECT_EQ(ask("10.1.2.3", "/health"), 200);
    EXPECT_EQ(ask("bad host"), 400);
}

// SEC-3
TEST(Server, refuses_changes_with_cookies_from_another_site) {
    TestServer server(basic_routes());
    const auto post = [&](const std::string& headers) {
        Client client(server.port());
        client.send("POST /echo HTTP/1.1\r\nHost: test.local\r\n" + headers + "Content-Length: 2\r\n\r\nhi");
        return client.receive();
    };
    EXPECT_EQ(post("").status, 200);
    EXPECT_EQ(post("Cookie: a=b\r\nOrigin: http://test.local\r\n").status, 200);
    EXPECT_EQ(post("Cookie: a=b\r\nSec-Fetch-Site: same-origin\r\n").status, 200);
    const auto refused = post("Cookie: a=b\r\nOrigin: http://clinic.test.local\r\n");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(json_code(refused.body), "cross_origin");
    EXPECT_EQ(post("Cookie: a=b\r\nOrigin: null\r\n").status, 403);
    EXPECT_EQ(post("Cookie: a=b\r\nSec-Fetch-Site: same-site\r\n").status, 403);
    EXPECT_EQ(post("Cookie: a=b\r\n").status, 403);
}

// SEC-2
TEST(Server, believes_forwarding_headers_of_trusted_proxies_only) {
    const std::string_view headers = "X-Forwarded-For: 203.0.113.9, 192.0.2.7\r\nX-Forwarded-Proto: https\r\n";
    {
        TestServer server(basic_routes());
        Client client(server.port());
        EXPECT_EQ(client.get("/who", headers).body, "http test.local 127.0.0.1");
    }
    auto options = test_options();
    options.trusted_proxies = {"127.0.0.0/8"};
    TestServer server(basic_routes(), options);
    Client client(server.port());
    const auto answer = client.get("/who", headers);
    EXPECT_EQ(answer.body, "https test.local 192.0.2.7");
    EXPECT_TRUE(answer.headers.has("Strict-Transport-Security"));
}

TEST(Server, compresses_text_when_asked) {
    Router router;
    router.add(Method::get, "/long", {}, [](Request&) { return Response::json(200, std::string(5000, 'x')); });
    TestServer server(std::move(router));
    Client client(server.port());
    const auto plain = client.get("/long");
    EXPECT_EQ(plain.body.size(), 5000U);
    EXPECT_EQ(plain.headers.get("Vary"), "Accept-Encoding");
    const auto compressed = client.get("/long", "Accept-Encoding: br;q=1, gzip\r\n");
    EXPECT_EQ(compressed.headers.get("Content-Encoding"), "gzip");
    EXPECT_LT(compressed.body.size(), 200U);
    EXPECT_FALSE(client.get("/long", "Accept-Encoding: gzip;q=0\r\n").headers.has("Content-Encoding"));
}

class TemporaryFile {
public:
    explicit TemporaryFile(std::size_t size) : path_(::testing::TempDir() + "portico-http-XXXXXX") {
        const int descriptor = ::mkstemp(path_.data());
        ::close(descriptor);
        content_.resize(size);
        std::uint32_t state = 12345;
        for (char& c : content_) {
            state = state * 1664525U + 1013904223U;
            c = static_cast<char>(state >> 24);
        }
        std::ofstream(path_, std::ios::binary) << content_;
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() { std::filesystem::remove(path_); }
    const std::string& path() const { return path_; }
    const std::string& content() const { return content_; }

private:
    std::string path_;
    std::string content_;
};

// STU-21
TEST(Server, sends_head_and_tail_of_a_large_file) {
    const TemporaryFile file(6 * 1024 * 1024 + 17);
    Router router;
    router.add(Method::get, "/file", {}, [&](Request& request) {
        auto open = OpenFile::open(file.path()).value();
        std::vector<Segment> segments{std::string("head"), FileRange{open, 0, 0},
                                      FileRange{open, 100, file.content().size() - 100}};
        return apply_conditions(request, Response::files("application/dicom", std::move(segments)));
    });
    TestServer server(std::move(router));
    Client client(server.port());
    const auto whole = client.get("/file");
    const auto expected = "head" + file.content().substr(100);
    EXPECT_TRUE(whole.complete);
    EXPECT_TRUE(whole.body == expected);
    const auto part = client.get("/file", "Range: bytes=2-5999999\r\n");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.headers.get("Content-Range"), fmt::format("bytes 2-5999999/{}", expected.size()));
    EXPECT_TRUE(part.body == expected.substr(2, 5999998));
    const auto beyond = client.get("/file", "Range: bytes=99999999-\r\n");
    EXPECT_EQ(beyond.status, 416);
    EXPECT_EQ(beyond.headers.get("Content-Range"), fmt::format("bytes */{}", expected.size()));
}

// GEN-5: a right can be looked at again between the files of a download.
TEST(Server, asks_a_source_for_its_next_segment_until_the_end) {
    Router router;
    router.add(Method::get, "/source", {}, [](Request&) {
        auto count = std::make_shared<int>(0);
        return Response::stream("application/zip",
                                {[count]() -> Result<std::optional<Segment>> {
                                     if (++*count > 3) return std::optional<Segment>();
                                     return Segment(std::string("part ") + std::to_string(*count) + ";");
                                 },
                                 std::nullopt});
    });
    TestServer server(std::move(router));
    Client client(server.port());
    const auto answer = client.get("/source");
    EXPECT_TRUE(answer.complete);
    EXPECT_EQ(answer.headers.get("Transfer-Encoding"), "chunked");
    EXPECT_EQ(answer.body, "part 1;part 2;part 3;");
    EXPECT_EQ(client.get("/source").body, "part 1;part 2;part 3;");
}

// GEN-5
TEST(Server, never_completes_a_response_whose_source_fails) {
    Router router;
    for (const auto length : {std::optional<std::uint64_t>(), std::optional<std::uint64_t>(100)}) {
        router.add(Method::get, length ? "/known" : "/chunked", {}, [length](Request&) {
            auto first = std::make_shared<bool>(true);
            return Response::stream("application/zip", {[first]() -> Result<std::optional<Segment>> {
                                                            if (std::exchange(*first, false))
                                                                return Segment(std::string("begun"));
                                                            return fail(portico::errors::forbidden);
                                                        },
                                                        length});
        });
    }
    TestServer server(std::move(router));
    for (const auto* path : {"/known", "/chunked"}) {
        Client client(server.port());
        const auto answer = client.get(path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_FALSE(answer.complete) << path;
        EXPECT_TRUE(client.is_closed()) << path;
    }
}

// GEN-4: a client that leaves in the middle of a file ends its own connection, not the server.
TEST(Server, outlives_clients_that_leave_in_the_middle_of_a_file) {
    const TemporaryFile file(8 * 1024 * 1024);
    auto options = test_options();
    std::atomic<int> broken_off = 0;
    options.on_access = [&](const AccessRecord& record) { broken_off += record.complete ? 0 : 1; };
    Router router;
    router.add(Method::get, "/file", {}, [&](Request&) {
        return Response::files(
            "application/dicom",
            std::vector<Segment>(4, FileRange{OpenFile::open(file.path()).value(), 0, file.content().size()}));
    });
    router.add(Method::get, "/", {}, say("home"));
    TestServer server(std::move(router), options);
    for (int i = 0; i < 8; ++i) {
        Client client(server.port());
        client.send("GET /file HTTP/1.1\r\nHost: test.local\r\n\r\n");
        client.read_until("\r\n\r\n");
        client.end_sending();  // a reset that follows an end makes sendfile raise SIGPIPE
    }
    Client other(server.port());
    EXPECT_EQ(other.get("/").body, "home");
    server.server().stop(std::chrono::seconds(20));
    EXPECT_EQ(broken_off, 8);
}

TEST(Server, breaks_off_when_a_file_is_shorter_than_its_range) {
    const TemporaryFile file(1000);
    Router router;
    router.add(Method::get, "/file", {}, [&](Request&) {
        return Response::files("application/dicom", {FileRange{OpenFile::open(file.path()).value(), 0, 2000}});
    });
    TestServer server(std::move(router));
    Client client(server.port());
    EXPECT_FALSE(client.get("/file").complete);
    EXPECT_TRUE(client.is_closed());
}

TEST(Server, answers_an_old_client_and_ends) {
    TestServer server(basic_routes());
    Client client(server.port());
    client.send("GET /hello/old HTTP/1.0\r\nHost: test.local\r\n\r\n");
    EXPECT_EQ(client.receive().body, "hello old");
    EXPECT_TRUE(client.is_closed());
}

TEST(Server, logs_each_request_without_its_query) {
    Router router;
    router.add(Method::get, "/p/{secret}", {.path_in_log = PathInLog::pattern_only}, say("ok"));
    router.add(Method::get, "/open", {}, say("fine"));
    auto options = test_options();
    std::mutex mutex;
    std::vector<AccessRecord> records;
    options.on_access = [&](const AccessRecord& record) {
        const std::lock_guard lock(mutex);
        records.push_back(record);
    };
    {
        TestServer server(std::move(router), options);
        Client client(server.port());
        client.get("/p/abc123?x=y");
        client.get("/open?token=hidden", "User-Agent: tester\r\n");
        server.server().stop(std::chrono::seconds(5));
    }
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].path, "/p/{secret}");
    EXPECT_EQ(records[1].path, "/open");
    EXPECT_EQ(records[1].status, 200);
    EXPECT_EQ(records[1].bytes_sent, 4U);
    EXPECT_EQ(records[1].user_agent, "tester");
    EXPECT_TRUE(records[1].complete);
}

TEST(Server, tells_why_it_cannot_listen) {
    TestServer server(basic_routes());
    auto options = test_options();
    options.port = server.port();
    const Router router = basic_routes();
    Server second(options, router);
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_TRUE(started.error().is(errors::cannot_listen));
}

}  // namespace
}  // namespace portico::http
