// Reading what is kept: studies, series, instances, their frames and metadata. No DICOM is parsed here; everything was
// indexed when it arrived (STU-21).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/authorized.h"
#include "core/result.h"
#include "platform/db/unit_of_work.h"
#include "platform/dicom/stored_image.h"
#include "platform/storage/blob_store.h"

namespace portico::jobs {
class Queue;
class Workers;
}  // namespace portico::jobs

namespace portico::studies {

struct SeriesRecord {
    SeriesId id;
    std::string series_instance_uid;
    std::string modality;
    std::optional<std::int64_t> number;
    std::string description, body_part, laterality;
    std::optional<std::string> series_date, series_time;
    std::string station_name, manufacturer, institution_name;
    std::int64_t instance_count = 0, frame_count = 0;
    std::int64_t revision = 0;
};

struct InstanceRecord {
    InstanceId id;
    SeriesId series;
    std::string sop_instance_uid, sop_class_uid, transfer_syntax_uid;
    std::optional<std::int64_t> number, rows, columns;
    std::int64_t frame_count = 0;
    BlobId blob;                        // the object as received
    std::uint64_t size = 0;             // bytes of the blob
    std::uint64_t data_set_offset = 0;  // behind the file meta information
    std::uint64_t tail_offset = 0;      // where its tail begins
    std::optional<BlobId> head;         // corrected head; none: the received head with its preamble zeroed
    std::uint64_t head_size = 0;
    std::string frame_index;    // dicom::FrameIndex
    std::int64_t revision = 0;  // of its series: part of ETags
    bool damaged = false;       // the last check found it missing or changed: it is not given to anybody
};

// A range of an open blob, or bytes that are not in any.
struct ContentPart {
    std::string bytes;  // when file is empty
    std::shared_ptr<const storage::OpenFile> file;
    std::uint64_t offset = 0, length = 0;
};
// An object as it leaves: head and tail, neutral preamble, corrections carried (STU-12, SEC-5).
struct Content {
    std::vector<ContentPart> parts;
    std::uint64_t size = 0;
    std::string transfer_syntax_uid;
};

// An object opened for rendering or transcoding. Its header is read anew, so this is for paths that decode anyway.
struct OpenObject {
    std::vector<std::shared_ptr<const storage::OpenFile>> files;  // are open for as long as the rest is used
    dicom::StoredImage image;                                     // as received
    std::optional<dicom::InstanceFile> corrected;                 // its header with corrections, when there are any
};

// Instances that are not validated yet are there for staff of a study that is not released, and for nobody else
// (STU-11): every function looks at the access that it is given. Thread-safe.
class Archive {
public:
    Archive(db::UnitsOfWork& units, storage::BlobStore& blobs, const Clock& clock)
        : units_(units), blobs_(blobs), clock_(clock) {}

    std::vector<SeriesRecord> series(db::Session&, const StudyAccess&) const;  // by number, then UID
    std::optional<SeriesRecord> find_series(db::Session&, const StudyAccess&, std::string_view uid) const;
    // By instance number, then UID.
    std::vector<InstanceRecord> instances(db::Session&, const StudyAccess&, const SeriesId&) const;
    std::optional<InstanceRecord> find_instance(db::Session&, const StudyAccess&, std::string_view series_uid,
                                                std::string_view sop_instance_uid) const;

    Result<Content> content(const InstanceRecord&) const;
    // The same without preamble and file meta information: what goes over an association. In its own transfer syntax,
    // or in other_native_syntax() of it. Not to be called with an open session.
    Result<Content> data_set(const StudyAccess&, const InstanceRecord&, std::string_view transfer_syntax) const;
    // Ranges of the blob that make frame `number` (from 1); errors not_found, and not_addressable when the object keeps
    // its frames in a way that cannot be cut.
    Result<Content> frame(const InstanceRecord&, std::uint64_t number) const;
    // The stream of a video, in whatever container it lies; error no_stream for what is none.
    Result<Content> stream(const InstanceRecord&) const;
    // Errors: those of the store and of reading objects.
    Result<OpenObject> open(const InstanceRecord&) const;
    // A bulk data value by its path in the metadata ("7FE00010", "54000100/1/54001010").
    Result<Content> bulk_data(const InstanceRecord&, std::string_view path) const;

    // DICOM JSON of all instances of a series, "[{…},{…}]", gzip-compressed, as the objects leave: with corrections. It
    // is prepared once and kept until the series changes; made on demand where it is not ready. BulkDataURIs are
    // "portico-root:/studies/{uid}/series/{uid}/instances/{uid}/bulkdata/{path}": bulk_data_prefix is to be replaced by
    // the address of the DICOMweb root. Not to be called with an open session: it begins its own.
    static constexpr std::string_view bulk_data_prefix = "portico-root:";
    Result<std::string> series_metadata(const StudyAccess&, const SeriesRecord&);
    // The same ahead of time, by the job below. Does nothing while some of the series waits for its validation.
    Result<void> prepare_metadata(const TenantScope&, const SeriesId&);

private:
    // The object as received, unless it is damaged.
    Result<std::shared_ptr<const storage::OpenFile>> whole_blob(const InstanceRecord&) const;
    struct MetadataSource;
    Result<Content> recoded(const StudyAccess&, const InstanceRecord&) const;
    Result<std::string> build_metadata(const MetadataSource&) const;
    void keep_metadata(const TenantScope&, const MetadataSource&, std::string_view packed);
    db::UnitsOfWork& units_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
};

// Implicit VR Little Endian for the explicit one and the other way about; empty for all others.
std::string other_native_syntax(std::string_view transfer_syntax);

// The job "studies.prepare_metadata" for a series whose instances were validated; enqueued in the transaction that does
// it. Wants Archive's handler (add_archive_jobs) on the same queue.
void prepare_metadata_job(const jobs::Queue&, db::Session&, const TenantScope&, const SeriesId&);
void add_archive_jobs(jobs::Workers&, Archive&);

namespace errors {
inline constexpr ErrorKind content_damaged{"content_damaged", 500, 0x0110,
                                           "This object was damaged in the archive and is not shown."};
inline constexpr ErrorKind not_addressable{"frames_not_addressable", 406, 0x0110,
                                           "The frames of this object cannot be taken apart."};
inline constexpr ErrorKind no_stream{"no_video", 406, 0x0110, "This object holds no video."};
}  // namespace errors

}  // namespace portico::studies
