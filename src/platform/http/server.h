// The HTTP/1.1 server.
//
// A few I/O threads run one coroutine a connection; handlers run on worker threads, those with streaming bodies on
// upload threads of their own, so that slow clients cost nobody else anything (SEC-4).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/http/problem.h"
#include "platform/http/router.h"

namespace portico::http {

struct TlsFiles {
    std::string certificate_chain;  // PEM
    std::string private_key;        // PEM
};

struct Limits {
    std::size_t request_line_bytes = 8 * 1024;
    std::size_t header_bytes = 64 * 1024;
    std::size_t header_count = 100;
    std::chrono::milliseconds first_byte{10'000};  // from accept (or the handshake) to the first byte
    std::chrono::milliseconds header{10'000};      // from the first byte to the end of the headers; TLS handshake
    std::chrono::milliseconds idle{60'000};        // between requests
    std::chrono::milliseconds body_stall{30'000};  // a body must bring body_stall_bytes (or end) within this time
    std::size_t body_stall_bytes = 16 * 1024;
    std::chrono::milliseconds write_stall{60'000};  // a client that takes nothing for so long is left
    std::chrono::milliseconds heartbeat{15'000};    // comment on a silent event stream
    std::size_t connections = 4096;
    std::size_t connections_per_address = 512;  // a hospital may be one address; trusted proxies are not counted
};

// One finished request; no query string, no body, no header values but the user agent.
struct AccessRecord {
    std::string request_id;
    std::string method;
    std::string path;  // or the route's pattern, see PathInLog; empty when the request could not be read
    std::string route;
    std::string peer_address;
    std::string host;
    std::string user_agent;
    int status = 0;
    std::uint64_t bytes_sent = 0;  // of the body
    std::chrono::microseconds duration{};
    bool complete = true;  // false: the response was broken off
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: a free one, see Server::port
    std::optional<TlsFiles> tls;
    // Hosts that are answered, as in the Host header: "archive.example", "localhost:8080", "*.localhost:8080" (one more
    // label). An entry without port takes every port. Others get 421 (SEC-3).
    std::vector<std::string> hosts;
    std::vector<std::string> trusted_proxies;  // addresses or networks, "10.0.0.0/8", "::1"
    unsigned io_threads = 0;                   // 0: as many as there are cores, 2 to 8
    unsigned worker_threads = 16;
    std::size_t worker_queue = 256;  // requests that may wait for a worker; more get 503
    unsigned upload_threads = 8;
    std::size_t upload_queue = 16;
    Limits limits;
    std::shared_ptr<const Translator> translator;        // none: English
    std::function<void(const AccessRecord&)> on_access;  // called from any thread, must not block long
    // Something went wrong inside: an exception from a handler, a failing accept. For the log.
    std::function<void(std::string_view message, std::string_view request_id)> on_failure;
};

class Server {
public:
    // The router must outlive the server and stay unchanged after start.
    Server(ServerOptions options, const Router& router);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();  // stops without drain

    // Listens and returns. Errors: cannot_listen (address in use, certificate not readable), with the reason as detail.
    Result<void> start();
    std::uint16_t port() const;
    // Accepts nothing new, closes idle connections and event streams, lets requests finish for that long, then breaks
    // off what is left. Returns when all threads have ended; idempotent.
    void stop(std::chrono::milliseconds drain);
    std::size_t connection_count() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace portico::http
