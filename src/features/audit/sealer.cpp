// The chain: sealing and verifying (AUD-2).
#include <set>

#include "features/audit/audit.h"
#include "features/audit/chain.h"

namespace portico::audit {
namespace {

using Text = std::string;
using Number = std::int64_t;

constexpr std::string_view first_hash = "";
// An entry that waits longer than this was kept from the sealer.
constexpr std::int64_t sealing_seconds = 60;

// The fields that the hash covers, all columns of audit_entry as text.
constexpr std::string_view entry_columns =
    "e.id, e.chain, e.at, e.event, e.outcome, e.actor_kind, e.actor_id, e.actor_name, e.membership, e.address,"
    " e.device, e.patient, e.study, e.object, e.reason, e.details";

std::vector<Text> fields_of(Text id, Text chain, Number at, Text event, Text outcome, Text actor_kind, Text actor_id,
                            Text actor_name, Text membership, Text address, Text device, Text patient, Text study,
                            Text object, Text reason, Text details) {
    return {std::move(id),         std::move(chain),      std::to_string(at),  std::move(event),
            std::move(outcome),    std::move(actor_kind), std::move(actor_id), std::move(actor_name),
            std::move(membership), std::move(address),    std::move(device),   std::move(patient),
            std::move(study),      std::move(object),     std::move(reason),   std::move(details)};
}

ChainHead head_of(db::Session& session, const Text& chain, std::string_view lock) {
    auto row = session.first<Number, Text>(
        "SELECT position, hash FROM audit_seal WHERE chain = ? ORDER BY position DESC LIMIT 1" + Text(lock), chain);
    if (!row) return {chain, 0, Text(first_hash)};
    return {chain, std::get<0>(*row), std::get<1>(*row)};
}

std::vector<std::vector<Text>> entries_waiting(db::Session& session, std::int64_t limit) {
    return session
        .map<Text, Text, Number, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text>(
            "SELECT " + Text(entry_columns) +
                " FROM audit_unsealed u JOIN audit_entry e ON e.id = u.entry_id ORDER BY u.entry_id LIMIT ?",
            fields_of, limit);
}

// Walks one chain from its beginning and holds every link against its entry.
class ChainWalk {
public:
    ChainWalk(Text chain, Verification& result) : chain_(std::move(chain)), result_(result), hash_(first_hash) {}

    void link(Number position, const Text& entry, const Text& hash, const std::optional<std::vector<Text>>& fields) {
        if (position != position_ + 1) find(position, entry, "gap");
        if (!fields) {
            find(position, entry, "entry_missing");
        } else if (link_hash(hash_, position, *fields) != hash) {
            find(position, entry, "entry_changed");
        }
        position_ = position;
        hash_ = hash;
        ++result_.sealed;
    }

private:
    void find(Number position, const Text& entry, Text problem) {
        result_.findings.push_back({chain_, position, entry, std::move(problem)});
    }
    Text chain_;
    Verification& result_;
    Text hash_;
    Number position_ = 0;
};

void verify_chain(db::Session& session, const Text& chain, Verification& result) {
    ChainWalk walk(chain, result);
    using O = std::optional<Text>;
    session.for_each<Number, Text, Text, O, O, std::optional<Number>, O, O, O, O, O, O, O, O, O, O, O, O, O>(
        "SELECT l.position, l.entry_id, l.hash, " + Text(entry_columns) +
            " FROM audit_seal l LEFT JOIN audit_entry e ON e.id = l.entry_id WHERE l.chain = ? ORDER BY l.position",
        [&](Number position, const Text& entry, const Text& hash, const O& id, const O& in_chain,
            std::optional<Number> at, const auto&... rest) {
            std::optional<std::vector<Text>> fields;
            if (id) {
                fields = std::vector<Text>{*id, *in_chain, std::to_string(*at), rest.value_or("")...};
            }
            walk.link(position, entry, hash, fields);
        },
        chain);
}

}  // namespace

std::int64_t AuditTrail::seal(db::UnitOfWork& work, std::int64_t limit) {
    auto& session = work.session();
    auto lock = db::for_update(session.dialect());
    std::map<Text, ChainHead> heads;
    auto entries = entries_waiting(session, limit);
    auto now = clock_.now();
    for (const auto& fields : entries) {
        const auto& entry = fields[0];
        const auto& chain = fields[1];
        auto [head, fresh] = heads.try_emplace(chain);
        if (fresh) head->second = head_of(session, chain, lock);
        ++head->second.position;
        head->second.hash = link_hash(head->second.hash, head->second.position, fields);
        session.exec("INSERT INTO audit_seal (chain, position, entry_id, hash, sealed_at) VALUES (?, ?, ?, ?, ?)",
                     chain, head->second.position, entry, head->second.hash, now);
        session.exec("DELETE FROM audit_unsealed WHERE entry_id = ?", entry);
    }
    return std::ssize(entries);
}

std::vector<ChainHead> AuditTrail::heads(db::Session& session) const {
    std::vector<ChainHead> all;
    for (const auto& chain : session.values<Text>("SELECT DISTINCT chain FROM audit_seal ORDER BY chain"))
        all.push_back(head_of(session, chain, ""));
    return all;
}

Verification AuditTrail::verify(db::Session& session, const std::vector<ChainHead>& heads) const {
    Verification result;
    for (const auto& chain : session.values<Text>("SELECT DISTINCT chain FROM audit_seal ORDER BY chain")) {
        ++result.chains;
        verify_chain(session, chain, result);
    }
    for (const auto& head : heads) {
        auto hash = session.first_value<Text>("SELECT hash FROM audit_seal WHERE chain = ? AND position = ?",
                                              head.chain, head.position);
        if (hash != head.hash) result.findings.push_back({head.chain, head.position, "", "head_missing"});
    }
    // Entries outside of the chain: just appended, or kept from the sealer.
    auto late = clock_.now().plus_seconds(-sealing_seconds);
    session.for_each<Text, Text, Timestamp, std::optional<Text>>(
        "SELECT e.id, e.chain, e.at, u.entry_id FROM audit_entry e LEFT JOIN audit_seal l ON l.entry_id = e.id"
        " LEFT JOIN audit_unsealed u ON u.entry_id = e.id WHERE l.entry_id IS NULL ORDER BY e.id",
        [&](const Text& id, const Text& chain, Timestamp at, const std::optional<Text>& waits) {
            ++result.waiting;
            if (!waits || at < late) result.findings.push_back({chain, 0, id, "never_sealed"});
        });
    return result;
}

}  // namespace portico::audit
