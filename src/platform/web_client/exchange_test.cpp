// Requests against a real server on loopback.
#include "platform/web_client/exchange.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <atomic>
#include <fstream>

#include "platform/http/test_client.h"
#include "platform/web_client/errors.h"

namespace portico::web_client {
namespace {

using http::Method;
using http::Response;
using http::testing::TestServer;

http::ServerOptions options() {
    auto given = http::testing::test_options();
    given.hosts = {"127.0.0.1", "localhost"};
    return given;
}

outgoing::HostRules rules(bool loopback = true) {
    // A name alone says nothing of where it may lead.
    const auto entries = loopback ? std::vector<std::string>{"localhost"} : std::vector<std::string>{"*"};
    return outgoing::HostRules::of(entries).value();
}

Server server_at(std::uint16_t port, const std::string& scheme = "http", const std::string& host = "127.0.0.1") {
    Server server;
    server.base = parse_base_url(scheme + "://" + host + ":" + std::to_string(port) + "/root", rules()).value();
    return server;
}

Result<std::string> ask(const Server& server, Request request, const Limits& limits = {}, bool loopback = true) {
    PORTICO_TRY(auto exchange, Exchange::begin(server, std::move(request), rules(loopback), limits));
    PORTICO_TRY(auto text, exchange->read_all(10'000'000));
    return std::to_string(exchange->status()) + " " + text;
}

std::string code_of(const Result<std::string>& result) {
    return result ? *result : std::string(result.error().kind().code);
}

TEST(Exchange, asks_below_the_base_with_its_credentials) {
    http::Router router;
    router.add(Method::get, "/root/studies", {}, [](http::Request& request) {
        return Response::text(200, std::string(request.query_value("PatientID").value_or("")) + "|" +
                                       std::string(request.header("Authorization")) + "|" +
                                       std::string(request.header("Accept")));
    });
    const TestServer peer(std::move(router), options());
    auto server = server_at(peer.port());
    const Request request{.path = "/studies?PatientID=" + encoded("A B&ä"), .headers = {{"Accept", "text/x"}}};
    EXPECT_EQ(code_of(ask(server, request)), "200 A B&ä||text/x");
    server.authorization = Authorization::basic;
    server.user = "ann";
    server.secret = "pass";
    EXPECT_EQ(code_of(ask(server, request)), "200 A B&ä|Basic YW5uOnBhc3M=|text/x");
    server.authorization = Authorization::bearer;
    EXPECT_EQ(code_of(ask(server, request)), "200 A B&ä|Bearer pass|text/x");
    EXPECT_EQ(code_of(ask(server, {.path = "@evil.example/"})), "web_address_invalid");
    EXPECT_EQ(code_of(ask(server, {.path = ":80@evil.example/"})), "web_address_invalid");
    EXPECT_EQ(code_of(ask(server, {.path = ".evil.example/"})), "web_address_invalid");
}

TEST(Exchange, a_loopback_address_is_called_only_where_that_is_allowed) {  // S23
    std::atomic<int> calls = 0;
    http::Router router;
    router.add(Method::get, "/root/x", {}, [&](http::Request&) {
        ++calls;
        return Response::text(200, "x");
    });
    const TestServer peer(std::move(router), options());
    // The name is resolved first and its address looked at then, so that it does not matter what it was before.
    EXPECT_EQ(code_of(ask(server_at(peer.port(), "http", "localhost"), {.path = "/x"}, {}, false)),
              "web_address_refused");
    EXPECT_EQ(code_of(ask(server_at(peer.port()), {.path = "/x"}, {}, false)), "web_address_refused");
    EXPECT_EQ(calls, 0);
    EXPECT_EQ(code_of(ask(server_at(peer.port(), "http", "localhost"), {.path = "/x"})), "200 x");
}

TEST(Exchange, a_redirect_is_an_answer_and_not_followed) {  // S23
    std::atomic<int> calls = 0;
    http::Router router;
    router.add(Method::get, "/root/from", {}, [](http::Request&) { return Response::redirect(302, "/root/to"); });
    router.add(Method::get, "/root/to", {}, [&](http::Request&) {
        ++calls;
        return Response::text(200, "there");
    });
    const TestServer peer(std::move(router), options());
    EXPECT_TRUE(code_of(ask(server_at(peer.port()), {.path = "/from"})).starts_with("302"));
    EXPECT_EQ(calls, 0);
}

TEST(Exchange, streams_both_ways_with_limits) {
    constexpr std::size_t size = 3'000'000;
    http::Router router;
    router.add(Method::post, "/root/echo", {.body = http::BodyPolicy::streaming(10'000'000)},
               [](http::Request& request) {
                   std::string all;
                   std::array<std::byte, 65536> buffer{};
                   while (auto got = request.body_stream->read(buffer)) {
                       if (*got == 0) break;
                       all.append(reinterpret_cast<const char*>(buffer.data()), *got);
                   }
                   return Response::text(200, all);
               });
    const TestServer peer(std::move(router), options());
    std::size_t given = 0;
    const auto body = [&](std::span<std::byte> into) -> Result<std::size_t> {
        const auto count = std::min(into.size(), size - given);
        for (std::size_t n = 0; n < count; ++n) into[n] = static_cast<std::byte>('a' + (given + n) % 26);
        given += count;
        return count;
    };
    Request request{.method = Request::Method::post, .path = "/echo", .body = body, .body_bytes = size};
    auto answer = ask(server_at(peer.port()), request);
    ASSERT_TRUE(answer) << answer.error().detail();
    ASSERT_EQ(answer->size(), size + 4);
    EXPECT_EQ(answer->substr(4, 26), "abcdefghijklmnopqrstuvwxyz");
    EXPECT_EQ((*answer)[size + 3], static_cast<char>('a' + (size - 1) % 26));
    given = 0;
    EXPECT_EQ(code_of(ask(server_at(peer.port()), request, {.answer_bytes = 100'000})), "web_too_large");
    request.body = [](std::span<std::byte>) -> Result<std::size_t> { return fail(portico::errors::conflict); };
    EXPECT_EQ(code_of(ask(server_at(peer.port()), request)), "conflict");
}

TEST(Exchange, ends_when_the_other_side_is_away_silent_or_not_wanted_any_more) {
    EXPECT_EQ(code_of(ask(server_at(1), {.path = "/x"})), "web_unreachable");
    // Listens and never answers.
    const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::bind(silent, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(silent, 1), 0);
    socklen_t length = sizeof address;
    ::getsockname(silent, reinterpret_cast<sockaddr*>(&address), &length);
    const auto server = server_at(ntohs(address.sin_port));
    EXPECT_EQ(code_of(ask(server, {.path = "/x"}, {.silence = std::chrono::seconds(1)})), "web_broken");
    EXPECT_EQ(code_of(ask(server, {.path = "/x"}, {.longest = std::chrono::seconds(1)})), "web_broken");
    EXPECT_EQ(code_of(ask(server, {.path = "/x"}, {.goes_on = [] { return false; }})), "web_stopped");
    ::close(silent);
}

// A self-signed certificate, its key and its fingerprint.
struct Certificate {
    Certificate() {
        std::string pattern = ::testing::TempDir() + "portico-web-XXXXXX";
        folder = ::mkdtemp(pattern.data());
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        // Another name than it is called by: the fingerprint says which server it is.
        constexpr std::string_view common = "pacs.example";
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(common.data()),
                                   static_cast<int>(common.size()), -1, 0);
        X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
        X509_sign(certificate, key, EVP_sha256());
        FILE* file = std::fopen((folder + "/certificate.pem").c_str(), "w");
        PEM_write_X509(file, certificate);
        std::fclose(file);
        file = std::fopen((folder + "/key.pem").c_str(), "w");
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned length = 0;
        X509_digest(certificate, EVP_sha256(), digest.data(), &length);
        for (unsigned n = 0; n < length; ++n) {
            constexpr std::string_view digits = "0123456789abcdef";
            fingerprint += digits[digest[n] >> 4U];
            fingerprint += digits[digest[n] & 15U];
        }
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;
    ~Certificate() { std::filesystem::remove_all(folder); }
    std::string folder, fingerprint;
};

TEST(Exchange, believes_a_certificate_by_its_fingerprint_and_none_that_the_system_does_not_trust) {  // SEC-2
    const Certificate certificate;
    http::Router router;
    router.add(Method::get, "/root/x", {}, http::testing::say("safe"));
    auto given = options();
    given.tls = http::TlsFiles{certificate.folder + "/certificate.pem", certificate.folder + "/key.pem"};
    const TestServer peer(std::move(router), std::move(given));
    auto server = server_at(peer.port(), "https");
    EXPECT_EQ(code_of(ask(server, {.path = "/x"})), "web_tls_failed");
    server.certificate_sha256 = certificate.fingerprint;
    const auto safe = ask(server, {.path = "/x"});
    EXPECT_EQ(code_of(safe), "200 safe") << (safe ? "" : safe.error().detail());
    server.certificate_sha256 = std::string(64, '0');
    EXPECT_EQ(code_of(ask(server, {.path = "/x"})), "web_tls_failed");
}

}  // namespace
}  // namespace portico::web_client
