// Any bytes as what a client sends, from the first byte to the end of the connection. The same bytes come whole and in
// small pieces: handlers must see the same requests. A reading may end sooner than the other (what a handler left of a
// body is passed over only when it is little), but never see something else.
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <cstdlib>

#include "platform/http/detail/connection.h"

using namespace portico::http;

namespace {

struct Seen {
    std::mutex mutex;
    std::vector<std::string> requests;

    void add(std::string request) {
        const std::lock_guard lock(mutex);
        requests.push_back(std::move(request));
    }
    std::vector<std::string> take() {
        const std::lock_guard lock(mutex);
        return std::exchange(requests, {});
    }
};

std::string describe(const Request& request) {
    std::string text(to_string(request.method));
    text += " " + request.scheme + "://" + request.host + request.path + " from " + request.peer_address;
    for (const auto& [name, value] : request.query) text += " ?" + name + "=" + value;
    for (const auto& [name, value] : request.headers) text += "\n" + name + ":" + value;
    for (const auto& [name, value] : request.cookies) text += "\n;" + name + "=" + value;
    return text + "\n" + request.body;
}

// Reads the first bytes only and leaves the rest to the server.
std::string begin_of(BodyReader& body, std::size_t most) {
    std::string text(most, '\0');
    std::size_t size = 0;
    while (size < most) {
        const auto got = body.read(std::as_writable_bytes(std::span(text).subspan(size)));
        if (!got) return text.substr(0, size) + "!";
        if (*got == 0) break;
        size += *got;
    }
    return text.substr(0, size);
}

Router routes(Seen& seen) {
    Router router;
    router.add(Method::get, "/a/{rest...}", {}, [&seen](Request& request) {
        seen.add(describe(request));
        return Response::text(200, "text");
    });
    router.add(Method::post, "/b", {.body = BodyPolicy::buffered(100)}, [&seen](Request& request) {
        seen.add(describe(request));
        return Response::json(201, "{}");
    });
    router.add(Method::put, "/s", {.body = BodyPolicy::streaming(1000)}, [&seen](Request& request) {
        const auto whole = begin_of(*request.body_stream, 2000);
        // A body that was broken off is seen as far as it came.
        if (!whole.ends_with('!')) seen.add(describe(request) + whole);
        return Response::no_content();
    });
    router.add(Method::post, "/l", {.body = BodyPolicy::streaming(1000)}, [&seen](Request& request) {
        const auto start = begin_of(*request.body_stream, 3);
        if (!start.ends_with('!')) seen.add(describe(request) + start);
        return Response::text(200, "little");
    });
    return router;
}

ServerOptions options() {
    ServerOptions made;
    made.hosts = {"h", "*.h"};
    made.trusted_proxies = {"10.0.0.0/8"};
    made.worker_threads = made.upload_threads = 1;
    made.limits.request_line_bytes = 300;
    made.limits.header_bytes = 1000;
    made.limits.header_count = 10;
    return made;
}

void drain(int descriptor) {
    char piece[65536];
    while (::recv(descriptor, piece, sizeof piece, MSG_DONTWAIT) > 0) {
    }
}

std::vector<std::string> requests_of(std::string_view text, std::size_t piece) {
    // Workers may let go of a connection after it has ended, so nothing of this goes away.
    static auto& seen = *new Seen;
    static const auto& router = *new Router(routes(seen));
    static auto& shared = *new detail::ServerShared(options(), router);
    static auto& context = *new boost::asio::io_context(1);

    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return {};
    bool ended = false;
    {
        detail::Tcp::socket socket(boost::asio::make_strand(context));
        socket.assign(detail::Tcp::v4(), ends[0]);
        const auto strand = socket.get_executor();
        auto connection = std::make_shared<detail::Connection>(shared, std::move(socket), "10.0.0.1");
        boost::asio::co_spawn(
            strand, [connection] { return connection->run(); },
            [&](const std::exception_ptr& failure) {
                ended = true;
                if (failure) std::abort();
            });
    }
    const auto advance = [&] {
        context.restart();
        context.poll();
        drain(ends[1]);
    };
    while (!text.empty() && !ended) {
        const auto count = ::send(ends[1], text.data(), std::min(piece, text.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
        advance();
        if (count < 0 && errno != EAGAIN) break;
    }
    ::shutdown(ends[1], SHUT_WR);
    while (!ended) {
        context.restart();
        context.run_one_for(std::chrono::milliseconds(1));
        drain(ends[1]);
    }
    advance();
    ::close(ends[1]);
    return seen.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 20'000));
    const auto whole = requests_of(text, text.size() + 1);
    const auto torn = requests_of(text, 5);
    const auto both = std::min(whole.size(), torn.size());
    if (!std::equal(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(both), torn.begin())) std::abort();
    return 0;
}
