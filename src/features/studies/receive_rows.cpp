#include "features/studies/receive_rows.h"

#include <map>
#include <set>
#include <span>

#include "features/access/access.h"
#include "features/access/api/uploads.h"
#include "features/studies/recall_store.h"
#include "features/studies/recalling.h"
#include "features/studies/upload_store.h"
#include "platform/crypto/random.h"

namespace portico::studies {
namespace {

constexpr std::int64_t one_visit_seconds = 15 * 60;  // arrivals closer to each other are one entry of the audit trail

// The objects of one study in a batch.
class StudyArrivals {
public:
    StudyArrivals(db::UnitOfWork& unit, const TenantScope& scope, const Sender& sender, const Clock& clock,
                  const store::TenantRules& rules)
        : unit_(unit), session_(unit.session()), scope_(scope), sender_(sender), clock_(clock), rules_(rules) {}

    std::vector<Fate> write(std::span<const Incoming> incoming) {
        const auto now = clock_.now();
        const auto& first = incoming.front().arrival.study;
        header_ = &first;
        study_ = store::lock_study(session_, scope_, crypto::new_id<StudyId>(clock_), first,
                                   study_moment(first.date, first.time).value_or(now), now);
        if (!study_.created) upload_ = store::upload_of(session_, scope_, study_.id);
        if (is_clinician_ && !is_own_upload()) return std::vector<Fate>(incoming.size(), Fate::identifier_taken);
        if (is_in_the_way()) make_room(first, now);
        if (study_.state == "rejected") return std::vector<Fate>(incoming.size(), Fate::study_rejected);
        has_recalled_ = !study_.created && store::has_recalled_parts(session_, scope_, study_.id);
        std::vector<Fate> fates(incoming.size(), Fate::stored);
        for (std::size_t i = 0; i < incoming.size(); ++i)
            if (!incoming[i].arrival.rejection) fates[i] = write_one(incoming[i], now);
        // After the others, so that what comes along with its rejection is stored and counted first.
        for (std::size_t i = 0; i < incoming.size(); ++i)
            if (incoming[i].arrival.rejection) fates[i] = write_note(incoming[i], now);
        finish(now);
        keep_uploads_apart(incoming, fates);
        for (const auto& order : orders_)
            withdraw(unit_, access::AccessService(clock_), scope_, study_.id, order, clock_);
        return fates;
    }
    std::optional<AuditEvent> audit() const { return audit_; }

private:
    struct Tally {
        std::int64_t instances = 0, frames = 0;
    };

    // A study that is new, or that this clinician alone has sent.
    bool is_own_upload() const {
        return study_.created || (upload_ && !upload_->mixed && upload_->membership == sender_.caller.membership);
    }
    // What a clinician sent under this UID and nobody has released, when the tenant receives the study itself.
    bool is_in_the_way() const {
        return !is_clinician_ && !sender_.chose_study && upload_ && !upload_->mixed && !study_.visible &&
               upload_->state != UploadState::released;
    }
    void make_room(const Arrival::Study& header, Timestamp now) {
        auto event = event_of("study.rejected");
        event.reason = "received_by_the_department";
        store::upload_decided(session_, scope_, study_.id, UploadState::rejected, sender_.name, event.reason, now);
        store::displace(session_, scope_, study_.id, now);
        if (upload_->state == UploadState::waiting) unit_.audit(std::move(event));
        unit_.emit({"validation.changed", scope_.tenant(), "{}"});
        study_ = store::lock_study(session_, scope_, crypto::new_id<StudyId>(clock_), header,
                                   study_moment(header.date, header.time).value_or(now), now);
        upload_.reset();
    }
    // Others' objects in what a clinician uploaded: they are nothing that the upload gives access to. What somebody
    // adds to a study that they were shown is meant for those who have it.
    void keep_uploads_apart(std::span<const Incoming> incoming, const std::vector<Fate>& fates) {
        if (is_clinician_ || sender_.chose_study || !upload_ || upload_->mixed) return;
        bool added = false;
        for (std::size_t i = 0; i < fates.size(); ++i)
            added = added || (!incoming[i].arrival.rejection && fates[i] == Fate::stored);
        if (!added) return;
        store::mark_mixed(session_, scope_, study_.id);
        access::UploadRights(clock_).end_grant(unit_, scope_, sender_.caller, study_.id, upload_->membership);
    }

