// SMS cost money: how many a tenant has sent in a month, and where it may send to (GEN-10).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/id.h"
#include "platform/db/session.h"

namespace portico::messaging {

struct SmsRules {
    std::vector<std::string> countries;  // ISO 3166-1 alpha-2 of numbers that are written to; others are refused
    std::int64_t monthly_limit = 1000;   // SMS a tenant and month, unless it has a limit of its own
};

struct SmsUse {
    std::string month;  // "2026-11", UTC
    std::int64_t parts = 0;
    std::int64_t limit = 0;
};

// Stateless; counts stand in SQL, so they hold across restarts and nodes. No tenant: the installation itself.
class SmsBudget {
public:
    SmsBudget(SmsRules rules, const Clock& clock) : rules_(std::move(rules)), clock_(clock) {}

    // False for what is no number or one of another country.
    bool may_write_to(std::string_view e164) const;

    SmsUse use(db::Session&, const std::optional<TenantId>&) const;
    // A limit of a tenant's own; nothing: the configured one.
    static void set_limit(db::Session&, const std::optional<TenantId>&, std::optional<std::int64_t> monthly);

    // Counts `parts` in the present month; the month, or nothing when they would exceed the limit.
    std::optional<std::string> charge(db::Session&, const std::optional<TenantId>&, int parts) const;
    // Gives back what was charged and never sent.
    static void release(db::Session&, const std::optional<TenantId>&, const std::string& month, int parts);

private:
    std::int64_t limit_of(db::Session&, const std::string& tenant) const;

    SmsRules rules_;
    const Clock& clock_;
};

}  // namespace portico::messaging
