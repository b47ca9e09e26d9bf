// A small blocking client for the tests of the server: raw bytes out, parsed answers in.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/http/headers.h"
#include "platform/http/server.h"

namespace portico::http::testing {

struct Answer {
    int status = 0;
    Headers headers;
    std::string body;
    bool complete = false;  // the body has the length, or the last chunk, that its headers tell of
};

class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            ::close(socket_);
            throw std::runtime_error("cannot connect");
        }
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client() { ::close(socket_); }

    bool send(std::string_view text) {
        while (!text.empty()) {
            const auto count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    void end_sending() { ::shutdown(socket_, SHUT_WR); }
    int descriptor() const { return socket_; }

    // Until the text holds `end` (which stays in it) or the server ends.
    std::string read_until(std::string_view end) {
        std::size_t found = std::string::npos;
        while ((found = buffer_.find(end)) == std::string::npos) {
            if (!fill()) return std::exchange(buffer_, {});
        }
        return take(found + end.size());
    }

    Answer receive(bool head_only = false) {
        Answer answer;
        const auto head = read_until("\r\n\r\n");
        if (head.size() < 12 || !head.ends_with("\r\n\r\n")) return answer;
        answer.status = std::stoi(head.substr(9, 3));
        for (auto at = head.find("\r\n") + 2; at + 2 < head.size();) {
            const auto end = head.find("\r\n", at);
            const auto colon = head.find(':', at);
            answer.headers.add(head.substr(at, colon - at), head.substr(colon + 2, end - colon - 2));
            at = end + 2;
        }
        if (head_only || answer.status == 204 || answer.status == 304 || answer.status == 100) {
            answer.complete = true;
        } else if (const auto length = answer.headers.get("Content-Length")) {
            const auto size = std::stoull(std::string(*length));
            while (buffer_.size() < size && fill()) {
            }
            answer.complete = buffer_.size() >= size;
            answer.body = take(std::min<std::size_t>(size, buffer_.size()));
        } else {
            receive_chunks(answer);
        }
        return answer;
    }

    Answer get(std::string_view path, std::string_view more_headers = {}) {
        send("GET " + std::string(path) + " HTTP/1.1\r\nHost: test.local\r\n" + std::string(more_headers) + "\r\n");
        return receive();
    }

    // True when the server ends the connection; waits for that.
    bool is_closed() {
        while (fill()) {
        }
        return closed_;
    }

private:
    bool fill() {
        char piece[65536];
        const auto count = ::recv(socket_, piece, sizeof piece, 0);
        if (count > 0) buffer_.append(piece, static_cast<std::size_t>(count));
        if (count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) closed_ = true;
        return count > 0;
    }
    std::string take(std::size_t count) {
        auto text = buffer_.substr(0, count);
        buffer_.erase(0, count);
        return text;
    }
    void receive_chunks(Answer& answer) {
        while (true) {
            const auto line = read_until("\r\n");
            if (!line.ends_with("\r\n")) return;
            const auto size = std::stoull(line, nullptr, 16);
            while (buffer_.size() < size + 2 && fill()) {
            }
            if (buffer_.size() < size + 2) return;
            answer.body += take(size);
            take(2);
            if (size == 0) {
                answer.complete = true;
                return;
            }
        }
    }

    int socket_;
    std::string buffer_;
    bool closed_ = false;
};

inline ServerOptions test_options() {
    ServerOptions options;
    options.hosts = {"test.local", "*.test.local"};
    options.io_threads = 2;
    options.worker_threads = 4;
    options.upload_threads = 2;
    return options;
}

// A started server on a free port.
class TestServer {
public:
    explicit TestServer(Router routes, ServerOptions options = test_options())
        : router_(std::move(routes)), server_(std::move(options), router_) {
        if (auto started = server_.start(); !started) throw std::runtime_error(started.error().detail());
    }
    std::uint16_t port() const { return server_.port(); }
    Server& server() { return server_; }

private:
    Router router_;
    Server server_;
};

// A route that answers with a text.
inline Handler say(std::string text) {
    return [text](Request&) { return Response::text(200, text); };
}

}  // namespace portico::http::testing
