// The server over real sockets: what hostile, slow and greedy clients get (SEC-4, GEN-4).
#include <gmock/gmock.h>

#include <future>

#include "platform/http/errors.h"
#include "platform/http/test_client.h"

namespace portico::http {
namespace {

using testing::Client;
using testing::say;
using testing::test_options;
using testing::TestServer;

Router routes() {
    Router router;
    router.add(Method::get, "/", {}, say("home"));
    router.add(Method::post, "/small", {.body = BodyPolicy::buffered(100)},
               [](Request& request) { return Response::text(200, std::to_string(request.body.size())); });
    router.add(Method::post, "/upload", {.body = BodyPolicy::streaming(1000)}, [](Request& request) {
        std::array<std::byte, 64> piece{};
        std::size_t total = 0;
        while (true) {
            const auto got = request.body_stream->read(piece);
            if (!got) return problem_response(got.error(), request);
            if (*got == 0) return Response::text(200, std::to_string(total));
            total += *got;
        }
    });
    return router;
}

int status_of(std::uint16_t port, const std::string& request) {
    Client client(port);
    client.send(request);
    return client.receive().status;
}

const std::string host = "Host: test.local\r\n";

// SEC-4
TEST(ServerLimits, refuses_what_is_too_large) {
    TestServer server(routes());
    const auto port = server.port();
    EXPECT_EQ(status_of(port, "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n" + host + "\r\n"), 414);
    EXPECT_EQ(status_of(port, "GET /" + std::string(100'000, 'a')), 414);
    EXPECT_EQ(status_of(port, "GET / HTTP/1.1\r\n" + host + "X: " + std::string(70'000, 'a') + "\r\n\r\n"), 431);
    std::string many;
    for (int i = 0; i < 120; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
    EXPECT_EQ(status_of(port, "GET / HTTP/1.1\r\n" + host + many + "\r\n"), 431);
    EXPECT_EQ(
        status_of(port, "POST /small HTTP/1.1\r\n" + host + "Content-Length: 101\r\n\r\n" + std::string(101, 'x')),
        413);
    EXPECT_EQ(status_of(port, "POST /small HTTP/1.1\r\n" + host + "Content-Length: 99999999999\r\n\r\n"), 413);
    EXPECT_EQ(status_of(port, "POST /small HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n80\r\n" +
                                  std::string(128, 'x') + "\r\n0\r\n\r\n"),
              413);
    EXPECT_EQ(status_of(port, "POST /upload HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n800\r\n" +
                                  std::string(2048, 'x') + "\r\n0\r\n\r\n"),
              413);
    EXPECT_EQ(status_of(port, "GET / HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhello"), 413);
    EXPECT_EQ(
        status_of(port, "POST /small HTTP/1.1\r\n" + host + "Content-Length: 100\r\n\r\n" + std::string(100, 'x')),
        200);
}

// STU-6, RFC 9110 15.5.16
TEST(ServerLimits, takes_no_packed_bodies) {
    TestServer server(routes());
    const auto ask = [&](const std::string& coding) {
        Client client(server.port());
        client.send("POST /small HTTP/1.1\r\n" + host + "Content-Encoding: " + coding +
                    "\r\nContent-Length: 4\r\n\r\nabcd");
        return client.receive();
    };
    for (const std::string coding : {"gzip", "deflate", "identity, gzip"}) {
        const auto answer = ask(coding);
        EXPECT_EQ(answer.status, 415) << coding;
        EXPECT_EQ(answer.headers.get("Accept-Encoding"), "identity");
    }
    EXPECT_EQ(ask("identity").body, "4");
}

TEST(ServerLimits, goes_on_after_a_refused_small_body) {
    TestServer server(routes());
    Client client(server.port());
    client.send("POST /small HTTP/1.1\r\n" + host + "Content-Length: 2000\r\n\r\n" + std::string(2000, 'x'));
    EXPECT_EQ(client.receive().status, 413);
    EXPECT_EQ(client.get("/").body, "home");
}

// RFC 9112, 11.2: request smuggling
TEST(ServerLimits, refuses_requests_whose_end_is_unclear) {
    TestServer server(routes());
    const auto bad = [&](const std::string& headers, const std::string& body = "") {
        Client client(server.port());
        client.send("POST /small HTTP/1.1\r\n" + host + headers + "\r\n" + body);
        const auto answer = client.receive();
        return answer.status == 400 && client.is_closed();
    };
    EXPECT_TRUE(bad("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
    EXPECT_TRUE(bad("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n"));
    EXPECT_TRUE(bad("Content-Length: 1\r\nContent-Length: 1\r\n", "x"));
    EXPECT_TRUE(bad("Content-Length: 1\r\nContent-Length: 2\r\n", "xx"));
    EXPECT_TRUE(bad("Content-Length: 1, 1\r\n", "x"));
    EXPECT_TRUE(bad("Content-Length: +1\r\n", "x"));
    EXPECT_TRUE(bad("Content-Length: 0x1\r\n", "x"));
    EXPECT_TRUE(bad("Content-Length: 99999999999999999999999\r\n"));
    EXPECT_TRUE(bad("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"));
    EXPECT_TRUE(bad("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"));
    EXPECT_TRUE(bad("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"));
    EXPECT_TRUE(bad("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
    EXPECT_TRUE(bad("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"));
    EXPECT_TRUE(bad("Transfer-Encoding: chunked\r\n", "zz\r\n\r\n"));
    EXPECT_TRUE(bad("Transfer-Encoding: chunked\r\n", "-1\r\n\r\n"));
    EXPECT_TRUE(bad("Transfer-Encoding: chunked\r\n", "2\r\nabcd\r\n0\r\n\r\n"));
    EXPECT_TRUE(bad("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n"));
    EXPECT_TRUE(bad("Host: other.local\r\n"));
    EXPECT_TRUE(bad("X: a\nY: b\r\n"));
}

TEST(ServerLimits, refuses_what_is_no_http) {
    TestServer server(routes());
    const auto port = server.port();
    EXPECT_EQ(status_of(port, "GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(status_of(port, "GET / HTTP/2.0\r\n" + host + "\r\n"), 505);
    EXPECT_EQ(status_of(port, "\x16\x03\x01\x02\r\n\r\n"), 400);
    EXPECT_EQ(status_of(port, "BREW / HTTP/1.1\r\n" + host + "\r\n"), 501);
    EXPECT_EQ(status_of(port, "GET /../etc/passwd HTTP/1.1\r\n" + host + "\r\n"), 400);
    EXPECT_EQ(status_of(port, "GET /%2e%2e/x HTTP/1.1\r\n" + host + "\r\n"), 400);
    EXPECT_EQ(status_of(port, "GET /a%00b HTTP/1.1\r\n" + host + "\r\n"), 400);
    EXPECT_EQ(status_of(port, "GET /?a=%zz HTTP/1.1\r\n" + host + "\r\n"), 400);
    EXPECT_EQ(status_of(port, "POST /small HTTP/1.1\r\n" + host + "Expect: magic\r\nContent-Length: 1\r\n\r\n"), 417);
}

TEST(ServerLimits, sends_continue_before_it_reads_and_only_then) {
    TestServer server(routes());
    for (const auto* path : {"/small", "/upload"}) {
        Client client(server.port());
        client.send("POST " + std::string(path) + " HTTP/1.1\r\n" + host +
                    "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        EXPECT_EQ(client.receive().status, 100) << path;
        client.send("abc");
        EXPECT_EQ(client.receive().body, "3") << path;
    }
    Client refused(server.port());
    refused.send("POST /small HTTP/1.1\r\n" + host + "Expect: 100-continue\r\nContent-Length: 3000\r\n\r\n");
    EXPECT_EQ(refused.receive().status, 413);
    EXPECT_TRUE(refused.is_closed());
}

// SEC-4: slow clients cost nobody else anything.
TEST(ServerLimits, gives_up_a_slow_client_while_others_are_served) {
    auto options = test_options();
    options.limits.header = std::chrono::milliseconds(300);
    options.limits.body_stall = std::chrono::milliseconds(300);
    options.limits.first_byte = std::chrono::milliseconds(300);
    TestServer server(routes(), options);
    Client slow_headers(server.port());
    Client slow_body(server.port());
    Client slow_upload(server.port());
    Client silent(server.port());
    slow_headers.send("GET / HTTP/1.1\r\nHost: te");
    slow_body.send("POST /small HTTP/1.1\r\n" + host + "Content-Length: 10\r\n\r\nabc");
    slow_upload.send("POST /upload HTTP/1.1\r\n" + host + "Content-Length: 10\r\n\r\nabc");
    Client other(server.port());
    EXPECT_EQ(other.get("/").body, "home");
    EXPECT_EQ(slow_headers.receive().status, 408);
    EXPECT_TRUE(slow_headers.is_closed());
    EXPECT_EQ(slow_body.receive().status, 408);
    EXPECT_EQ(slow_upload.receive().status, 408);
    EXPECT_TRUE(slow_upload.is_closed());
    EXPECT_TRUE(silent.is_closed());
}

// SEC-4: dripping bytes does not extend the time for ever.
TEST(ServerLimits, gives_up_a_body_that_drips) {
    auto options = test_options();
    options.limits.body_stall = std::chrono::milliseconds(300);
    TestServer server(routes(), options);
    Client client(server.port());
    client.send("POST /small HTTP/1.1\r\n" + host + "Content-Length: 90\r\n\r\n");
    std::atomic<bool> answered = false;
    std::thread drip([&] {
        // One byte in 20 ms would take 1.8 s.
        for (int i = 0; i < 80 && !answered && client.send("x"); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));  // the pace of the slow client, no poll
    });
    EXPECT_EQ(client.receive().status, 408);
    answered = true;
    drip.join();
}

// SEC-4
TEST(ServerLimits, counts_the_connections_of_an_address) {
    auto options = test_options();
    options.limits.connections_per_address = 2;
    TestServer server(routes(), options);
    Client first(server.port());
    EXPECT_EQ(first.get("/").status, 200);
    {
        Client second(server.port());
        EXPECT_EQ(second.get("/").status, 200);
        Client third(server.port());
        const auto refused = third.receive();
        EXPECT_EQ(refused.status, 429);
        EXPECT_TRUE(refused.headers.has("Retry-After"));
    }
    int status = 429;
    while (status == 429) {  // until the server has seen that they are gone
        Client again(server.port());
        status = again.get("/").status;
        if (status == 0) status = 429;
    }
    EXPECT_EQ(status, 200);
}

// SEC-4
TEST(ServerLimits, answers_503_when_all_workers_are_busy) {
    std::promise<void> release;
    const auto released = release.get_future().share();
    std::atomic<int> running = 0;
    Router router;
    router.add(Method::get, "/wait", {}, [&](Request&) {
        ++running;
        released.wait();
        return Response::text(200, "done");
    });
    auto options = test_options();
    options.worker_threads = 1;
    options.worker_queue = 0;
    TestServer server(std::move(router), options);
    Client first(server.port());
    // The pool's thread may not have come to wait yet; ask until it has taken the request.
    std::unique_ptr<Client> holder;
    while (running == 0) {
        holder = std::make_unique<Client>(server.port());
        holder->send("GET /wait HTTP/1.1\r\n" + host + "\r\n");
        for (int i = 0; i < 100 && running == 0; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));  // a poll with an end
    }
    const auto refused = first.get("/wait");
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.headers.has("Retry-After"));
    release.set_value();
    EXPECT_EQ(holder->receive().body, "done");
}

TEST(ServerLimits, lets_requests_finish_when_it_stops) {
    std::promise<void> release;
    std::promise<void> entered;
    Router router;
    router.add(Method::get, "/slow", {}, [&](Request&) {
        entered.set_value();
        release.get_future().wait();
        return Response::text(200, "finished");
    });
    router.add(Method::get, "/", {}, say("home"));
    TestServer server(std::move(router));
    Client busy(server.port());
    Client idle(server.port());
    EXPECT_EQ(idle.get("/").status, 200);
    busy.send("GET /slow HTTP/1.1\r\n" + host + "\r\n");
    entered.get_future().wait();
    std::thread stopper([&] { server.server().stop(std::chrono::seconds(20)); });
    EXPECT_TRUE(idle.is_closed());
    release.set_value();
    const auto answer = busy.receive();
    EXPECT_EQ(answer.body, "finished");
    EXPECT_EQ(answer.headers.get("Connection"), "close");
    EXPECT_TRUE(busy.is_closed());
    stopper.join();
    EXPECT_THROW(Client(server.port()), std::runtime_error);
}

TEST(ServerLimits, breaks_off_what_outlasts_the_drain) {
    TestServer server(routes());
    Client client(server.port());
    client.send("POST /upload HTTP/1.1\r\n" + host + "Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);  // the handler reads now
    server.server().stop(std::chrono::milliseconds(50));
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(server.server().connection_count(), 0U);
}

}  // namespace
}  // namespace portico::http
