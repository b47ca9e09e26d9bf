#include "features/nodes/source_store.h"

#include <algorithm>

#include "features/nodes/node_store.h"
#include "features/nodes/server_secrets.h"

namespace portico::nodes {

bool is_source(const AeTitle& node) {
    return *node.enabled && node.host && node.port && *node.retrieve_by != RetrieveBy::none;
}

bool is_source(const DicomwebServer& server) { return server.enabled && server.may_pull; }

Result<DicomwebPeer> peer_of(const DicomwebRow& row, const crypto::KeyRing& keys, const Calling& calling) {
    DicomwebPeer peer;
    peer.name = row.name;
    auto url = web_client::parse_base_url(row.url, calling.hosts);
    if (!url) return fail(errors::source_address_refused, url.error().detail());
    peer.server.base = std::move(*url);
    peer.server.authorization = row.authorization;
    peer.server.user = row.user_name;
    peer.server.certificate_sha256 = row.certificate_sha256.value_or("");
    if (!row.sealed.empty()) {
        PORTICO_TRY(peer.server.secret, keys.open(secret_purpose(row.id), row.sealed));
    }
    return peer;
}

namespace store {
namespace {

web_client::Authorization authorization_of(std::string_view key) {
    if (key == "basic") return web_client::Authorization::basic;
    return key == "bearer" ? web_client::Authorization::bearer : web_client::Authorization::none;
}

constexpr std::string_view select_servers =
    "SELECT id, name, url, authorization_kind, user_name, secret, certificate_sha256, enabled, may_send, may_pull,"
    " fetch_priors, version FROM dicomweb_server WHERE ";

std::vector<DicomwebRow> read(db::Session& session, const db::Sql& sql) {
    using Text = std::string;
    return session
        .map<DicomwebServerId, Text, Text, Text, Text, Text, std::optional<Text>, bool, bool, bool, bool, std::int64_t>(
            sql, [](DicomwebServerId id, Text name, Text url, const Text& authorization, Text user, Text sealed,
                    std::optional<Text> certificate, bool enabled, bool may_send, bool may_pull, bool priors,
                    std::int64_t version) {
                DicomwebRow row;
                row.id = std::move(id);
                row.name = std::move(name);
                row.url = std::move(url);
                row.authorization = authorization_of(authorization);
                row.user_name = std::move(user);
                row.has_secret = !sealed.empty();
                row.sealed = std::move(sealed);
                row.certificate_sha256 = std::move(certificate);
                row.enabled = enabled;
                row.may_send = may_send;
                row.may_pull = may_pull;
                row.fetch_priors = priors;
                row.version = version;
                return row;
            });
}

PullSource source_of(const AeTitle& node) {
    return {SourceId::trusted(node.id.text()), TargetKind::dicom, node.calling, node.description, *node.fetch_priors};
}

PullSource source_of(const DicomwebServer& server) {
    return {SourceId::trusted(server.id.text()), TargetKind::dicomweb, server.name, server.url, server.fetch_priors};
}

}  // namespace

std::vector<DicomwebRow> servers_of(db::Session& session, const TenantId& tenant) {
    return read(session, db::Sql(select_servers).append("tenant_id = ? ORDER BY name", tenant));
}

std::optional<DicomwebRow> find_server(db::Session& session, const TenantId& tenant, const DicomwebServerId& id) {
    auto found = read(session, db::Sql(select_servers).append("tenant_id = ? AND id = ?", tenant, id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<PullSource> sources_of(db::Session& session, const TenantId& tenant) {
    std::vector<PullSource> sources;
    for (const auto& node : nodes_of(session, tenant))
        if (is_source(node)) sources.push_back(source_of(node));
    for (const auto& server : servers_of(session, tenant))
        if (is_source(server)) sources.push_back(source_of(server));
    std::ranges::stable_sort(sources, {}, &PullSource::name);
    return sources;
}

Result<Source> find_source(db::Session& session, const TenantId& tenant, const SourceId& id,
                           const crypto::KeyRing& keys, const Calling& calling) {
    if (auto node = find_node(session, tenant, AeTitleId::trusted(id.text())); node && is_source(*node))
        return Source{source_of(*node), std::move(*node)};
    const auto row = find_server(session, tenant, DicomwebServerId::trusted(id.text()));
    if (!row || !is_source(*row)) return fail(errors::source_gone);
    PORTICO_TRY(auto peer, peer_of(*row, keys, calling));
    return Source{source_of(*row), std::move(peer)};
}

}  // namespace store
}  // namespace portico::nodes
