// The server over TLS (SEC-2).
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <fstream>

#include "platform/http/errors.h"
#include "platform/http/test_client.h"

namespace portico::http {
namespace {

using testing::say;
using testing::test_options;
using testing::TestServer;

template <class T, void (*release)(T*)>
struct Releaser {
    void operator()(T* thing) const { release(thing); }
};
template <class T, void (*release)(T*)>
using Owned = std::unique_ptr<T, Releaser<T, release>>;

// A self-signed certificate and its key in a folder of their own.
class Certificate {
public:
    Certificate() {
        std::string pattern = ::testing::TempDir() + "portico-tls-XXXXXX";
        folder_ = ::mkdtemp(pattern.data());
        const Owned<EVP_PKEY, EVP_PKEY_free> key(EVP_EC_gen("P-256"));
        const Owned<X509, X509_free> certificate(X509_new());
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        auto* name = X509_get_subject_name(certificate.get());
        const std::string common = "test.local";
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common.data()), -1,
                                   -1, 0);
        X509_set_issuer_name(certificate.get(), name);
        X509_sign(certificate.get(), key.get(), EVP_sha256());
        write(files().certificate_chain, [&](FILE* file) { return PEM_write_X509(file, certificate.get()); });
        write(files().private_key,
              [&](FILE* file) { return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    }
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;
    ~Certificate() { std::filesystem::remove_all(folder_); }
    TlsFiles files() const { return {folder_ + "/certificate.pem", folder_ + "/key.pem"}; }
    const std::string& folder() const { return folder_; }

private:
    template <class F>
    static void write(const std::string& path, F function) {
        FILE* file = std::fopen(path.c_str(), "w");
        if (!file || function(file) != 1) throw std::runtime_error("cannot write " + path);
        std::fclose(file);
    }
    std::string folder_;
};

// A blocking TLS client over a socket of the plain one.
class TlsClient {
public:
    explicit TlsClient(std::uint16_t port, int highest_version = 0)
        : plain_(port), context_(SSL_CTX_new(TLS_client_method())) {
        SSL_CTX_set_security_level(context_.get(), 0);
        if (highest_version != 0) SSL_CTX_set_max_proto_version(context_.get(), highest_version);
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_fd(ssl_.get(), plain_.descriptor());
        connected_ = SSL_connect(ssl_.get()) == 1;
    }
    bool connected() const { return connected_; }
    void send(const std::string& text) { SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size())); }
    std::string read_to_end() {
        std::string all;
        std::array<char, 20000> piece{};
        while (true) {
            const int count = SSL_read(ssl_.get(), piece.data(), static_cast<int>(piece.size()));
            if (count <= 0) return all;
            all.append(piece.data(), static_cast<std::size_t>(count));
        }
    }

private:
    testing::Client plain_;
    Owned<SSL_CTX, SSL_CTX_free> context_;
    Owned<SSL, SSL_free> ssl_;
    bool connected_ = false;
};

TEST(ServerTls, serves_texts_and_file_ranges_and_takes_uploads) {
    const Certificate certificate;
    std::string content;
    for (int i = 0; content.size() < 700'000; ++i) content += std::to_string(i) + " ";
    std::ofstream(certificate.folder() + "/file") << content;
    Router router;
    router.add(Method::get, "/file", {}, [&](Request&) {
        const auto file = OpenFile::open(certificate.folder() + "/file").value();
        return Response::files("application/dicom", {std::string("head"), FileRange{file, 5, content.size() - 5}});
    });
    router.add(Method::post, "/upload", {.body = BodyPolicy::streaming(1'000'000)}, [](Request& request) {
        std::vector<std::byte> piece(100'000);
        std::size_t total = 0;
        while (const auto got = request.body_stream->read(piece).value()) total += got;
        return Response::text(200, request.scheme + " " + std::to_string(total));
    });
    auto options = test_options();
    options.tls = certificate.files();
    TestServer server(std::move(router), options);
    TlsClient client(server.port());
    ASSERT_TRUE(client.connected());
    client.send("POST /upload HTTP/1.1\r\nHost: test.local\r\nContent-Length: 500000\r\n\r\n" +
                std::string(500'000, 'x'));
    client.send("GET /file HTTP/1.1\r\nHost: test.local\r\nConnection: close\r\n\r\n");
    const auto all = client.read_to_end();
    EXPECT_NE(all.find("https 500000"), std::string::npos);
    EXPECT_NE(all.find("Strict-Transport-Security: "), std::string::npos);
    EXPECT_TRUE(all.ends_with("\r\n\r\nhead" + content.substr(5)));
}

TEST(ServerTls, refuses_old_versions_and_plain_text) {
    const Certificate certificate;
    Router router;
    router.add(Method::get, "/", {}, say("home"));
    auto options = test_options();
    options.tls = certificate.files();
    TestServer server(std::move(router), options);
    EXPECT_FALSE(TlsClient(server.port(), TLS1_1_VERSION).connected());
    EXPECT_TRUE(TlsClient(server.port(), TLS1_2_VERSION).connected());
    testing::Client plain(server.port());
    EXPECT_EQ(plain.get("/").status, 0);
    EXPECT_TRUE(plain.is_closed());
}

TEST(ServerTls, tells_when_its_certificate_cannot_be_read) {
    auto options = test_options();
    options.tls = TlsFiles{"/nowhere/certificate.pem", "/nowhere/key.pem"};
    const Router router;
    Server server(options, router);
    const auto started = server.start();
    ASSERT_FALSE(started);
    EXPECT_TRUE(started.error().is(errors::cannot_listen));
}

}  // namespace
}  // namespace portico::http
