// One-time codes of six digits, by one rule for all who need one (GEN-12).
//
//   PORTICO_TRY(auto issued, codes.issue(work, {sign_in, user, pending}, {Channel::sms, "+32475123456"}, address));
//   outbox.enqueue(work.session(), message with issued.digits, valid until issued.valid_until);   // same unit of work
//   …
//   auto check = codes.check({sign_in, user, pending}, typed);
//   if (!check.right) { if (check.fifth_wrong) …the purpose's own consequence…; return fail(error_of(check)); }
//   PORTICO_CHECK(codes.use(work, *check.right));   // with what the code opens, then work.commit(…)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/result.h"
#include "features/one_time_codes/api/errors.h"
#include "platform/crypto/key_ring.h"
#include "platform/db/unit_of_work.h"

namespace portico::one_time_codes {

inline constexpr std::int64_t lifetime_seconds = 10 * 60;
inline constexpr int wrong_before_block = 5;

// What codes are for: one constant for each, with what five wrong ones in succession lead to.
struct Purpose {
    std::string_view key;                  // stable: "sign_in", "share"
    std::int64_t block_seconds = 15 * 60;  // 0: until unblock()
    int blocks_until_for_good = 0;         // the so-manieth block lasts until unblock(); 0: each of them ends
};

// What one code is for.
struct CodeFor {
    Purpose purpose;
    // Whose code it is: one live code and one count of wrong ones for each subject of a purpose. An id, or a hash where
    // there is none; never an address in clear. Where a known device has a count of its own, the device is part of it.
    std::string subject;
    // The very thing that is asked for: this pending sign-in, this browser. A code fits no other.
    std::string binding;
};

enum class Channel : std::uint8_t { mail, sms };

// Where the digits go; all codes there are counted together, whatever they are for.
struct Destination {
    Channel channel = Channel::mail;
    std::string address;  // folded address of mail, or number in E.164
};

struct IssuedCode {
    std::string digits;  // for the message, and nothing else
    Timestamp valid_until;
};

// A code that was right and has not been spent yet. Made by check() alone.
class RightCode {
public:
    RightCode(const RightCode&) = default;

private:
    friend class OneTimeCodes;
    RightCode(std::string key, std::string id) : key_(std::move(key)), id_(std::move(id)) {}
    std::string key_, id_;
};

enum class Outcome : std::uint8_t { right, wrong, expired, used, blocked };

struct CodeCheck {
    Outcome outcome = Outcome::wrong;
    std::optional<RightCode> right;
    int wrong_in_succession = 0;  // with this one
    bool fifth_wrong = false;     // this one led to the block; told once
    int blocks = 0;               // how often the subject has been blocked, this time counted
    // Of a block: when it ends; nothing where it lasts until unblock().
    std::optional<Timestamp> blocked_until;
    Timestamp checked_at;
};

// What to answer to a check that was not right.
Error error_of(const CodeCheck&);

// Thread-safe; keeps nothing in memory, so it holds across restarts and nodes.
class OneTimeCodes {
public:
    OneTimeCodes(db::UnitsOfWork& units, const crypto::KeyRing& keys, const Clock& clock)
        : units_(units), keys_(keys), clock_(clock) {}

    // Makes the code that counts from now on; the ones before are void. Counted for destination and network address
    // (empty: not counted) when the unit of work commits. Errors: blocked, too_many_for_destination,
    // too_many_from_address; nothing was written then.
    Result<IssuedCode> issue(db::UnitOfWork&, const CodeFor&, const Destination&, std::string_view network_address);

    // Counts the try in a transaction of its own, then compares; so not inside a unit of work (SQLite has one writer).
    // Codes that have expired or are used are not compared and not counted. Blanks in what was typed do not matter.
    CodeCheck check(const CodeFor&, std::string_view typed);

    // Spends the code with the effect of the caller's unit of work and forgets the wrong ones before it. errors::used
    // when somebody was faster or a newer code took its place; errors::expired.
    Result<void> use(db::UnitOfWork&, const RightCode&);

    // Takes the live code back, for example with the sign-in that it belonged to.
    void withdraw(db::UnitOfWork&, const Purpose&, std::string_view subject);

    // Staff end a block; also forgets how often there was one.
    void unblock(db::UnitOfWork&, const Purpose&, std::string_view subject);
    // When the present block ends; {}: none. Timestamp::max-like values are not used: `for_good` says it.
    struct Block {
        bool blocked = false;
        std::optional<Timestamp> until;  // nothing: until unblock()
        int blocks = 0;
    };
    Block block_of(db::Session&, const Purpose&, std::string_view subject) const;

    // Forgets what is over: codes after a day, sendings after an hour, counts that have been quiet for 30 days.
    void prune(db::UnitOfWork&);

private:
    db::UnitsOfWork& units_;
    const crypto::KeyRing& keys_;
    const Clock& clock_;
};

}  // namespace portico::one_time_codes
