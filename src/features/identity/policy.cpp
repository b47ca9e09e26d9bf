#include "features/identity/policy.h"

#include <algorithm>
#include <vector>

#include "platform/text/fold.h"
#include "platform/text/network.h"

namespace portico::identity::policy {
namespace {

std::string letters_of(std::string_view text) {
    auto folded = text::fold(text);
    std::erase(folded, ' ');
    return folded;
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_name_or_mail(std::string_view password, const PasswordOwner& owner) {
    auto letters = letters_of(password);
    auto mail = letters_of(owner.email);
    auto local = mail.substr(0, mail.find('@'));
    auto name = letters_of(owner.name);
    if (letters == local) return true;
    for (const auto& known : {mail, name})
        if (known.size() >= 4 && letters.find(known) != std::string::npos) return true;
    return false;
}

std::int64_t doubled(std::int64_t first, std::int64_t times, std::int64_t longest) {
    std::int64_t delay = first;
    for (std::int64_t i = 0; i < times && delay < longest; ++i) delay *= 2;
    return std::min(delay, longest);
}

// The third and fourth try wait a little, the fifth for long.
std::int64_t short_delay(std::int64_t failures) { return failures < 3 ? 0 : failures - 2; }

constexpr std::int64_t free_tries_of_address = 30;

}  // namespace

Result<void> check_new_password(std::string_view password, const PasswordOwner& owner, std::string_view field) {
    Error error = portico::errors::invalid_input;
    auto path = std::string(field);
    auto length = characters(password);
    if (length < password_min_length)
        return fail(error.at(path, "password_too_short", "A password has at least 10 characters."));
    if (length > password_max_length)
        return fail(error.at(path, "password_too_long", "A password has at most 200 characters."));
    if (is_name_or_mail(password, owner))
        return fail(error.at(path, "password_is_known", "Do not use your name or address of mail as a password."));
    std::vector<std::string> known{"portico", owner.name, owner.email, owner.email.substr(0, owner.email.find('@'))};
    for (const auto& word : text::tokens(owner.name)) known.push_back(word);
    if (crypto::password_strength(password, known) < password_min_strength)
        return fail(
            error.at(path, "password_too_weak", "This password is too easy to guess. Use several unrelated words."));
    return {};
}

std::int64_t delay_after(Counted what, std::int64_t failures) {
    switch (what) {
        case Counted::address:
            return failures <= free_tries_of_address ? 0 : doubled(1, failures - free_tries_of_address - 1, 300);
        case Counted::unknown_device:
            return failures < tries_before_lock ? short_delay(failures) : lock_seconds;
        case Counted::known_device:
        case Counted::password_check:
            return failures < tries_before_lock ? short_delay(failures)
                                                : doubled(60, failures - tries_before_lock, lock_seconds);
    }
    return lock_seconds;
}

Tries settled(Counted what, Tries tries, Timestamp now) {
    bool blocked = tries.blocked_until > now;
    bool quiet = tries.updated_at.plus_seconds(lock_seconds) <= now;
    if (what == Counted::address && quiet && !blocked) tries.failures = 0;
    if (what == Counted::unknown_device && tries.failures >= tries_before_lock && !blocked) tries.failures = 0;
    return tries;
}

Tries charged(Counted what, Tries tries, Timestamp now) {
    tries = settled(what, tries, now);
    tries.failures += 1;
    tries.blocked_until = now.plus_seconds(delay_after(what, tries.failures));
    tries.updated_at = now;
    return tries;
}

std::string counted_network(std::string_view address) { return text::counted_network(address); }

}  // namespace portico::identity::policy
