// DICOM over TLS (PS3.15 B.9 and following: the BCP 195 profiles), TLS 1.2 and later, by OpenSSL.
//
// Certificates of peers are not held against any authority here: a node is known by the fingerprint that is registered
// for it, and a server that we call without one by the authorities of the system.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "platform/dimse/peer_socket.h"

struct ssl_ctx_st;

namespace portico::dimse {

struct TlsFiles {
    std::filesystem::path certificate;  // PEM, with its chain
    std::filesystem::path key;          // PEM
};

namespace errors {
inline constexpr ErrorKind tls_unusable{"tls_unusable", 500, 0x0110, "The TLS certificate cannot be used."};
inline constexpr ErrorKind tls_failed{"tls_failed", 502, 0x0110, "No secure connection to the node."};
}  // namespace errors

// Keys and rules; immutable, shared by threads.
class TlsContext {
public:
    // Asks for a certificate of the peer and takes any, or none. Error: tls_unusable.
    static Result<std::shared_ptr<const TlsContext>> for_server(const TlsFiles& files);
    // Shows the certificate where the peer asks for one.
    static Result<std::shared_ptr<const TlsContext>> for_client(const std::optional<TlsFiles>& files);
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    // The handshake, within the deadline; the socket speaks TLS afterwards. Error: tls_failed.
    Result<void> accept(PeerSocket& socket, PeerSocket::Deadline deadline) const;
    // `fingerprint` of the certificate that the peer must show; empty: one that the system trusts for `host`.
    Result<void> connect(PeerSocket& socket, const std::string& host, const std::string& fingerprint,
                         PeerSocket::Deadline deadline) const;

private:
    explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
    ssl_ctx_st* context_;
};

}  // namespace portico::dimse
