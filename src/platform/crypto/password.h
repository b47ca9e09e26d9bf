// Passwords: argon2id hashes and an estimate of strength (ACC-20).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portico::crypto {

struct PasswordCost {
    std::size_t memory_mib = 46;  // at least 46 (ACC-20); less throws std::invalid_argument
    unsigned passes = 2;          // 1 to 10
};

// Hashes and checks passwords. Thread-safe. At most four hashes run at a time in one hasher, so that a flood of
// sign-ins costs waiting, not memory: make one for the whole process. Every call takes tens of milliseconds and may
// wait, so never call it on a thread that serves sockets.
class PasswordHasher {
public:
    explicit PasswordHasher(PasswordCost cost = {});
    ~PasswordHasher();

    // The text to store: "$argon2id$v=19$m=…".
    std::string hash(std::string_view password) const;
    // False also for a stored text that is no hash.
    bool verify(std::string_view stored, std::string_view password) const;
    // Takes as long as verify() and is always false: call it when there is no such user, so that the time tells
    // nothing.
    bool verify_dummy(std::string_view password) const;
    // True when `stored` was made with other costs; hash again at the next successful sign-in.
    bool needs_rehash(std::string_view stored) const;

private:
    struct Gate;
    PasswordCost cost_;
    std::unique_ptr<Gate> gate_;
    std::string dummy_;
};

// zxcvbn's score: 0 (guessed at once) to 4 (very strong). `user_words` are things that an attacker knows: name, mail
// address and its parts, the product's name. Looks at the first 128 bytes only, as the time grows with the square.
int password_strength(std::string_view password, const std::vector<std::string>& user_words);

}  // namespace portico::crypto
