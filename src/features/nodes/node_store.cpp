#include "features/nodes/node_store.h"

namespace portico::nodes::store {
namespace {

constexpr std::string_view select_nodes =
    "SELECT id, called, calling, host, port, description, last_seen_at, enabled, may_store, may_query, may_retrieve,"
    " require_tls, certificate_sha256, retrieve_by, fetch_priors FROM ae_title WHERE ";

RetrieveBy retrieve_by_of(std::string_view key) {
    if (key == "move") return RetrieveBy::move;
    return key == "get" ? RetrieveBy::get : RetrieveBy::none;
}

std::vector<AeTitle> read(db::Session& session, const db::Sql& sql) {
    using Text = std::string;
    using MaybeText = std::optional<std::string>;
    return session.map<AeTitleId, Text, Text, MaybeText, std::optional<std::int64_t>, Text, std::optional<Timestamp>,
                       bool, bool, bool, bool, bool, MaybeText, Text, bool>(
        sql,
        [](AeTitleId id, Text called, Text calling, MaybeText host, std::optional<std::int64_t> port, Text description,
           std::optional<Timestamp> seen, bool enabled, bool may_store, bool may_query, bool may_retrieve,
           bool require_tls, MaybeText certificate, const Text& retrieve_by, bool fetch_priors) {
            AeTitle ae;
            ae.id = std::move(id);
            ae.called = std::move(called);
            ae.calling = std::move(calling);
            ae.host = std::move(host);
            ae.port = port;
            ae.description = std::move(description);
            ae.last_seen_at = seen;
            ae.enabled = enabled;
            ae.may_store = may_store;
            ae.may_query = may_query;
            ae.may_retrieve = may_retrieve;
            ae.require_tls = require_tls;
            ae.certificate_sha256 = std::move(certificate);
            ae.retrieve_by = retrieve_by_of(retrieve_by);
            ae.fetch_priors = fetch_priors;
            return ae;
        });
}

std::optional<AeTitle> first(std::vector<AeTitle> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace

std::string_view key_of(RetrieveBy how) {
    if (how == RetrieveBy::move) return "move";
    return how == RetrieveBy::get ? "get" : "none";
}

std::vector<AeTitle> nodes_of(db::Session& session, const TenantId& tenant) {
    return read(session, db::Sql(select_nodes).append("tenant_id = ? ORDER BY called, calling", tenant));
}

std::optional<AeTitle> find_node(db::Session& session, const TenantId& tenant, const AeTitleId& id) {
    return first(read(session, db::Sql(select_nodes).append("tenant_id = ? AND id = ?", tenant, id)));
}

std::optional<AeTitle> find_node(db::Session& session, std::string_view called, std::string_view calling) {
    return first(read(session, db::Sql(select_nodes).append("called = ? AND calling = ?", called, calling)));
}

std::optional<AeTitle> find_destination(db::Session& session, const TenantId& tenant, std::string_view calling,
                                        std::string_view called) {
    db::Sql sql(select_nodes);
    sql.append("tenant_id = ? AND calling = ? AND enabled = 1 AND host IS NOT NULL AND port IS NOT NULL", tenant,
               calling);
    return first(read(session, sql.append(" ORDER BY CASE WHEN called = ? THEN 0 ELSE 1 END, called", called)));
}

}  // namespace portico::nodes::store
