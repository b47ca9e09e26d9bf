// One request to a web server and its answer.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "platform/outgoing/host_rules.h"
#include "platform/web_client/url.h"

namespace portico::web_client {

enum class Authorization { none, basic, bearer };

// Who is called, and how we are known there. Credentials leave for this origin alone.
struct Server {
    Url base;  // of parse_base_url()
    Authorization authorization = Authorization::none;
    std::string user;                // of basic
    std::string secret;              // password or token
    std::string certificate_sha256;  // that it must show, lower-case hex; empty: one that the system trusts
};

struct Limits {
    std::chrono::seconds connect{10};
    std::chrono::seconds silence{60};  // without a byte in either direction
    std::chrono::seconds longest{0};   // of the whole exchange; 0: any
    std::uint64_t answer_bytes = std::uint64_t{1} << 40;
    std::function<bool()> goes_on = {};  // asked about twice a second; may be empty
};

struct Request {
    enum class Method { get, post } method = Method::get;
    std::string path;  // below the server's base, begins with '/'; with its query, encoded
    std::vector<std::pair<std::string, std::string>> headers = {};
    // Of a POST: fills `into`, 0 at the end. An error of it ends the exchange.
    std::function<Result<std::size_t>(std::span<std::byte> into)> body = {};
    std::uint64_t body_bytes = 0;  // all of it
};

// %XX for all but letters, digits and "-._~".
std::string encoded(std::string_view text);

// Used by one thread; nothing happens but within calls.
class Exchange {
public:
    // Sends the request and waits for the head of the answer, of whatever status. Errors: bad_url, address_refused,
    // unreachable, tls_failed, broken, stopped, and those of the body.
    static Result<std::unique_ptr<Exchange>> begin(const Server& server, Request request,
                                                   const outgoing::HostRules& rules, const Limits& limits);
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    int status() const;
    std::string_view header(std::string_view name) const;  // the last of that name; empty: none

    // The next bytes of the answer; 0 is the end of a complete one. Errors: broken, too_large, stopped; after an error
    // every call gives it again.
    Result<std::size_t> read(std::span<std::byte> into);
    // The rest of it, at most `most` bytes (too_large).
    Result<std::string> read_all(std::size_t most);

private:
    class Transfer;
    explicit Exchange(std::unique_ptr<Transfer> transfer);
    std::unique_ptr<Transfer> transfer_;
};

}  // namespace portico::web_client
