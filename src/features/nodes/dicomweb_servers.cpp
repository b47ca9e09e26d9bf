#include "features/nodes/api/dicomweb_servers.h"

#include "features/nodes/remote.h"
#include "features/nodes/server_secrets.h"
#include "features/nodes/source_store.h"
#include "features/studies/api/column_text.h"
#include "platform/crypto/random.h"
#include "platform/db/database.h"
#include "platform/web_client/errors.h"

namespace portico::nodes {
namespace {

std::string_view key_of(web_client::Authorization authorization) {
    if (authorization == web_client::Authorization::basic) return "basic";
    return authorization == web_client::Authorization::bearer ? "bearer" : "none";
}

std::string rights_text(const DicomwebServer& server) {
    std::string text;
    const auto add = [&](bool holds, std::string_view name) {
        if (holds) text += (text.empty() ? "" : " ") + std::string(name);
    };
    add(server.enabled, "enabled");
    add(server.may_send, "send");
    add(server.may_pull, "pull");
    add(server.fetch_priors, "priors");
    add(server.certificate_sha256.has_value(), "certificate");
    add(server.authorization != web_client::Authorization::none, key_of(server.authorization));
    return text;
}

AuditEvent audit_of(const DicomwebServers::May& may, std::string code, const DicomwebServer& server) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = may.caller();
    event.tenant = may.tenant();
    event.object = server.id.text();
    event.details = {{"name", server.name}, {"url", server.url}, {"rights", rights_text(server)}};
    return event;
}

// Goes into a header line as it is.
bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

struct Checked {
    DicomwebServer server;
    std::string origin;
};

void check_credentials(const NewDicomwebServer& in, Error& wrong) {
    using web_client::Authorization;
    if (in.authorization == Authorization::basic &&
        (in.user_name.empty() || in.user_name.find(':') != std::string::npos))
        wrong.at("userName", "required", "A user name without colon is needed.");
    if (!is_plain(in.user_name)) wrong.at("userName", "not_plain_text", "This has control characters.");
    if (!in.secret) return;
    const bool token = in.authorization == Authorization::bearer;
    if (!is_plain(*in.secret) || (token && in.secret->find(' ') != std::string::npos))
        wrong.at("secret", "not_plain_text", "This has characters that a secret cannot have.");
}

Result<Checked> checked(const NewDicomwebServer& in, const Calling& calling) {
    Error wrong(portico::errors::invalid_input);
    Checked out;
    auto& server = out.server;
    server.name = studies::column_text(in.name, 100);
    if (server.name.empty()) wrong.at("name", "required", "This is needed.");
    if (const auto url = web_client::parse_base_url(in.url, calling.hosts)) {
        server.url = in.url;
        out.origin = url->origin();
    } else {
        const auto& kind = url.error().kind();
        wrong.at("url", std::string(kind.code), std::string(kind.text));
    }
    server.authorization = in.authorization;
    if (in.authorization == web_client::Authorization::basic) server.user_name = in.user_name;
    check_credentials(in, wrong);
    if (in.certificate_sha256 && !in.certificate_sha256->empty()) {
        server.certificate_sha256 = normal_fingerprint(*in.certificate_sha256);
        if (!server.certificate_sha256)
            wrong.at("certificateSha256", "not_a_fingerprint", "This is not a SHA-256 fingerprint.");
    }
    server.enabled = in.enabled;
    server.may_send = in.may_send;
    server.may_pull = in.may_pull;
    server.fetch_priors = in.fetch_priors;
    if (!wrong.fields().empty()) return fail(std::move(wrong));
    return out;
}

Error secret_needed() {
    return Error(portico::errors::invalid_input).at("secret", "required", "Enter the secret for this address.");
}

std::string origin_of(const std::string& url) {
    const auto parsed = web_client::parse_url(url);
    return parsed ? parsed->origin() : std::string();
}

bool is_taken(db::Session& session, const TenantId& tenant, const std::string& name, const DicomwebServerId& but) {
    return session
        .first_value<std::int64_t>("SELECT 1 FROM dicomweb_server WHERE tenant_id = ? AND name = ? AND id <> ?", tenant,
                                   name, but)
        .has_value();
}

std::string sealed(const crypto::KeyRing& keys, const DicomwebServerId& id, const std::string& secret) {
    return secret.empty() ? std::string() : keys.seal(secret_purpose(id), secret);
}

}  // namespace

std::vector<DicomwebServer> DicomwebServers::list(const May& may) const {
    auto session = units_.database().read();
    std::vector<DicomwebServer> servers;
    for (auto& row : store::servers_of(session, may.tenant())) servers.push_back(std::move(row));
    return servers;
}

