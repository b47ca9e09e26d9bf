// The server over real sockets: large uploads, event streams, TLS.
#include <gmock/gmock.h>
#include <malloc.h>

#include <cstdlib>
#include <fstream>
#include <future>

#include "platform/http/multipart.h"
#include "platform/http/test_client.h"

namespace portico::http {
namespace {

using testing::Client;
using ::testing::HasSubstr;
using testing::say;
using testing::test_options;
using testing::TestServer;

std::size_t peak_memory_kib() {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        if (word == "VmHWM:") {
            std::size_t kib = 0;
            status >> kib;
            return kib;
        }
    }
    return 0;
}

// STU-2, SEC-4: an upload is never held in memory.
TEST(ServerStreams, takes_64_megabytes_in_parts_with_little_memory) {
    constexpr std::size_t total = 64 * 1024 * 1024;
    Router router;
    router.add(Method::post, "/upload", {.body = BodyPolicy::streaming(total + 10'000)}, [](Request& request) {
        auto reader = MultipartReader::create(request.header("Content-Type"), *request.body_stream).value();
        std::vector<std::byte> piece(256 * 1024);
        std::size_t bytes = 0;
        int parts = 0;
        while (reader.next_part().value()) {
            ++parts;
            while (const auto got = reader.read(piece).value()) bytes += got;
        }
        return Response::text(200, fmt::format("{} parts, {} bytes", parts, bytes));
    });
    TestServer server(std::move(router));
    Client client(server.port());
    MultipartWriter writer("application/dicom");
    const std::string block(1024 * 1024, 'd');
    std::string head = "POST /upload HTTP/1.1\r\nHost: test.local\r\nTransfer-Encoding: chunked\r\nContent-Type: " +
                       writer.content_type() + "\r\n\r\n";
    client.send(head);
    const auto send_chunk = [&](const std::string& text) {
        client.send(fmt::format("{:x}\r\n", text.size()));
        client.send(text);
        client.send("\r\n");
    };
    const auto before = peak_memory_kib();
    for (int part = 0; part < 2; ++part) {
        send_chunk(writer.part({{"Content-Type", "application/dicom"}}));
        for (std::size_t i = 0; i < total / block.size() / 2; ++i) send_chunk(block);
    }
    send_chunk(writer.closing());
    client.send("0\r\n\r\n");
    EXPECT_EQ(client.receive().body, fmt::format("2 parts, {} bytes", total));
    EXPECT_LT(peak_memory_kib() - before, 16U * 1024);
}

TEST(ServerStreams, closes_after_an_upload_that_was_not_read) {
    Router router;
    router.add(Method::post, "/upload", {.body = BodyPolicy::streaming(100'000'000)}, say("not interested"));
    TestServer server(std::move(router));
    Client client(server.port());
    client.send("POST /upload HTTP/1.1\r\nHost: test.local\r\nContent-Length: 5000000\r\n\r\n");
    std::thread sender([&] { client.send(std::string(2'000'000, 'x')); });
    const auto answer = client.receive();
    EXPECT_EQ(answer.body, "not interested");
    EXPECT_EQ(answer.headers.get("Connection"), "close");
    sender.join();
    client.end_sending();
    EXPECT_TRUE(client.is_closed());
}

TEST(ServerStreams, tells_the_handler_when_the_client_leaves) {
    std::promise<std::string> code;
    Router router;
    router.add(Method::post, "/upload", {.body = BodyPolicy::streaming(1000)}, [&](Request& request) {
        std::array<std::byte, 100> piece{};
        while (true) {
            const auto got = request.body_stream->read(piece);
            if (got && *got > 0) continue;
            code.set_value(got ? "complete" : std::string(got.error().kind().code));
            return Response::no_content();
        }
    });
    TestServer server(std::move(router));
    {
        Client client(server.port());
        client.send("POST /upload HTTP/1.1\r\nHost: test.local\r\nContent-Length: 500\r\n\r\nbegin");
    }
    EXPECT_EQ(code.get_future().get(), "body_aborted");
}

// GEN-9
TEST(ServerStreams, delivers_events_until_their_topic_is_closed) {
    EventHub hub;
    Router router;
    router.add(Method::get, "/events", {}, [&](Request&) {
        return Response::events(hub.subscribe({"a", "session:1"}));
    });
    auto options = test_options();
    options.limits.heartbeat = std::chrono::milliseconds(50);
    TestServer server(std::move(router), options);
    Client client(server.port());
    client.send("GET /events HTTP/1.1\r\nHost: test.local\r\n\r\n");
    const auto head = client.read_until("\r\n\r\n");
    EXPECT_THAT(head, HasSubstr("text/event-stream"));
    client.read_until("retry: 3000\n\n");
    hub.publish("b", "other", "{}");
    hub.publish("a", "study.changed", R"({"id":1})");
    const auto text = client.read_until("{\"id\":1}\n\n");
    EXPECT_THAT(text, HasSubstr("event: study.changed\ndata: {\"id\":1}\n\n"));
    EXPECT_THAT(text, ::testing::Not(HasSubstr("other")));
    EXPECT_THAT(client.read_until("\r\n:\n\n"), HasSubstr(":\n\n"));  // the heartbeat
    hub.close_topic("session:1");
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(hub.stream_count(), 0U);
}

TEST(ServerStreams, forgets_a_stream_whose_client_left) {
    EventHub hub;
    Router router;
    router.add(Method::get, "/events", {}, [&](Request&) { return Response::events(hub.subscribe({"a"})); });
    TestServer server(std::move(router));
    {
        Client client(server.port());
        client.send("GET /events HTTP/1.1\r\nHost: test.local\r\n\r\n");
        client.read_until("retry: 3000\n\n");
        EXPECT_EQ(hub.stream_count(), 1U);
    }
    while (hub.stream_count() != 0) std::this_thread::yield();
    server.server().stop(std::chrono::seconds(5));
}

TEST(ServerStreams, ends_event_streams_when_it_stops) {
    EventHub hub;
    Router router;
    router.add(Method::get, "/events", {}, [&](Request&) { return Response::events(hub.subscribe({"a"})); });
    TestServer server(std::move(router));
    Client client(server.port());
    client.send("GET /events HTTP/1.1\r\nHost: test.local\r\n\r\n");
    client.read_until("retry: 3000\n\n");
    server.server().stop(std::chrono::seconds(20));
    EXPECT_TRUE(client.is_closed());
}

}  // namespace
}  // namespace portico::http
