// The server's own keys, kept in one file outside the database: a stolen database alone opens no secret and lets nobody
// guess short codes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace portico::crypto {

namespace errors {
inline constexpr ErrorKind key_file_unusable{"key_file_unusable", 500, 0x0110, "The key file cannot be used."};
inline constexpr ErrorKind not_sealed_here{"not_sealed_here", 500, 0x0110,
                                           "A stored secret cannot be opened with this server's keys."};
}  // namespace errors

// Immutable after it is made, therefore thread-safe; copies share the keys. Keys are wiped when the last copy goes.
//
// The file `<folder>/master.keys` has one line a key, "<number> <base64 of 32 bytes>"; the last line is the current
// key, older ones open what they sealed. Several nodes need the same file. Whoever loses it loses every sealed secret.
class KeyRing {
public:
    // Reads the file, or makes folder (0700) and file (0600) when there is none; two processes may do so at once.
    // Refuses a file that others than owner and group can read, or that the group can write.
    static Result<KeyRing> open_or_create(const std::filesystem::path& folder);
    // Puts a new current key at the end of the file. Running servers go on with the keys they have read.
    static Result<KeyRing> rotate(const std::filesystem::path& folder);
    // A ring with one random key and no file; for tests.
    static KeyRing ephemeral();

    // Encrypts with the current key (XChaCha20-Poly1305): "<key number>.<base64url>". What was sealed for one `purpose`
    // ("smtp.password") opens for that purpose only.
    std::string seal(std::string_view purpose, std::string_view text) const;
    Result<std::string> open(std::string_view purpose, std::string_view sealed) const;
    // True when an older key sealed it: open and seal again.
    bool needs_resealing(std::string_view sealed) const;

    // "<key number>.<hex>": HMAC-SHA-256 under a key of its own for each purpose. For one-time codes (GEN-12). Bind
    // what the code was asked for into the text: keyed_hash("sign-in", user + ":" + code).
    std::string keyed_hash(std::string_view purpose, std::string_view text) const;
    // Compares in constant time, also with hashes of older keys.
    bool keyed_hash_matches(std::string_view stored, std::string_view purpose, std::string_view text) const;

    std::uint32_t current_key() const;
    std::size_t key_count() const;

private:
    struct Keys;
    explicit KeyRing(std::shared_ptr<const Keys> keys) : keys_(std::move(keys)) {}
    static Result<KeyRing> read(const std::filesystem::path& file);
    std::shared_ptr<const Keys> keys_;
};

}  // namespace portico::crypto