Result<DicomwebServer> DicomwebServers::find(const May& may, const DicomwebServerId& id) const {
    auto session = units_.database().read();
    auto row = store::find_server(session, may.tenant(), id);
    if (!row) return fail(portico::errors::not_found);
    return DicomwebServer(std::move(*row));
}

Result<DicomwebServer> DicomwebServers::add(const May& may, const NewDicomwebServer& in) {
    PORTICO_TRY(auto wanted, checked(in, calling_));
    auto& server = wanted.server;
    const bool needs_secret = server.authorization != web_client::Authorization::none;
    if (needs_secret && in.secret.value_or("").empty()) return fail(secret_needed());
    server.id = crypto::new_id<DicomwebServerId>(clock_);
    server.has_secret = needs_secret;
    auto unit = units_.begin();
    auto& session = unit.session();
    if (is_taken(session, may.tenant(), server.name, server.id)) return fail(errors::server_name_taken);
    const auto added = session.exec(
        "INSERT INTO dicomweb_server (id, tenant_id, name, url, authorization_kind, user_name, secret,"
        " certificate_sha256, enabled, may_send, may_pull, fetch_priors, version, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT DO NOTHING",
        server.id, may.tenant(), server.name, server.url, key_of(server.authorization), server.user_name,
        needs_secret ? sealed(keys_, server.id, *in.secret) : std::string(), server.certificate_sha256, server.enabled,
        server.may_send, server.may_pull, server.fetch_priors, clock_.now());
    if (added == 0) return fail(errors::server_name_taken);
    unit.commit(audit_of(may, "dicomweb_server.added", server));
    return server;
}

Result<DicomwebServer> DicomwebServers::change(const May& may, const DicomwebServerId& id, std::int64_t version,
                                               const NewDicomwebServer& in) {
    auto unit = units_.begin();
    auto& session = unit.session();
    const auto before = store::find_server(session, may.tenant(), id);
    if (!before) return fail(portico::errors::not_found);
    PORTICO_TRY(auto wanted, checked(in, calling_));
    auto& server = wanted.server;
    std::string kept;
    if (server.authorization != web_client::Authorization::none) {
        const bool same = origin_of(before->url) == wanted.origin && before->authorization == server.authorization;
        if (in.secret && !in.secret->empty())
            kept = sealed(keys_, id, *in.secret);
        else if (same && before->has_secret)
            kept = before->sealed;
        else
            return fail(secret_needed());
    }
    server.id = id;
    server.has_secret = !kept.empty();
    server.version = version + 1;
    if (is_taken(session, may.tenant(), server.name, id)) return fail(errors::server_name_taken);
    const auto changed = session.exec(
        "UPDATE dicomweb_server SET name = ?, url = ?, authorization_kind = ?, user_name = ?, secret = ?,"
        " certificate_sha256 = ?, enabled = ?, may_send = ?, may_pull = ?, fetch_priors = ?, version = version + 1"
        " WHERE tenant_id = ? AND id = ? AND version = ?",
        server.name, server.url, key_of(server.authorization), server.user_name, kept, server.certificate_sha256,
        server.enabled, server.may_send, server.may_pull, server.fetch_priors, may.tenant(), id, version);
    if (changed == 0) return fail(portico::errors::conflict);
    unit.commit(audit_of(may, "dicomweb_server.changed", server));
    return server;
}

Result<void> DicomwebServers::remove(const May& may, const DicomwebServerId& id) {
    auto unit = units_.begin();
    auto& session = unit.session();
    const auto row = store::find_server(session, may.tenant(), id);
    if (!row) return fail(portico::errors::not_found);
    session.exec("DELETE FROM pull_rule WHERE tenant_id = ? AND source_id = ?", may.tenant(), id);
    session.exec("DELETE FROM dicomweb_server WHERE tenant_id = ? AND id = ?", may.tenant(), id);
    unit.commit(audit_of(may, "dicomweb_server.removed", *row));
    return {};
}

Result<Reachability> DicomwebServers::check(const May& may, const DicomwebServerId& id) const {
    std::optional<DicomwebRow> row;
    {
        auto session = units_.database().read();
        row = store::find_server(session, may.tenant(), id);
    }
    if (!row) return fail(portico::errors::not_found);
    auto peer = peer_of(*row, keys_, calling_);
    if (!peer) return Reachability{false, std::string(peer.error().kind().code)};
    const auto answered = dicomweb_remote(std::move(*peer), calling_)->check({});
    if (answered) return Reachability{true, {}};
    return Reachability{false, std::string(answered.error().kind().code)};
}

}  // namespace portico::nodes
