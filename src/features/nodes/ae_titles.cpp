#include "features/nodes/api/ae_titles.h"

#include <arpa/inet.h>

#include "features/nodes/data_set_source.h"
#include "features/nodes/node_store.h"
#include "features/studies/api/column_text.h"
#include "platform/crypto/random.h"
#include "platform/db/database.h"
#include "platform/dimse/echo.h"
#include "platform/dimse/requestor.h"

namespace portico::nodes {
namespace {

std::string rights_text(const AeTitle& ae) {
    std::string text;
    const auto add = [&](const std::optional<bool>& holds, std::string_view name) {
        if (holds.value_or(false)) text += (text.empty() ? "" : " ") + std::string(name);
    };
    add(ae.enabled, "enabled");
    add(ae.may_store, "store");
    add(ae.may_query, "query");
    add(ae.may_retrieve, "retrieve");
    add(ae.require_tls, "tls");
    if (ae.certificate_sha256) text += " certificate";
    if (ae.retrieve_by == RetrieveBy::move) text += " pull:move";
    if (ae.retrieve_by == RetrieveBy::get) text += " pull:get";
    if (ae.fetch_priors.value_or(false)) text += " priors";
    return text;
}

AuditEvent audit_of(const AeTitles::May& may, std::string code, const AeTitle& ae) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = may.caller();
    event.tenant = may.tenant();
    event.object = ae.id.text();
    event.details = {{"called", ae.called}, {"calling", ae.calling}, {"host", ae.host.value_or("")}};
    event.details.emplace_back("rights", rights_text(ae));
    return event;
}

// DCMTK's user does not speak TLS: there an association with Verification has to do.
Result<void> call(const dimse::Peer& peer, const Calling& calling) {
    if (!peer.tls) return dimse::echo_scu(peer);
    dimse::CallOptions options;
    options.tls = calling.tls;
    PORTICO_CHECK(dimse::request_association(peer, {{1, "1.2.840.10008.1.1", {"1.2.840.10008.1.2"}}}, {}, options));
    return {};
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
    ae.description = studies::column_text(in.description);
    if (!is_ae_title(ae.called)) wrong.at("called", "not_an_ae_title", "This is not an AE title.");
    if (!is_ae_title(ae.calling)) wrong.at("calling", "not_an_ae_title", "This is not an AE title.");
    if (in.host && !trimmed(*in.host).empty()) {
        ae.host = normal_address(trimmed(*in.host));
        if (!ae.host) wrong.at("host", "not_an_address", "This is not a numeric network address.");
    }
    ae.enabled = in.enabled.value_or(true);
    ae.may_store = in.may_store.value_or(true);
    ae.may_query = in.may_query.value_or(false);
    ae.may_retrieve = in.may_retrieve.value_or(false);
    ae.require_tls = in.require_tls.value_or(false);
    if (in.certificate_sha256 && !trimmed(*in.certificate_sha256).empty()) {
        ae.certificate_sha256 = normal_fingerprint(trimmed(*in.certificate_sha256));
        if (!ae.certificate_sha256)
            wrong.at("certificateSha256", "not_a_fingerprint", "This is not a SHA-256 fingerprint.");
    }
    ae.retrieve_by = in.retrieve_by.value_or(RetrieveBy::none);
    ae.fetch_priors = in.fetch_priors.value_or(false);
    if (ae.retrieve_by != RetrieveBy::none && (!ae.host || !ae.port))
        wrong.at("retrieveBy", "needs_address", "Studies are fetched from nodes with address and port only.");
    if (ae.retrieve_by == RetrieveBy::move && !*ae.may_store)
        wrong.at("retrieveBy", "needs_store",
                 "What is fetched by C-MOVE is sent here by the node: it must be allowed to.");
    if (in.port && (*in.port < 1 || *in.port > 65535)) wrong.at("port", "not_a_port", "This is not a port number.");
    if (!wrong.fields().empty()) return fail(std::move(wrong));
    return ae;
}

}  // namespace