    Fate write_one(const Incoming& object, Timestamp now) {
        const auto& arrival = object.arrival;
        if (has_recalled_)
            if (auto recalled = store::find_recalled(session_, scope_, study_.id, arrival.sop_instance_uid))
                return write_recalled(object, *recalled, now);
        if (auto there = store::find_instance(session_, scope_, arrival.sop_instance_uid)) {
            if (is_clinician_ && there->study != study_.id) return Fate::identifier_taken;
            if (there->data_set_sha256 == arrival.data_set_sha256) {
                if (there->whole) return Fate::already_there;
                store::replace_content(session_, scope_, there->id, object.blob, arrival);
                return Fate::restored;
            }
            const bool makes_room = there->waits_for_clinician && !is_clinician_;
            if (!makes_room && (!rules_.keep_last || is_clinician_)) return Fate::different_content;
            if (!makes_room && there->study_state == "rejected") return Fate::study_rejected;
            store::supersede(session_, scope_, there->id, now);
            recounted_.emplace(there->study, there->series);
        }
        merge(arrival);
        const auto& series = series_of(arrival);
        insert(object, series, now);
        auto& tally = tallies_[series];
        ++tally.instances;
        tally.frames += arrival.frame_count;
        return Fate::stored;
    }

    InstanceId insert(const Incoming& object, const SeriesId& series, Timestamp now) {
        auto id = crypto::new_id<InstanceId>(clock_);
        store::insert_instance(session_, scope_, {id, study_.id, series, object.blob, now, sender_.name},
                               object.arrival);
        study_.added_bytes += object.arrival.size;
        return id;
    }
    // Kept, but not live.
    InstanceId insert_hidden(const Incoming& object, Timestamp now) {
        const auto& series = series_of(object.arrival);
        auto id = insert(object, series, now);
        store::supersede(session_, scope_, id, now);
        recounted_.emplace(study_.id, series);
        hidden_ = true;
        return id;
    }

    // What a rejection note or staff withdrew comes (again): it is kept and stays away.
    Fate write_recalled(const Incoming& object, const store::RecalledInstance& recalled, Timestamp now) {
        const auto& arrival = object.arrival;
        if (recalled.id)
            return store::digest_of(session_, scope_, *recalled.id) == arrival.data_set_sha256 ? Fate::already_there
                                                                                               : Fate::study_rejected;
        store::recalled_arrived(session_, scope_, study_.id, arrival.sop_instance_uid, insert_hidden(object, now));
        return Fate::stored;
    }

    bool may_reject() const {
        if (is_clinician_) return false;
        const auto kind = sender_.caller.kind;
        return kind == CallerKind::dicom_node || kind == CallerKind::operator_ || kind == CallerKind::system ||
               sender_.caller.permissions.has(Permission::delete_studies);
    }

    // Once a note, however often it comes.
    Fate write_note(const Incoming& object, Timestamp now) {
        const auto& arrival = object.arrival;
        if (!may_reject()) return Fate::not_allowed;
        auto kept = store::kept_note(session_, scope_, arrival.sop_instance_uid);
        if (auto taken = store::find_instance(session_, scope_, arrival.sop_instance_uid); taken && !kept)
            kept = taken->data_set_sha256;
        for (const auto& order : orders_)
            if (order.rejection_uid == arrival.sop_instance_uid) return Fate::already_there;
        if (kept) return *kept == arrival.data_set_sha256 ? Fate::already_there : Fate::different_content;
        orders_.push_back({.reason = reason_of_title(arrival.rejection->code).value_or(RecallReason::other),
                           .note = {},
                           .whole = false,
                           .sop_instance_uids = arrival.rejection->sop_instance_uids,
                           .rejection_uid = arrival.sop_instance_uid,
                           .rejection_instance = insert_hidden(object, now),
                           .caller = sender_.caller,
                           .by = sender_.name});
        return Fate::stored;
    }

    // Referrers and words are looked at with the first object of each series: they are those of the study.
    const SeriesId& series_of(const Arrival& arrival) {
        auto found = series_.find(arrival.series.uid);
        if (found != series_.end()) return found->second;
        auto row =
            store::find_or_make_series(session_, scope_, study_.id, crypto::new_id<SeriesId>(clock_), arrival.series);
        if (row.created) {
            ++new_series_;
            store::add_referrers(session_, scope_, study_.id, arrival.referrers, study_.study_at, is_clinician_);
            store::add_tokens(session_, scope_, study_.id, arrival.tokens(), study_.study_at);
        }
        return series_.emplace(arrival.series.uid, row.id).first->second;
    }

    // What the study's header says, with gaps filled from later objects (STU-5: never from another patient's).
    void merge(const Arrival& arrival) {
        const auto& header = arrival.study;
        const bool waits = is_clinician_ && study_.visible;  // what is shown of it was released without this
        if (is_same_patient(study_.patient, header.patient, rules_.default_issuer)) {
            if (waits) return;
            fill(study_.birth_date, header.birth_date);
            fill(study_.sex, header.sex);
            fill(study_.description, header.description);
            fill(study_.accession_number, header.accession_number);
            fill(study_.referring_physician, header.referring_physician);
        } else {
            study_.header_conflict = true;
        }
        if (study_.visible) return;  // what is shown of a released study changes with its validation
        study_.modalities = with_word(study_.modalities, arrival.series.modality, ' ');
        study_.body_parts = with_word(study_.body_parts, arrival.series.body_part, '|');
    }
    template <class T>
    static void fill(T& column, const T& value) {
        if (column == T{}) column = value;
    }

