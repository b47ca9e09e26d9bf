#include "platform/messaging/delivery_reports.h"

#include "platform/db/dialect.h"
#include "platform/messaging/detail/storable.h"

namespace portico::messaging {
namespace {

constexpr std::string_view key_purpose = "message.report";

}  // namespace

std::string DeliveryReports::url_for(const MessageId& id) const {
    return base_() + std::string(report_path) + "?message=" + id.text() +
           "&key=" + keys_.keyed_hash(key_purpose, id.text());
}

bool DeliveryReports::key_matches(const MessageId& id, std::string_view key) const {
    return keys_.keyed_hash_matches(key, key_purpose, id.text());
}

bool DeliveryReports::apply(db::UnitOfWork& unit, const MessageId& id, Report report, std::string_view gateway_id,
                            std::string_view detail) const {
    auto& session = unit.session();
    const auto found = session.first<std::string, std::int64_t, std::optional<TenantId>>(
        "SELECT state, tries, tenant_id FROM message WHERE id = ?" + std::string(db::for_update(session.dialect())),
        id);
    if (!found) return false;
    const auto& [key, tries, tenant] = *found;
    const auto state = message_state_of(key);
    // Queued after an uncertain try: it did arrive, so it is not tried again.
    const bool under_way = state == MessageState::sending || (state == MessageState::queued && tries > 0);
    if (!under_way && state != MessageState::sent && !(state == MessageState::failed && report == Report::delivered))
        return true;
    const auto now = clock_.now();
    if (report == Report::taken && state == MessageState::sent) return true;
    const auto next = report == Report::taken       ? MessageState::sent
                      : report == Report::delivered ? MessageState::delivered
                                                    : MessageState::failed;
    session.exec(
        "UPDATE message SET state = ?, sent_at = COALESCE(sent_at, ?), next_try_at = NULL, delivered_at = ?,"
        " last_error = ?, gateway_id = CASE WHEN gateway_id = '' THEN ? ELSE gateway_id END, subject = '',"
        " body_text = '', body_html = '' WHERE id = ?",
        key_of(next), now, report == Report::delivered ? std::optional(now) : std::nullopt,
        report == Report::failed ? std::optional(storable(detail)) : std::nullopt, storable(gateway_id), id);
    if (tenant) unit.emit({"messages.changed", *tenant, "{}"});
    return true;
}

}  // namespace portico::messaging
