// Certificates for tests of TLS.
#pragma once

#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <filesystem>
#include <string>

#include "platform/dimse/tls.h"

namespace portico::dimse {

// A self-signed certificate and its key.
struct Certificate {
    explicit Certificate(const std::filesystem::path& folder, const std::string& name = "node")
        : files{folder / (name + ".pem"), folder / (name + ".key")} {
        auto* key = EVP_RSA_gen(2048);
        auto* certificate = X509_new();
        X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        auto* subject = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()),
                                   -1, -1, 0);
        X509_set_issuer_name(certificate, subject);
        X509_sign(certificate, key, EVP_sha256());
        FILE* file = std::fopen(files.certificate.c_str(), "w");
        PEM_write_X509(file, certificate);
        std::fclose(file);
        file = std::fopen(files.key.c_str(), "w");
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned int length = 0;
        X509_digest(certificate, EVP_sha256(), digest, &length);
        for (unsigned int n = 0; n < length; ++n) fingerprint += fmt::format("{:02x}", digest[n]);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    TlsFiles files;
    std::string fingerprint;
};

}  // namespace portico::dimse
