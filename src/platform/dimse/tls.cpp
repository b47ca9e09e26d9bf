#include "platform/dimse/tls.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <csignal>

#include <algorithm>
#include <array>
#include <climits>
#include <stdexcept>

namespace portico::dimse {

namespace {

using Wait = Transport::Wait;

std::string last_problem() {
    std::array<char, 256> text{};
    const auto code = ::ERR_get_error();
    if (code == 0) return "connection lost";
    ::ERR_error_string_n(code, text.data(), text.size());
    ::ERR_clear_error();
    return text.data();
}

// OpenSSL writes without MSG_NOSIGNAL.
void keep_pipe_signals_out() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

class TlsTransport final : public Transport {
public:
    TlsTransport(SSL_CTX* context, int fd) : ssl_(::SSL_new(context)) {
        if (ssl_ == nullptr) throw std::bad_alloc();
        ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
        ::SSL_set_fd(ssl_, fd);
        keep_pipe_signals_out();
    }
    ~TlsTransport() override { ::SSL_free(ssl_); }
    TlsTransport(const TlsTransport&) = delete;
    TlsTransport& operator=(const TlsTransport&) = delete;

    Moved read(std::span<std::byte> into) override {
        return moved(::SSL_read(ssl_, into.data(), length_of(into.size())));
    }
    Moved write(std::span<const std::byte> from) override {
        return moved(::SSL_write(ssl_, from.data(), length_of(from.size())));
    }
    bool pending() const override { return ::SSL_has_pending(ssl_) == 1; }
    void say_goodbye() override {
        if (!broken_) ::SSL_shutdown(ssl_);
        ::ERR_clear_error();
    }

    // One step of the handshake; none: it is done.
    Wait handshake() {
        ::ERR_clear_error();
        const int result = ::SSL_do_handshake(ssl_);
        return result == 1 ? Wait::none : what_it_waits_for(result);
    }
    SSL* ssl() const { return ssl_; }

private:
    static int length_of(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, INT_MAX)); }
    Moved moved(int count) {
        if (count > 0) return {static_cast<std::size_t>(count), Wait::none};
        const auto wait = what_it_waits_for(count);
        ::ERR_clear_error();
        return {0, wait};
    }
    Wait what_it_waits_for(int result) {
        switch (::SSL_get_error(ssl_, result)) {
            case SSL_ERROR_WANT_READ:
                return Wait::readable;
            case SSL_ERROR_WANT_WRITE:
                return Wait::writable;
            case SSL_ERROR_ZERO_RETURN:
                return Wait::closed;
            default:
                broken_ = true;
                return Wait::closed;
        }
    }

    SSL* ssl_;
    bool broken_ = false;
};

// SHA-256 of the peer's certificate, lower-case hex; empty when it showed none.
std::string fingerprint_of_peer(SSL* ssl) {
    auto* certificate = ::SSL_get1_peer_certificate(ssl);
    if (certificate == nullptr) return {};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    ::X509_digest(certificate, EVP_sha256(), digest.data(), &length);
    ::X509_free(certificate);
    std::string text;
    for (unsigned int n = 0; n < length; ++n) text += fmt::format("{:02x}", digest[n]);
    return text;
}

Result<void> shake_hands(PeerSocket& socket, std::unique_ptr<TlsTransport> transport, PeerSocket::Deadline deadline,
                         const std::string& wanted_fingerprint) {
    for (auto wait = transport->handshake(); wait != Wait::none; wait = transport->handshake())
        if (socket.wait_for(wait, OnStop::leave, deadline) != Io::ok) return fail(errors::tls_failed, last_problem());
    auto shown = fingerprint_of_peer(transport->ssl());
    if (!wanted_fingerprint.empty() && shown != wanted_fingerprint)
        return fail(errors::tls_failed, "another certificate than the registered one");
    socket.use(std::move(transport), {true, std::move(shown)});
    return {};
}

tl::unexpected<Error> unusable(const std::string& what) {
    return fail(errors::tls_unusable, what + ": " + last_problem());
}

SSL_CTX* new_context(const SSL_METHOD* method) {
    auto* context = ::SSL_CTX_new(method);
    if (context == nullptr) throw std::runtime_error("OpenSSL cannot be used: " + last_problem());
    ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    ::SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
    ::SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    ::SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    return context;
}

Result<void> load(SSL_CTX* context, const TlsFiles& files) {
    if (::SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1)
        return unusable(files.certificate.string());
    if (::SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1)
        return unusable(files.key.string());
    return {};
}

}  // namespace

TlsContext::~TlsContext() { ::SSL_CTX_free(context_); }

Result<std::shared_ptr<const TlsContext>> TlsContext::for_server(const TlsFiles& files) {
    std::shared_ptr<TlsContext> made(new TlsContext(new_context(::TLS_server_method())));
    PORTICO_CHECK(load(made->context_, files));
    // Who the certificate belongs to is the policy's question; that the peer has its key, the handshake proves.
    ::SSL_CTX_set_verify(made->context_, SSL_VERIFY_PEER, nullptr);
    ::SSL_CTX_set_cert_verify_callback(
        made->context_, [](X509_STORE_CTX*, void*) { return 1; }, nullptr);
    ::SSL_CTX_set_options(made->context_, SSL_OP_CIPHER_SERVER_PREFERENCE);
    return made;
}

Result<std::shared_ptr<const TlsContext>> TlsContext::for_client(const std::optional<TlsFiles>& files) {
    std::shared_ptr<TlsContext> made(new TlsContext(new_context(::TLS_client_method())));
    if (files) PORTICO_CHECK(load(made->context_, *files));
    ::SSL_CTX_set_default_verify_paths(made->context_);
    return made;
}

Result<void> TlsContext::accept(PeerSocket& socket, PeerSocket::Deadline deadline) const {
    auto transport = std::make_unique<TlsTransport>(context_, socket.fd());
    ::SSL_set_accept_state(transport->ssl());
    return shake_hands(socket, std::move(transport), deadline, {});
}

Result<void> TlsContext::connect(PeerSocket& socket, const std::string& host, const std::string& fingerprint,
                                 PeerSocket::Deadline deadline) const {
    auto transport = std::make_unique<TlsTransport>(context_, socket.fd());
    auto* ssl = transport->ssl();
    ::SSL_set_connect_state(ssl);
    if (fingerprint.empty()) {
        ::SSL_set_verify(ssl, SSL_VERIFY_PEER, nullptr);
        auto* parameters = ::SSL_get0_param(ssl);
        if (::X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) != 1) {
            ::ERR_clear_error();
            ::X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size());
            // The macro for this casts in the old style.
            ::SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()));
        }
    }
    return shake_hands(socket, std::move(transport), deadline, fingerprint);
}

}  // namespace portico::dimse