bool is_ae_title(std::string_view text) {
    if (text.empty() || text.size() > 16 || text.find_first_not_of(' ') == std::string_view::npos) return false;
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F && c != '\\'; });
}

std::optional<std::string> normal_fingerprint(std::string_view text) {
    std::string digits;
    int count = 0;
    for (const char c : text) {
        if (c == ':' || c == ' ') continue;
        const bool upper = c >= 'A' && c <= 'F';
        if (!upper && !(c >= 'a' && c <= 'f') && !(c >= '0' && c <= '9')) return std::nullopt;
        digits.push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
        ++count;
    }
    if (count != 64) return std::nullopt;
    return digits;
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
    return store::nodes_of(session, may.tenant());
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
        "INSERT INTO ae_title (id, tenant_id, called, calling, host, port, description, created_at, enabled, may_store,"
        " may_query, may_retrieve, require_tls, certificate_sha256, retrieve_by, fetch_priors)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (called, calling) DO NOTHING",
        ae.id, may.tenant(), ae.called, ae.calling, ae.host, ae.port, ae.description, clock_.now(), *ae.enabled,
        *ae.may_store, *ae.may_query, *ae.may_retrieve, *ae.require_tls, ae.certificate_sha256,
        store::key_of(*ae.retrieve_by), *ae.fetch_priors);
    if (added == 0) return fail(errors::ae_title_registered);
    unit.commit(audit_of(may, "ae_title.added", ae));
    return ae;
}

Result<AeTitle> AeTitles::change(const May& may, const AeTitleId& id, const NewAeTitle& in) {
    auto unit = units_.begin();
    auto& session = unit.session();
    const auto found = store::find_node(session, may.tenant(), id);
    if (!found) return fail(portico::errors::not_found);
    auto wanted = in;
    wanted.called = found->called;
    wanted.calling = found->calling;
    PORTICO_TRY(auto ae, checked(wanted));
    ae.id = id;
    ae.last_seen_at = found->last_seen_at;
    session.exec(
        "UPDATE ae_title SET host = ?, port = ?, description = ?, enabled = ?, may_store = ?, may_query = ?,"
        " may_retrieve = ?, require_tls = ?, certificate_sha256 = ?, retrieve_by = ?, fetch_priors = ? WHERE tenant_id "
        "= ? AND id = ?",
        ae.host, ae.port, ae.description, *ae.enabled, *ae.may_store, *ae.may_query, *ae.may_retrieve, *ae.require_tls,
        ae.certificate_sha256, store::key_of(*ae.retrieve_by), *ae.fetch_priors, may.tenant(), id);
    unit.commit(audit_of(may, "ae_title.changed", ae));
    return ae;
}

Result<void> AeTitles::remove(const May& may, const AeTitleId& id) {
    auto unit = units_.begin();
    auto& session = unit.session();
    const auto found = store::find_node(session, may.tenant(), id);
    if (!found) return fail(portico::errors::not_found);
    session.exec("DELETE FROM pull_rule WHERE tenant_id = ? AND source_id = ?", may.tenant(), id);
    session.exec("DELETE FROM ae_title WHERE tenant_id = ? AND id = ?", may.tenant(), id);
    unit.commit(audit_of(may, "ae_title.removed", *found));
    return {};
}

Result<Reachability> AeTitles::echo(const May& may, const AeTitleId& id) const {
    const auto found = [&] {
        auto session = units_.database().read();
        return store::find_node(session, may.tenant(), id);
    }();
    if (!found) return fail(portico::errors::not_found);
    if (!found->host || !found->port) return Reachability{false, std::string(errors::node_not_callable.code)};
    const auto code_of = [](const Error& error) { return Reachability{false, std::string(error.kind().code)}; };
    const auto peer = peer_of(*found, calling_);
    if (!peer) return code_of(peer.error());
    const auto answered = call(*peer, calling_);
    return answered ? Reachability{true, {}} : code_of(answered.error());
}

}  // namespace portico::nodes
