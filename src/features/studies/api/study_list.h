// The one list of studies for staff and clinicians, and a study's page (CLA-22, CLA-23). What anybody sees is decided
// by features/access; here its columns are read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "features/access/access.h"
#include "features/audit/audit.h"
#include "platform/db/unit_of_work.h"

namespace portico::studies {

// Dates are YYYYMMDD, times HHMMSS.FFFFFF, names PN. Patient data as the study's objects carry them when they leave.
struct StudyRow {
    StudyId id;
    TenantId tenant;
    std::string tenant_slug, tenant_name;
    std::string study_instance_uid;
    std::optional<PatientId> patient;  // none while no record is linked
    std::string patient_id, issuer, patient_name, birth_date, sex;
    std::string study_date, study_time;
    Timestamp study_at;
    std::string description;
    std::vector<std::string> modalities, body_parts;
    std::string accession_number, referring_physician;
    std::int64_t series_count = 0, instance_count = 0;
    std::string state;
    Timestamp received_at;
    std::optional<Timestamp> released_at;
    bool unread = false;  // for the caller
    std::vector<std::string> sources;
    StudyRights rights;
};

struct SeriesRow {
    SeriesId id;
    std::string series_instance_uid, modality;
    std::optional<std::int64_t> number;
    std::string description, body_part;
    std::int64_t instance_count = 0, frame_count = 0;
};

struct StudyDetail {
    StudyRow row;
    std::vector<SeriesRow> series;
    std::vector<StudyRow> priors;  // of the same patient in the same tenant, as far as the caller sees them
    std::vector<access::Reason> reasons;
    bool not_for_primary_diagnosis = true;
};

struct StudyQuestion {
    std::string text;                // each word begins a word of patient name or ID, accession number or description
    std::string from_date, to_date;  // YYYYMMDD, both included
    std::vector<std::string> modalities;  // any of them
    std::optional<TenantId> tenant;
    std::vector<access::Source> sources;
    std::string state;  // empty: all but rejected
    bool unread = false;
    std::string patient;  // id of the record, or DICOM Patient ID
    std::optional<access::ListKey> after;
    std::int64_t limit = 50;
};

struct StudyPage {
    std::vector<StudyRow> studies;
    std::optional<access::ListKey> next;
};

// Thread-safe; owns no data.
class StudyList {
public:
    StudyList(db::UnitsOfWork& units, const access::AccessService& access, audit::AuditTrail& trail, const Clock& clock)
        : units_(units), access_(access), trail_(trail), clock_(clock) {}

    // Newest first.
    StudyPage list(const Caller&, const StudyQuestion&) const;
    // Those of the studies that the caller sees, in this order.
    std::vector<StudyRow> rows(const Caller&, const std::vector<StudyId>&) const;
    // Error: not_found.
    Result<StudyDetail> detail(const Caller&, const StudyId&) const;
    std::vector<SeriesRow> series(const TenantScope&, const StudyId&) const;
    // Marks the study read for this user; in the audit trail once in 15 minutes. Error: not_found.
    Result<void> opened(const Caller&, const StudyId&);

private:
    std::vector<StudyRow> rows_in(db::Session&, const Caller&, const std::vector<StudyId>&) const;

    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    audit::AuditTrail& trail_;
    const Clock& clock_;
};

}  // namespace portico::studies
