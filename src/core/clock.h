// The one source of time (GEN-10). Everything that has a delay, a validity or a lockout asks a Clock, so that a test
// can put in another one.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portico {

// A moment: milliseconds since 1970-01-01T00:00:00Z, as stored in the database.
struct Timestamp {
    std::int64_t milliseconds = 0;
    auto operator<=>(const Timestamp&) const = default;
    Timestamp plus_seconds(std::int64_t seconds) const { return {milliseconds + seconds * 1000}; }
};

// RFC 3339 in UTC with milliseconds, "2026-11-21T14:05:00.123Z".
std::string to_rfc3339(Timestamp time);
// Reads RFC 3339 with any offset; nothing when the text is not one.
std::optional<Timestamp> parse_rfc3339(std::string_view text);

// Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override;
};

// A clock that stands still until it is told to move; for tests. Thread-safe.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start = {1'700'000'000'000}) : now_(start.milliseconds) {}
    Timestamp now() const override { return {now_.load()}; }
    void advance_seconds(std::int64_t seconds) { now_ += seconds * 1000; }
    void set(Timestamp time) { now_ = time.milliseconds; }

private:
    std::atomic<std::int64_t> now_;
};

}  // namespace portico
