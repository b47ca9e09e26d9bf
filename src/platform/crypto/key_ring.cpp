#include "platform/crypto/key_ring.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "platform/crypto/encoding.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/random.h"

namespace portico::crypto {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

struct Key {
    std::uint32_t number;
    std::string bytes;
};

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }
    bool ok() const { return number_ >= 0; }

private:
    int number_;
};

std::string reason() { return std::generic_category().message(errno); }

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// A key of its own for each use, so that a hash never tells anything about a seal.
std::string derived(const Key& key, std::string_view use, std::string_view purpose) {
    return hmac_sha256(key.bytes, fmt::format("portico/{}/{}", use, purpose));
}

std::optional<std::uint32_t> number_of(std::string_view text) {
    std::uint32_t number = 0;
    auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
    return number;
}

// "<key number>.<rest>"
struct Numbered {
    std::uint32_t number;
    std::string_view rest;
};

std::optional<Numbered> split(std::string_view text) {
    auto dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    auto number = number_of(text.substr(0, dot));
    if (!number) return std::nullopt;
    return Numbered{*number, text.substr(dot + 1)};
}

std::optional<Key> parse_line(std::string_view line) {
    auto blank = line.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    auto number = number_of(line.substr(0, blank));
    auto bytes = from_base64(line.substr(blank + 1));
    if (!number || !bytes || bytes->size() != key_bytes) return std::nullopt;
    return Key{*number, std::move(*bytes)};
}

std::string line_of(const Key& key) { return fmt::format("{} {}\n", key.number, to_base64(key.bytes)); }

Result<void> write_durably(const std::filesystem::path& file, std::string_view text) {
    Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!out.ok()) return fail(errors::key_file_unusable, fmt::format("cannot create {}: {}", file.string(), reason()));
    while (!text.empty()) {
        auto written = ::write(out.number(), text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0)
            return fail(errors::key_file_unusable, fmt::format("cannot write {}: {}", file.string(), reason()));
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(out.number()) != 0)
        return fail(errors::key_file_unusable, fmt::format("cannot write {}: {}", file.string(), reason()));
    return {};
}

void sync_folder(const std::filesystem::path& folder) {
    Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (handle.ok()) ::fsync(handle.number());
}

Result<std::string> read_guarded(const std::filesystem::path& file) {
    Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!in.ok()) return fail(errors::key_file_unusable, fmt::format("cannot open {}: {}", file.string(), reason()));
    struct stat status {};
    if (::fstat(in.number(), &status) != 0 || !S_ISREG(status.st_mode))
        return fail(errors::key_file_unusable, fmt::format("{} is no ordinary file", file.string()));
    if ((status.st_mode & 0027U) != 0)
        return fail(errors::key_file_unusable,
                    fmt::format("{} may be read or changed by others; do: chmod 600 {}", file.string(), file.string()));
    std::string text(64 * 1024, '\0');
    auto count = ::read(in.number(), text.data(), text.size());
    if (count < 0) return fail(errors::key_file_unusable, fmt::format("cannot read {}: {}", file.string(), reason()));
    text.resize(static_cast<std::size_t>(count));
    return text;
}

}  // namespace

struct KeyRing::Keys {
    std::vector<Key> all;  // the last is the current one; never empty
    Keys() = default;
    Keys(const Keys&) = delete;
    Keys& operator=(const Keys&) = delete;
    ~Keys() {
        for (auto& key : all) sodium_memzero(key.bytes.data(), key.bytes.size());
    }
    const Key* find(std::uint32_t number) const {
        auto found = std::ranges::find(all, number, &Key::number);
        return found == all.end() ? nullptr : &*found;
    }
};

Result<KeyRing> KeyRing::read(const std::filesystem::path& file) {
    PORTICO_TRY(auto text, read_guarded(file));
    auto keys = std::make_shared<Keys>();
    std::string_view rest = text;
    while (!rest.empty()) {
        auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        auto key = parse_line(line);
        if (!key || keys->find(key->number) != nullptr)
            return fail(errors::key_file_unusable, fmt::format("{} has a line that is no key", file.string()));
        keys->all.push_back(std::move(*key));
    }
    sodium_memzero(text.data(), text.size());
    if (keys->all.empty()) return fail(errors::key_file_unusable, fmt::format("{} is empty", file.string()));
    return KeyRing(std::move(keys));
}

