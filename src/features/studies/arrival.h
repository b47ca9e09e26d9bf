// One object that has just arrived, read once: what its rows will hold (STU-21).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "features/studies/receive_policy.h"
#include "platform/dicom/rejection_note.h"

namespace portico::studies {

// Texts are as columns take them.
struct Arrival {
    struct Study {
        std::string uid;
        HeaderPatient patient;
        std::optional<std::string> birth_date;
        std::string sex;
        std::optional<std::string> date, time;
        std::string description, accession_number, id_text, referring_physician;
    } study;
    struct Series {
        std::string uid, modality;
        std::optional<std::int64_t> number;
        std::string description, body_part, laterality;
        std::optional<std::string> date, time;
        std::string station_name, manufacturer, institution_name;
    } series;
    struct Referrer {
        std::string role, identifier, issuer, name, name_normalised;
    };
    std::vector<Referrer> referrers;

    std::string sop_instance_uid, sop_class_uid, transfer_syntax_uid;
    std::optional<std::int64_t> number, rows, columns, bits_allocated;
    std::int64_t frame_count = 0;
    std::string photometric, frame_index;
    std::int64_t size = 0, data_set_offset = 0, tail_offset = 0, file_crc32 = 0, head_crc32 = 0, tail_crc32 = 0;
    std::string data_set_sha256;
    // What the file meta information says it is; differs from the above in objects that were labelled wrongly.
    std::string labelled_sop_class, labelled_sop_instance;
    // This object says that others of its study no longer count (STU-14).
    std::optional<dicom::RejectionNote> rejection;

    // Words for the search box, folded, each once.
    std::vector<std::string> tokens() const;
};

// Errors: those of platform/dicom/errors.h. Reads the file twice: its header, and all of it for the digests.
Result<Arrival> read_arrival(const std::filesystem::path& file);

}  // namespace portico::studies
