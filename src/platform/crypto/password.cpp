#include "platform/crypto/password.h"

#include <sodium.h>
#include <zxcvbn.h>

#include <array>
#include <cmath>
#include <new>
#include <semaphore>
#include <stdexcept>

#include "platform/crypto/random.h"

namespace portico::crypto {
namespace {

constexpr std::size_t hashes_at_a_time = 4;

class Turn {
public:
    explicit Turn(std::counting_semaphore<hashes_at_a_time>& gate) : gate_(gate) { gate_.acquire(); }
    ~Turn() { gate_.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    std::counting_semaphore<hashes_at_a_time>& gate_;
};

std::size_t bytes_of(PasswordCost cost) { return cost.memory_mib * 1024 * 1024; }

}  // namespace

struct PasswordHasher::Gate {
    std::counting_semaphore<hashes_at_a_time> free{hashes_at_a_time};
};

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost), gate_(std::make_unique<Gate>()) {
    if (cost.memory_mib < 46 || cost.memory_mib > 4096)
        throw std::invalid_argument("argon2id memory must be 46 to 4096 MiB");
    if (cost.passes < 1 || cost.passes > 10) throw std::invalid_argument("argon2id passes must be 1 to 10");
    init();
    dummy_ = hash(random_bytes(16));
}

PasswordHasher::~PasswordHasher() = default;

std::string PasswordHasher::hash(std::string_view password) const {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    Turn turn(gate_->free);
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost_.passes, bytes_of(cost_),
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::bad_alloc();
    return text.data();
}

bool PasswordHasher::verify(std::string_view stored, std::string_view password) const {
    if (stored.size() >= crypto_pwhash_STRBYTES) return false;
    std::string terminated(stored);
    Turn turn(gate_->free);
    return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

bool PasswordHasher::verify_dummy(std::string_view password) const {
    verify(dummy_, password);
    return false;
}

bool PasswordHasher::needs_rehash(std::string_view stored) const {
    if (stored.size() >= crypto_pwhash_STRBYTES) return true;
    return crypto_pwhash_str_needs_rehash(std::string(stored).c_str(), cost_.passes, bytes_of(cost_)) != 0;
}

int password_strength(std::string_view password, const std::vector<std::string>& user_words) {
    std::string start(password.substr(0, 128));
    std::vector<const char*> words;
    words.reserve(user_words.size() + 1);
    for (const auto& word : user_words)
        if (!word.empty()) words.push_back(word.c_str());
    words.push_back(nullptr);

    // The library tells bits; the scores are defined by decimal powers of the number of guesses.
    double guesses_log10 = ZxcvbnMatch(start.c_str(), words.data(), nullptr) * std::log10(2.0);
    int score = 0;
    for (double limit : {3.0, 6.0, 8.0, 10.0}) score += guesses_log10 >= limit ? 1 : 0;
    return score;
}

}  // namespace portico::crypto
