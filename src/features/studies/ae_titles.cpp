#include "features/studies/api/ae_titles.h"

#include <arpa/inet.h>

#include "features/studies/receive_policy.h"
#include "platform/crypto/random.h"
#include "platform/db/database.h"

namespace portico::studies {
namespace {

AuditEvent audit_of(const AeTitles::May& may, std::string code, const AeTitle& ae) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = may.caller();
    event.tenant = may.tenant();
    event.object = ae.id.text();
    event.details = {{"called", ae.called}, {"calling", ae.calling}, {"host", ae.host.value_or("")}};
    return event;
}

std::string trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

Result<AeTitle> checked(const NewAeTitle& in) {
    Error wrong(portico::errors::invalid_input);
    AeTitle ae;
    ae.called = trimmed(in.called);
    ae.calling = trimmed(in.calling);
    ae.port = in.port;
    ae.description = column_text(in.description);
    if (!is_ae_title(ae.called)) wrong.at("called", "not_an_ae_title", "This is not an AE title.");
    if (!is_ae_title(ae.calling)) wrong.at("calling", "not_an_ae_title", "This is not an AE title.");
    if (in.host && !trimmed(*in.host).empty()) {
        ae.host = normal_address(trimmed(*in.host));
        if (!ae.host) wrong.at("host", "not_an_address", "This is not a numeric network address.");
    }
    if (in.port && (*in.port < 1 || *in.port > 65535)) wrong.at("port", "not_a_port", "This is not a port number.");
    if (!wrong.fields().empty()) return fail(std::move(wrong));
    return ae;
}

constexpr std::string_view select_all =
    "SELECT id, called, calling, host, port, description, last_seen_at FROM ae_title WHERE tenant_id = ?";

AeTitle make(AeTitleId id, std::string called, std::string calling, std::optional<std::string> host,
             std::optional<std::int64_t> port, std::string description, std::optional<Timestamp> seen) {
    AeTitle ae;
    ae.id = std::move(id);
    ae.called = std::move(called);
    ae.calling = std::move(calling);
    ae.host = std::move(host);
    ae.port = port;
    ae.description = std::move(description);
    ae.last_seen_at = seen;
    return ae;
}

std::vector<AeTitle> read(db::Session& session, const db::Sql& sql) {
    return session.map<AeTitleId, std::string, std::string, std::optional<std::string>, std::optional<std::int64_t>,
                       std::string, std::optional<Timestamp>>(sql, make);
}

}  // namespace

bool is_ae_title(std::string_view text) {
    if (text.empty() || text.size() > 16 || text.find_first_not_of(' ') == std::string_view::npos) return false;
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F && c != '\\'; });
}

std::optional<std::string> normal_address(std::string_view text) {
    const std::string address(text);
    in_addr four{};
    if (::inet_pton(AF_INET, address.c_str(), &four) == 1) {
        std::array<char, INET_ADDRSTRLEN> out{};
        return std::string(::inet_ntop(AF_INET, &four, out.data(), out.size()));
    }
    in6_addr six{};
    if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return std::nullopt;
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (IN6_IS_ADDR_V4MAPPED(&six)) return std::string(::inet_ntop(AF_INET, &six.s6_addr[12], out.data(), out.size()));
    return std::string(::inet_ntop(AF_INET6, &six, out.data(), out.size()));
}

std::vector<AeTitle> AeTitles::list(const May& may) const {
    auto session = units_.database().read();
    return read(session, db::Sql(select_all, may.tenant()).append(" ORDER BY called, calling"));
}

Result<AeTitle> AeTitles::add(const May& may, const NewAeTitle& in) {
    PORTICO_TRY(auto ae, checked(in));
    ae.id = crypto::new_id<AeTitleId>(clock_);
    auto unit = units_.begin();
    auto& session = unit.session();
    session.exec("INSERT INTO called_ae_title (called, tenant_id) VALUES (?, ?) ON CONFLICT DO NOTHING", ae.called,
                 may.tenant());
    if (session.value<TenantId>("SELECT tenant_id FROM called_ae_title WHERE called = ?", ae.called) != may.tenant())
        return fail(errors::ae_title_taken);
    const auto added = session.exec(
        "INSERT INTO ae_title (id, tenant_id, called, calling, host, port, description, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (called, calling) DO NOTHING",
        ae.id, may.tenant(), ae.called, ae.calling, ae.host, ae.port, ae.description, clock_.now());
    if (added == 0) return fail(errors::ae_title_registered);
    unit.commit(audit_of(may, "ae_title.added", ae));
    return ae;
}

Result<void> AeTitles::remove(const May& may, const AeTitleId& id) {
    auto unit = units_.begin();
    auto& session = unit.session();
    auto found = read(session, db::Sql(select_all, may.tenant()).append(" AND id = ?", id));
    if (found.empty()) return fail(portico::errors::not_found);
    session.exec("DELETE FROM ae_title WHERE tenant_id = ? AND id = ?", may.tenant(), id);
    unit.commit(audit_of(may, "ae_title.removed", found.front()));
    return {};
}

}  // namespace portico::studies
