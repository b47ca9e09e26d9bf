#include "core/clock.h"

#include <fmt/format.h>

#include <chrono>

namespace portico {
namespace {

// Reads exactly `count` digits at `position`, or nothing.
std::optional<int> digits(std::string_view text, std::size_t position, std::size_t count) {
    if (position + count > text.size()) return std::nullopt;
    int value = 0;
    for (char c : text.substr(position, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

// The offset at the end of an RFC 3339 text, in minutes east of UTC.
std::optional<int> offset_minutes(std::string_view text) {
    if (text == "Z" || text == "z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
    auto hours = digits(text, 1, 2);
    auto minutes = digits(text, 4, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return (text[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

}  // namespace

std::string to_rfc3339(Timestamp time) {
    using namespace std::chrono;
    sys_time<milliseconds> point{milliseconds(time.milliseconds)};
    auto day = floor<days>(point);
    year_month_day date{day};
    hh_mm_ss clock{point - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
    using namespace std::chrono;
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') ||
        text[13] != ':' || text[16] != ':')
        return std::nullopt;
    auto y = digits(text, 0, 4), mo = digits(text, 5, 2), d = digits(text, 8, 2);
    auto h = digits(text, 11, 2), mi = digits(text, 14, 2), s = digits(text, 17, 2);
    if (!y || !mo || !d || !h || !mi || !s || *h > 23 || *mi > 59 || *s > 60) return std::nullopt;
    year_month_day date{year(*y), month(static_cast<unsigned>(*mo)), day(static_cast<unsigned>(*d))};
    if (!date.ok()) return std::nullopt;

    std::size_t position = 19;
    int fraction = 0;
    if (text[position] == '.') {
        int scale = 100;
        std::size_t first = ++position;
        while (position < text.size() && text[position] >= '0' && text[position] <= '9') {
            fraction += (text[position++] - '0') * scale;
            scale /= 10;
        }
        if (position == first) return std::nullopt;
    }
    auto offset = offset_minutes(text.substr(position));
    if (!offset) return std::nullopt;
    auto point = sys_days(date) + hours(*h) + minutes(*mi - *offset) + seconds(*s);
    // An offset can lead into a year that RFC 3339 has no digits for.
    if (auto in_utc = year_month_day(floor<days>(point)).year(); in_utc < year(0) || in_utc > year(9999))
        return std::nullopt;
    return Timestamp{duration_cast<milliseconds>(point.time_since_epoch()).count() + fraction};
}

Timestamp SystemClock::now() const {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace portico
