// The rows of arriving objects. SQL only; decides nothing. All within the caller's unit of work.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "features/studies/arrival.h"
#include "platform/db/session.h"

namespace portico::studies::store {

struct TenantRules {
    bool keep_last = false;  // different bytes under the same SOP Instance UID
    std::string default_issuer;
};
TenantRules tenant_rules(db::Session&, const TenantScope&);

struct StudyRow {
    StudyId id;
    std::string state;
    bool visible = false;
    bool header_conflict = false;
    std::optional<PatientId> patient_ref;
    HeaderPatient patient;
    std::optional<std::string> birth_date, date;
    std::string sex, description, accession_number, referring_physician, modalities, body_parts;
    Timestamp study_at, last_received_at;
    bool created = false;          // by this unit of work
    std::int64_t added_bytes = 0;  // by this unit of work
};
// The study with this UID, locked until the end of the transaction; made when there is none.
StudyRow lock_study(db::Session&, const TenantScope&, const StudyId& fresh, const Arrival::Study&, Timestamp study_at,
                    Timestamp now);
// Writes back what arrivals change: state, header data, conflict, modalities, body parts, patient, moments.
void update_study(db::Session&, const TenantScope&, const StudyRow&, bool state_changed);
// For a study that was made and then got nothing.
void remove_empty_study(db::Session&, const TenantScope&, const StudyId&);
std::optional<PatientId> find_patient(db::Session&, const TenantScope&, const HeaderPatient&,
                                      std::string_view default_issuer);

struct SeriesRow {
    SeriesId id;
    bool created = false;
};
// The series with this UID in the study; made when there is none. The study must be locked.
SeriesRow find_or_make_series(db::Session&, const TenantScope&, const StudyId&, const SeriesId& fresh,
                              const Arrival::Series&);

struct InstanceRow {
    InstanceId id;
    StudyId study;
    SeriesId series;
    std::string study_state;
    std::string data_set_sha256;
    bool whole = true;                 // as far as the archive knows (integrity.h)
    bool waits_for_clinician = false;  // a clinician sent it, and staff have not released it
};
// The one that counts under this UID, whatever study it belongs to.
std::optional<InstanceRow> find_instance(db::Session&, const TenantScope&, const std::string& sop_instance_uid);
// The same object again in the place of content that was lost; its corrected head stays (and must be
// whole before the object is given out again).
void replace_content(db::Session&, const TenantScope&, const InstanceId&, const BlobId&, const Arrival&);
void supersede(db::Session&, const TenantScope&, const InstanceId&, Timestamp now);

struct NewInstance {
    InstanceId id;
    StudyId study;
    SeriesId series;
    BlobId blob;
    Timestamp now;
    std::string received_from;
};
// DbError unique_violation when another sender was faster.
void insert_instance(db::Session&, const TenantScope&, const NewInstance&, const Arrival&);

// `waits`: they count for nobody before the study is released.
void add_referrers(db::Session&, const TenantScope&, const StudyId&, const std::vector<Arrival::Referrer>&,
                   Timestamp study_at, bool waits = false);
void add_tokens(db::Session&, const TenantScope&, const StudyId&, const std::vector<std::string>& tokens,
                Timestamp study_at);

// Counts of a series and its study anew: of validated instances once the study is visible, of all before. The series'
// revision grows by one, since what is served may have changed. The study must be locked.
void recount_series(db::Session&, const TenantScope&, const SeriesId&);
void recount_study(db::Session&, const TenantScope&, const StudyId&);
// For the same without looking at every row: some instances more in a study that is not visible.
void add_to_series(db::Session&, const TenantScope&, const SeriesId&, std::int64_t instances, std::int64_t frames);
void add_to_study(db::Session&, const TenantScope&, const StudyId&, std::int64_t instances, std::int64_t series);

}  // namespace portico::studies::store
