#include "features/studies/api/receiver.h"

#include <atomic>
#include <future>
#include <numeric>
#include <thread>

#include "features/studies/keeping_store.h"
#include "features/studies/receive_rows.h"
#include "platform/db/database.h"

namespace portico::studies {

struct Arriving::Reading {
    storage::Staged staged;
    std::future<Result<Arrival>> arrival;  // destroyed first: waits for who reads the file
};

Arriving::Arriving(std::unique_ptr<Reading> reading) : reading_(std::move(reading)) {}
Arriving::Arriving(Arriving&&) noexcept = default;
Arriving& Arriving::operator=(Arriving&&) noexcept = default;
Arriving::~Arriving() = default;
std::unique_ptr<Arriving::Reading> Arriving::release() { return std::move(reading_); }

namespace {

// As many objects are read beside their senders as there are processors; others by the thread that receives them.
std::atomic<unsigned> readers{0};

class ReaderPlace {
public:
    ReaderPlace() : taken_(readers.fetch_add(1) < std::max(1U, std::thread::hardware_concurrency())) {
        if (!taken_) --readers;
    }
    ~ReaderPlace() {
        if (taken_) --readers;
    }
    ReaderPlace(ReaderPlace&& other) noexcept : taken_(std::exchange(other.taken_, false)) {}
    ReaderPlace(const ReaderPlace&) = delete;
    ReaderPlace& operator=(const ReaderPlace&) = delete;
    ReaderPlace& operator=(ReaderPlace&&) = delete;
    explicit operator bool() const { return taken_; }

private:
    bool taken_;
};

std::future<Result<Arrival>> reading_of(const std::filesystem::path& path) {
    ReaderPlace place;
    const auto policy = place ? std::launch::async : std::launch::deferred;
    auto read = [path, held = std::move(place)]() mutable {
        const ReaderPlace until_done(std::move(held));
        return read_arrival(path);
    };
    try {
        return std::async(policy, std::move(read));
    } catch (const std::system_error&) {  // no thread is to be had
        return std::async(std::launch::deferred, [path] { return read_arrival(path); });
    }
}

constexpr int tries = 6;  // parallel senders of the same objects get into each other's way

// One batch from staged files to outcomes.
class Batch {
public:
    Batch(db::UnitsOfWork& units, storage::BlobStore& blobs, const Clock& clock, const TenantScope& scope,
          const Sender& sender, std::vector<std::unique_ptr<Arriving::Reading>> objects)
        : units_(units),
          blobs_(blobs),
          clock_(clock),
          scope_(scope),
          sender_(sender),
          staged_(std::move(objects)),
          outcomes_(staged_.size()) {}

    std::vector<InstanceOutcome> run() {
        for (std::size_t i = 0; i < staged_.size(); ++i) read(i);
        std::ranges::sort(incoming_, {}, [](const Incoming& object) {
            const auto& a = object.arrival;
            return std::tie(a.study.uid, a.series.uid, a.sop_instance_uid, object.index);
        });
        try {
            leave_out_known();
            if (!incoming_.empty() && has_no_room()) refuse_all(errors::quota_reached, {});
        } catch (const db::DbError&) {
            refuse_all(portico::errors::unavailable, "the database does not answer");
        }
        if (keep_content()) keep_rows();
        return std::move(outcomes_);
    }

private:
    void read(std::size_t index) {
        auto& outcome = outcomes_[index];
        auto arrival = staged_[index]->arrival.get();
        if (!arrival) {
            outcome.error = &arrival.error().kind();
            outcome.detail = arrival.error().detail();
            return;
        }
        outcome.sop_class_uid = arrival->sop_class_uid;
        outcome.sop_instance_uid = arrival->sop_instance_uid;
        outcome.study_instance_uid = arrival->study.uid;
        if (sender_.announced && (arrival->labelled_sop_class != arrival->sop_class_uid ||
                                  arrival->labelled_sop_instance != arrival->sop_instance_uid)) {
            outcome.error = &errors::not_as_announced;
            return;
        }
        incoming_.push_back({index, std::move(*arrival), staged_[index]->staged.id()});
    }

    // What is there already costs no round of the disk; the transaction decides again about the rest.
    void leave_out_known() {
        // Of a clinician the transaction decides alone: what is there may be nothing for them to know of.
        if (incoming_.empty() || sender_.is_clinician()) return;
        auto session = units_.database().read();
        std::erase_if(incoming_, [&](const Incoming& object) {
            auto there = store::find_instance(session, scope_, object.arrival.sop_instance_uid);
            if (!there || !there->whole || there->data_set_sha256 != object.arrival.data_set_sha256 ||
                there->study_state == "rejected" || there->waits_for_clinician)
                return false;
            outcomes_[object.index].already_there = true;
            return true;
        });
    }

