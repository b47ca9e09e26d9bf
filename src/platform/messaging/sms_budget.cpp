#include "platform/messaging/sms_budget.h"

#include <algorithm>

#include "platform/phone/phone_number.h"

namespace portico::messaging {
namespace {

using Number = std::int64_t;

std::string text_of(const std::optional<TenantId>& tenant) { return tenant ? tenant->text() : std::string(); }

}  // namespace

bool SmsBudget::may_write_to(std::string_view e164) const {
    const auto number = phone::parse(e164, "");
    if (!number || number->e164 != e164) return false;
    return std::find(rules_.countries.begin(), rules_.countries.end(), number->country) != rules_.countries.end();
}

std::int64_t SmsBudget::limit_of(db::Session& session, const std::string& tenant) const {
    return session.first_value<Number>("SELECT monthly FROM sms_limit WHERE tenant_id = ?", tenant)
        .value_or(rules_.monthly_limit);
}

SmsUse SmsBudget::use(db::Session& session, const std::optional<TenantId>& tenant) const {
    const auto month = to_rfc3339(clock_.now()).substr(0, 7);
    const auto parts = session.first_value<Number>("SELECT parts FROM sms_count WHERE tenant_id = ? AND month = ?",
                                                   text_of(tenant), month);
    return {month, parts.value_or(0), limit_of(session, text_of(tenant))};
}

void SmsBudget::set_limit(db::Session& session, const std::optional<TenantId>& tenant,
                          std::optional<std::int64_t> monthly) {
    session.exec("DELETE FROM sms_limit WHERE tenant_id = ?", text_of(tenant));
    if (monthly) session.exec("INSERT INTO sms_limit (tenant_id, monthly) VALUES (?, ?)", text_of(tenant), *monthly);
}

std::optional<std::string> SmsBudget::charge(db::Session& session, const std::optional<TenantId>& tenant,
                                             int parts) const {
    const auto key = text_of(tenant);
    auto month = to_rfc3339(clock_.now()).substr(0, 7);
    session.exec(
        "INSERT INTO sms_count (tenant_id, month, parts) VALUES (?, ?, 0) ON CONFLICT (tenant_id, month) DO NOTHING",
        key, month);
    const auto charged =
        session.exec("UPDATE sms_count SET parts = parts + ?1 WHERE tenant_id = ?2 AND month = ?3 AND parts + ?1 <= ?4",
                     parts, key, month, limit_of(session, key));
    if (charged == 0) return std::nullopt;
    return month;
}

void SmsBudget::release(db::Session& session, const std::optional<TenantId>& tenant, const std::string& month,
                        int parts) {
    session.exec("UPDATE sms_count SET parts = parts - ? WHERE tenant_id = ? AND month = ?", parts, text_of(tenant),
                 month);
}

}  // namespace portico::messaging
