// The one way in for DICOM objects: C-STORE, STOW-RS, import (STU-1, STU-2, STU-4, STU-5, GEN-3).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "platform/db/unit_of_work.h"
#include "platform/storage/blob_store.h"

namespace portico::studies {

namespace errors {
inline constexpr ErrorKind duplicate_with_different_content{
    "duplicate_with_different_content", 409, 0x0111, "Another object with the same SOP Instance UID is kept already."};
inline constexpr ErrorKind quota_reached{"quota_reached", 507, 0xA700, "The space of this department is used up."};
inline constexpr ErrorKind study_is_rejected{"study_is_rejected", 409, 0xA710,
                                             "This study was rejected by the department."};
inline constexpr ErrorKind rejection_not_allowed{"rejection_not_allowed", 403, 0x0124,
                                                 "This sender may not reject what the department keeps."};
// To clinicians: the UID of the study or of the object is taken, by whatever it is (STU-3).
inline constexpr ErrorKind identifier_taken{"identifier_taken", 409, 0xA711,
                                            "The department has something with this identifier already."};
inline constexpr ErrorKind not_as_announced{"not_as_announced", 409, 0xA900,
                                            "This object is another one than the sender announced."};
}  // namespace errors

// Who sent the objects; for the audit trail and the instance's received_from.
struct Sender {
    Caller caller;     // a DICOM node, an API key, a user or the operator
    std::string name;  // calling AE title, name of the key, folder of an import
    // The file meta information repeats what the sender announced, and objects must agree with it (PS3.4 B.2.3).
    bool announced = false;
    // The sender chose a study that the archive showed to them, and adds to it.
    bool chose_study = false;

    // What clinicians send counts for nothing before staff released it (STU-3).
    bool is_clinician() const { return caller.kind == CallerKind::user && !caller.is_staff(); }
};

// What became of one object, in the order in which they were handed in.
struct InstanceOutcome {
    std::string sop_class_uid;  // empty when the object could not be read
    std::string sop_instance_uid;
    std::string study_instance_uid;
    const ErrorKind* error = nullptr;  // none: stored, or there already
    std::string detail;                // of the error, for the log
    bool already_there = false;
    bool ok() const { return error == nullptr; }
};

// A staged object that has arrived whole and is being read, beside what its sender sends next. Owned by one thread;
// dropped, it waits for the reading and removes the file.
class Arriving {
public:
    struct Reading;
    explicit Arriving(std::unique_ptr<Reading> reading);
    Arriving(Arriving&&) noexcept;
    Arriving& operator=(Arriving&&) noexcept;
    ~Arriving();
    std::unique_ptr<Reading> release();  // for Receiver only

private:
    std::unique_ptr<Reading> reading_;
};

// Thread-safe; the same objects may come from many senders at once. When receive() returns, everything that it reports
// as ok is durable: content first, rows after it (GEN-3). Content of what is refused is dropped.
//
// Changes a study's state to receiving; what follows from its silence is the business of Validation. A study that was
// released stays visible meanwhile, without what came late (STU-11).
//
// A rejection note (IHE IOCM) of a sender that may delete studies, of a registered node or of the operator recalls what
// it names in its study (recalls.h), now or when it arrives; it is kept, and given to nobody. From others it is
// refused.
//
// Clinicians (STU-3) add to new studies and to their own uploads alone, and replace nothing; all else answers
// identifier_taken. Their right to upload is looked at with every batch (else: forbidden). What a tenant receives
// itself displaces what a clinician sent under the same UID and nobody released.
class Receiver {
public:
    Receiver(db::UnitsOfWork& units, storage::BlobStore& blobs, const Clock& clock)
        : units_(units), blobs_(blobs), clock_(clock) {}

    // For senders that write by themselves.
    Result<storage::Staged> stage() { return blobs_.stage(); }
    // Begins to read an object and to write it to the disk, while others of its batch still arrive.
    static Arriving arrived(storage::Staged object);
    // A batch is one round of the disk and one transaction. When the database does not answer, everything is refused as
    // unavailable.
    std::vector<InstanceOutcome> receive(const TenantScope&, const Sender&, std::vector<Arriving> objects);
    std::vector<InstanceOutcome> receive(const TenantScope&, const Sender&, std::vector<storage::Staged> objects);

private:
    static Arriving arrived_last(storage::Staged object);

    db::UnitsOfWork& units_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
};

}  // namespace portico::studies