    bool has_no_room() {
        auto session = units_.database().read();
        return store::quota_is_used_up(session, scope_.tenant());
    }

    bool keep_content() {
        if (incoming_.empty()) return false;
        std::vector<storage::Staged> files;
        for (const auto& object : incoming_) files.push_back(std::move(staged_[object.index]->staged));
        auto committed = blobs_.commit(std::move(files));
        if (!committed) refuse_all(committed.error().kind(), committed.error().detail());
        return committed.has_value();
    }

    void keep_rows() {
        for (int attempt = 1;; ++attempt) {
            bool committing = false;
            try {
                auto unit = units_.begin();
                auto written = write_rows(unit, scope_, sender_, incoming_, clock_);
                committing = true;
                if (written.audit.empty())
                    unit.commit_technical();
                else
                    unit.commit(std::move(written.audit));
                return report(written.fates);
            } catch (const db::DbError& error) {
                const bool raced = error.retryable() || error.kind() == db::DbErrorKind::unique_violation;
                if (raced && attempt < tries) continue;
                // A commit without an answer may have happened: its content must stay.
                const bool unknown = committing && error.kind() == db::DbErrorKind::unavailable;
                if (!unknown) drop_content();
                if (!raced && error.kind() != db::DbErrorKind::unavailable) throw;
                return refuse_all(portico::errors::unavailable, error.what());
            }
        }
    }

    void report(const std::vector<Fate>& fates) {
        for (std::size_t i = 0; i < fates.size(); ++i) {
            auto& outcome = outcomes_[incoming_[i].index];
            const bool kept = fates[i] == Fate::stored || fates[i] == Fate::restored;
            if (!kept) drop(incoming_[i].blob);
            if (fates[i] == Fate::already_there || fates[i] == Fate::restored) outcome.already_there = true;
            if (fates[i] == Fate::different_content) outcome.error = &errors::duplicate_with_different_content;
            if (fates[i] == Fate::study_rejected) outcome.error = &errors::study_is_rejected;
            if (fates[i] == Fate::not_allowed) outcome.error = &errors::rejection_not_allowed;
            if (fates[i] == Fate::identifier_taken) outcome.error = &errors::identifier_taken;
            if (fates[i] == Fate::no_right_to_upload) outcome.error = &portico::errors::forbidden;
        }
    }

    void refuse_all(const ErrorKind& kind, const std::string& detail) {
        for (const auto& object : incoming_) {
            outcomes_[object.index].error = &kind;
            outcomes_[object.index].detail = detail;
        }
        incoming_.clear();
    }

    void drop_content() {
        for (const auto& object : incoming_) drop(object.blob);
    }
    // Content that stays behind when this fails has no row and is found by the check of the store.
    void drop(const BlobId& blob) { static_cast<void>(blobs_.remove(blob)); }

    db::UnitsOfWork& units_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
    const TenantScope& scope_;
    const Sender& sender_;
    std::vector<std::unique_ptr<Arriving::Reading>> staged_;
    std::vector<InstanceOutcome> outcomes_;
    std::vector<Incoming> incoming_;  // what may still be stored, by study, series and SOP Instance UID
};

}  // namespace

Arriving Receiver::arrived(storage::Staged object) {
    object.begin_flush();
    auto reading = reading_of(object.path());
    return Arriving(std::make_unique<Arriving::Reading>(Arriving::Reading{std::move(object), std::move(reading)}));
}

// For the last of a batch: whoever hands it in would only wait for another thread.
Arriving Receiver::arrived_last(storage::Staged object) {
    object.begin_flush();
    auto reading = std::async(std::launch::deferred, [path = object.path()] { return read_arrival(path); });
    return Arriving(std::make_unique<Arriving::Reading>(Arriving::Reading{std::move(object), std::move(reading)}));
}

std::vector<InstanceOutcome> Receiver::receive(const TenantScope& scope, const Sender& sender,
                                               std::vector<Arriving> objects) {
    std::vector<std::unique_ptr<Arriving::Reading>> readings;
    readings.reserve(objects.size());
    for (auto& object : objects) readings.push_back(object.release());
    return Batch(units_, blobs_, clock_, scope, sender, std::move(readings)).run();
}

std::vector<InstanceOutcome> Receiver::receive(const TenantScope& scope, const Sender& sender,
                                               std::vector<storage::Staged> objects) {
    std::vector<Arriving> arriving;
    arriving.reserve(objects.size());
    for (auto& object : objects)
        arriving.push_back(&object == &objects.back() ? arrived_last(std::move(object)) : arrived(std::move(object)));
    return receive(scope, sender, std::move(arriving));
}

}  // namespace portico::studies
