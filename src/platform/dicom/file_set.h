// DICOMDIR of a file-set (PS3.10 clause 8, PS3.3 Annex F) that holds one study: computed, so that its size is known and
// any part of it can be made without the rest. Objects are described by what the index knows of them; the few kinds
// whose records want more are read by instance_keys().
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "platform/dicom/instance_file.h"

namespace portico::dicom {

inline constexpr std::string_view media_storage_directory = "1.2.840.10008.1.3.10";

// Which record stands for objects of a SOP class below a series (PS3.3 table F.4-1): "IMAGE", "SR DOCUMENT" … An
// unknown class is an image when it has rows, else "PRIVATE".
std::string_view record_type_of(std::string_view sop_class, bool has_rows);
// Whether that record has more keys than Instance Number, so that instance_keys() is needed.
bool needs_instance_keys(std::string_view record_type);
// The keys of that record as bytes, in the object's own character set. What is missing there is written empty.
Result<std::string> instance_keys(const std::filesystem::path& file, std::string_view record_type);

// Elements behind group 0004 of a record, to be added in the order of their tags. Text is UTF-8, cut to what its VR may
// hold.
class RecordKeys {
public:
    RecordKeys& add(Tag tag, std::string_view vr, std::string_view text);
    std::string bytes() const;

private:
    std::string bytes_;
    bool beyond_ascii_ = false;
};

struct DirectoryRecord {
    std::string type;                                      // "PATIENT", "IMAGE" …
    std::string file_id;                                   // "IMAGES\S001\I000001"; empty: no file
    std::string sop_class, sop_instance, transfer_syntax;  // of the file
    std::string keys;
};

// Immutable, thread-safe; four bytes a record. Records in order: the patient, the study, each series with its instances
// behind it.
class Directory {
public:
    // `record_at` gives each record, always the same. `uid` becomes the SOP Instance UID of the DICOMDIR. Throws
    // std::length_error when offsets would need more than 32 bits.
    Directory(std::string uid, std::vector<std::size_t> instances_of_series,
              std::function<DirectoryRecord(std::size_t)> record_at);

    std::uint64_t size() const { return size_; }
    std::uint32_t crc32() const { return crc32_; }
    // Bytes from `offset` on: at least one and about 64 KiB at most; nothing at the end.
    std::string read(std::uint64_t offset) const;

private:
    std::string record(std::size_t number) const;
    std::uint32_t next_of(std::size_t number) const;
    std::uint32_t lower_of(std::size_t number) const;

    std::function<DirectoryRecord(std::size_t)> record_at_;
    std::vector<std::size_t> series_;     // numbers of their records
    std::vector<std::uint32_t> offsets_;  // of records, from the first byte of the file
    std::string head_;                    // all before the first record
    std::uint64_t size_ = 0;
    std::uint32_t crc32_ = 0;
};

}  // namespace portico::dicom
