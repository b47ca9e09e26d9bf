// The audit trail (AUD-1 to AUD-3): appended with every change, chained by a sealer, verified from the outside, read by
// those who may.
//
// Nobody waits for the chain: append() writes the entry in the transaction of its cause; seal() links committed entries
// into one hash chain a tenant and one for the system. Entries are never changed or deleted; the database forbids it.
// Thread-safe; owns no data.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/audit_event.h"
#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "platform/db/unit_of_work.h"

namespace portico::audit {

// An entry as it is read back. Names of patients and studies are looked up when reading, not kept here.
struct Entry {
    std::string id;
    Timestamp at;
    std::string event;
    std::string outcome;  // success, refused, failure
    std::string actor_kind, actor_id, actor_name;
    std::string address, device;
    std::string patient, patient_name;
    std::string study, study_description;
    std::string object, reason;
    std::map<std::string, std::string> details;
    bool sealed = false;
};

struct Query {
    std::string actor;                // id or a part of the name
    std::string patient;              // PatientId or DICOM Patient ID
    std::string study;                // StudyId or Study Instance UID
    std::string event;                // event code, or its beginning followed by '*'
    std::vector<std::string> events;  // one of these, where any are named
    std::string outcome;
    std::optional<Timestamp> from, until;                    // from ≤ at < until
    std::optional<std::pair<Timestamp, std::string>> after;  // the last (at, id) of the page before
    std::int64_t limit = 50;
};

// What happened to one object (GEN-11), newest first.
struct HistoryEntry {
    Timestamp at;
    std::string by;
    std::string event;
    std::map<std::string, std::string> details;
    std::string reason;
};

// Somebody who saw a study, took it away or was sent it.
struct Recipient {
    std::string kind;      // as Entry::actor_kind; what a study is sent to is a dicom_node
    std::string id, name;  // nodes have no id
    Timestamp first_at, last_at;
    std::int64_t views = 0, downloads = 0, sendings = 0;
};

// The newest link of one chain; kept outside of the database it proves that nothing before it was cut off.
struct ChainHead {
    std::string chain;  // tenant id; empty for the system's
    std::int64_t position = 0;
    std::string hash;
};

struct Finding {
    std::string chain;
    std::int64_t position = 0;
    std::string entry;    // id, where known
    std::string problem;  // entry_changed, entry_missing, gap, chain_broken, head_missing, never_sealed
};

struct Verification {
    std::int64_t chains = 0;
    std::int64_t sealed = 0;
    std::int64_t waiting = 0;  // appended a moment ago, not sealed yet
    std::vector<Finding> findings;
    bool intact() const { return findings.empty(); }
};

class AuditTrail final : public db::AuditSink {
public:
    explicit AuditTrail(const Clock& clock) : clock_(clock) {}

    void append(db::Session&, const AuditEvent&) override;

    // study.viewed, once per caller, study and 15 minutes (AUD-1). True when an entry was written.
    bool viewed(db::UnitOfWork&, const StudyAccess&, const PatientId&);
    // A refused access. The first in a minute from one source is written at once, the others are counted and the count
    // stands in the next entry.
    void refused(db::UnitOfWork&, AuditEvent);

    std::vector<HistoryEntry> history(db::Session&, const TenantId&, std::string_view object) const;

    // Who got to see a study until then, by kind, id and name; for what must be told to them.
    std::vector<Recipient> recipients(db::Session&, const TenantScope&, const StudyId&, Timestamp until) const;

    // Newest first. Reading is recorded by the caller (event audit.read).
    std::vector<Entry> read(db::Session&, const Authorized<Permission::view_audit_logs>&, const Query&) const;
    void for_each(db::Session&, const Authorized<Permission::view_audit_logs>&, const Query&,
                  const std::function<void(const Entry&)>&) const;
    // Whether the tenant has the study: those of others have no viewers to tell of.
    bool knows_study(db::Session&, const Authorized<Permission::view_audit_logs>&, const StudyId&) const;
    // Event codes that occur in the tenant's trail.
    std::vector<std::string> event_codes(db::Session&, const Authorized<Permission::view_audit_logs>&) const;

    // Chains what waits, at most `limit` entries; how many. Run by one worker; two at a time hinder, but do not harm.
    std::int64_t seal(db::UnitOfWork&, std::int64_t limit = 1000);
    // Walks all chains. `heads` are exported earlier.
    Verification verify(db::Session&, const std::vector<ChainHead>& heads = {}) const;
    std::vector<ChainHead> heads(db::Session&) const;

private:
    const Clock& clock_;
};

}  // namespace portico::audit
