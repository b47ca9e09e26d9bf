#include "platform/crypto/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

#include "platform/crypto/encoding.h"

namespace portico::crypto {
namespace {

void check(int outcome, const char* what) {
    if (outcome != 1) throw std::runtime_error(what);
}

// Fetching an algorithm by name costs more than hashing a short text, so it is done once.
const EVP_MD* sha256() {
    static const EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (algorithm == nullptr) throw std::runtime_error("OpenSSL offers no SHA-256");
    return algorithm;
}

std::string_view view(const std::array<std::uint8_t, 32>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() {
        if (context == nullptr) throw std::bad_alloc();
        start();
    }
    ~State() { EVP_MD_CTX_free(context); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    void start() { check(EVP_DigestInit_ex(context, sha256(), nullptr), "SHA-256 cannot start"); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
    check(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()), "SHA-256 cannot go on");
}

std::array<std::uint8_t, 32> Sha256::finish() {
    std::array<std::uint8_t, 32> digest;
    check(EVP_DigestFinal_ex(state_->context, digest.data(), nullptr), "SHA-256 cannot finish");
    state_->start();
    return digest;
}

std::string Sha256::finish_hex() { return to_hex(view(finish())); }

std::string sha256_hex(std::string_view bytes) {
    Sha256 hash;
    hash.update(bytes);
    return hash.finish_hex();
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    std::array<std::uint8_t, 32> code;
    unsigned length = 0;
    if (HMAC(sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
             bytes.size(), code.data(), &length) == nullptr)
        throw std::runtime_error("HMAC failed");
    return std::string(view(code));
}

bool constant_time_equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace portico::crypto