Result<KeyRing> KeyRing::open_or_create(const std::filesystem::path& folder) {
    init();
    auto file = folder / "master.keys";
    if (std::filesystem::exists(file)) return read(file);

    std::error_code problem;
    if (std::filesystem::create_directories(folder, problem))
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, problem);
    if (problem)
        return fail(errors::key_file_unusable, fmt::format("cannot make {}: {}", folder.string(), problem.message()));
    // Written whole under another name first; link() fails when another process was quicker, and then its file counts.
    auto fresh = folder / ("master.keys." + to_hex(random_bytes(8)));
    auto written = write_durably(fresh, line_of({1, random_bytes(key_bytes)}));
    int linked = written ? ::link(fresh.c_str(), file.c_str()) : 0;
    auto why = linked != 0 && errno != EEXIST ? reason() : std::string();
    std::filesystem::remove(fresh, problem);
    PORTICO_CHECK(written);
    if (!why.empty()) return fail(errors::key_file_unusable, fmt::format("cannot create {}: {}", file.string(), why));
    sync_folder(folder);
    return read(file);
}

Result<KeyRing> KeyRing::rotate(const std::filesystem::path& folder) {
    PORTICO_TRY(auto ring, open_or_create(folder));
    std::string text;
    std::uint32_t highest = 0;
    for (const auto& key : ring.keys_->all) {
        text += line_of(key);
        highest = std::max(highest, key.number);
    }
    text += line_of({highest + 1, random_bytes(key_bytes)});
    auto file = folder / "master.keys";
    auto fresh = folder / ("master.keys." + to_hex(random_bytes(8)));
    PORTICO_CHECK(write_durably(fresh, text));
    std::error_code problem;
    std::filesystem::rename(fresh, file, problem);
    if (problem)
        return fail(errors::key_file_unusable, fmt::format("cannot replace {}: {}", file.string(), problem.message()));
    sync_folder(folder);
    return read(file);
}

KeyRing KeyRing::ephemeral() {
    auto keys = std::make_shared<Keys>();
    keys->all.push_back({1, random_bytes(key_bytes)});
    return KeyRing(std::move(keys));
}

std::string KeyRing::seal(std::string_view purpose, std::string_view text) const {
    const auto& key = keys_->all.back();
    auto secret = derived(key, "seal", "");
    auto box = random_bytes(nonce_bytes);
    box.resize(nonce_bytes + text.size() + tag_bytes);
    auto* out = reinterpret_cast<unsigned char*>(box.data());
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + nonce_bytes, nullptr, raw(text), text.size(), raw(purpose),
                                               purpose.size(), nullptr, out, raw(secret));
    return fmt::format("{}.{}", key.number, to_base64url(box));
}

Result<std::string> KeyRing::open(std::string_view purpose, std::string_view sealed) const {
    auto parts = split(sealed);
    const Key* key = parts ? keys_->find(parts->number) : nullptr;
    if (key == nullptr) return fail(errors::not_sealed_here, "unknown key number");
    auto box = from_base64url(parts->rest);
    if (!box || box->size() < nonce_bytes + tag_bytes) return fail(errors::not_sealed_here, "damaged text");
    auto secret = derived(*key, "seal", "");
    std::string text(box->size() - nonce_bytes - tag_bytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(text.data()), nullptr, nullptr,
                                                   raw(*box) + nonce_bytes, box->size() - nonce_bytes, raw(purpose),
                                                   purpose.size(), raw(*box), raw(secret)) != 0)
        return fail(errors::not_sealed_here, "wrong purpose or damaged text");
    return text;
}

bool KeyRing::needs_resealing(std::string_view sealed) const {
    auto parts = split(sealed);
    return !parts || parts->number != current_key();
}

std::string KeyRing::keyed_hash(std::string_view purpose, std::string_view text) const {
    const auto& key = keys_->all.back();
    return fmt::format("{}.{}", key.number, to_hex(hmac_sha256(derived(key, "hash", purpose), text)));
}

bool KeyRing::keyed_hash_matches(std::string_view stored, std::string_view purpose, std::string_view text) const {
    auto parts = split(stored);
    const Key* key = parts ? keys_->find(parts->number) : nullptr;
    if (key == nullptr) return false;
    return constant_time_equal(parts->rest, to_hex(hmac_sha256(derived(*key, "hash", purpose), text)));
}

std::uint32_t KeyRing::current_key() const { return keys_->all.back().number; }
std::size_t KeyRing::key_count() const { return keys_->all.size(); }

}  // namespace portico::crypto