    void finish(Timestamp now) {
        if (tallies_.empty() && hidden_) return keep_hidden();
        if (tallies_.empty()) {
            if (study_.created) store::remove_empty_study(session_, scope_, study_.id);
            return;
        }
        const bool state_changed = study_.state != "receiving";
        const bool notable = study_.created || (upload_ && !upload_->mixed && !is_clinician_) ||
                             now.milliseconds - study_.last_received_at.milliseconds > one_visit_seconds * 1000;
        study_.state = "receiving";
        study_.last_received_at = now;
        if (!study_.patient_ref && !study_.header_conflict)
            study_.patient_ref = store::find_patient(session_, scope_, study_.patient, rules_.default_issuer);
        store::update_study(session_, scope_, study_, state_changed);
        count();
        if (notable) note();
        if (is_clinician_) note_upload(now);
        if (study_.created || state_changed) unit_.emit({"studies.changed", scope_.tenant(), "{}"});
    }

    void note_upload(Timestamp now) {
        std::int64_t objects = 0;
        for (const auto& [series, tally] : tallies_) objects += tally.instances;
        store::note_upload(session_, scope_, study_.id, sender_.caller, *header_, objects, now);
    }

    // Only what nobody sees came: there is nothing to validate.
    void keep_hidden() {
        if (study_.created) study_.state = "ready";
        store::update_study(session_, scope_, study_, false);
        if (study_.created) note();
    }

    void count() {
        Tally sum;
        for (const auto& [series, tally] : tallies_) {
            const bool shown = !study_.visible;
            store::add_to_series(session_, scope_, series, shown ? tally.instances : 0, shown ? tally.frames : 0);
            sum.instances += tally.instances;
        }
        if (!study_.visible) store::add_to_study(session_, scope_, study_.id, sum.instances, new_series_);
        for (const auto& [study, series] : recounted_) {
            store::recount_series(session_, scope_, series);
            store::recount_study(session_, scope_, study);
        }
    }

    void note() {
        auto event = event_of("study.received");
        event.details = {{"sender", sender_.name}};
        audit_ = std::move(event);
    }
    AuditEvent event_of(std::string code) const {
        AuditEvent event;
        event.code = std::move(code);
        event.caller = sender_.caller;
        event.tenant = scope_.tenant();
        if (study_.patient_ref) event.patient = study_.patient_ref->text();
        event.study = study_.id.text();
        return event;
    }

    db::UnitOfWork& unit_;
    db::Session& session_;
    const TenantScope& scope_;
    const Sender& sender_;
    const Clock& clock_;
    const store::TenantRules& rules_;
    const bool is_clinician_ = sender_.is_clinician();
    const Arrival::Study* header_ = nullptr;  // of the first object of the batch
    store::StudyRow study_;
    std::optional<store::UploadRow> upload_;  // of the study as it was before the batch
    std::map<std::string, SeriesId> series_;  // by UID
    std::map<SeriesId, Tally> tallies_;       // what was stored
    std::set<std::pair<StudyId, SeriesId>> recounted_;
    std::int64_t new_series_ = 0;
    std::vector<RecallOrder> orders_;  // of the rejection notes in this batch
    bool has_recalled_ = false, hidden_ = false;
    std::optional<AuditEvent> audit_;
};

}  // namespace

RowsWritten write_rows(db::UnitOfWork& unit, const TenantScope& scope, const Sender& sender,
                       const std::vector<Incoming>& incoming, const Clock& clock) {
    RowsWritten written;
    const auto rules = store::tenant_rules(unit.session(), scope);
    const std::span<const Incoming> all(incoming);
    // It may have been taken away while the objects were on their way.
    if (sender.is_clinician() && !access::UploadRights(clock).prove(unit.session(), sender.caller, scope.tenant())) {
        written.fates.assign(incoming.size(), Fate::no_right_to_upload);
        return written;
    }
    for (std::size_t begin = 0; begin < all.size();) {
        std::size_t end = begin + 1;
        while (end < all.size() && all[end].arrival.study.uid == all[begin].arrival.study.uid) ++end;
        StudyArrivals study(unit, scope, sender, clock, rules);
        auto fates = study.write(all.subspan(begin, end - begin));
        written.fates.insert(written.fates.end(), fates.begin(), fates.end());
        if (auto event = study.audit()) written.audit.push_back(std::move(*event));
        begin = end;
    }
    return written;
}

}  // namespace portico::studies
