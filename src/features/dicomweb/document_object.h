// The DICOM objects that documents become (STU-3): what stands in them, as the DICOM JSON Model. Pure; private to this
// room.
#pragma once

#include <string>

#include "core/clock.h"
#include "platform/dicom_json/json_object.h"
#include "platform/video/mp4.h"

namespace portico::dicomweb {

// Of the study that the document joins, as its objects came: what was corrected is corrected in the document too.
struct DocumentStudy {
    std::string uid, patient_id, issuer, patient_name, birth_date, sex;
    std::string date, time, accession_number, id_text, description, referring_physician;
};

struct DocumentOrigin {
    std::string title;  // of people, at most 64 characters
    std::string series_uid, sop_instance_uid;
    std::int64_t series_number = 1;
    Timestamp made_at;
};

struct PictureSize {
    std::uint32_t width = 0, height = 0;
};

// Each has one bulk value: the PDF, the pixels (RGB, colour by pixel), or the MP4 file as one stream.
dicom::JsonObject pdf_object(const DocumentStudy&, const DocumentOrigin&, std::uint64_t pdf_bytes);
dicom::JsonObject picture_object(const DocumentStudy&, const DocumentOrigin&, PictureSize);
dicom::JsonObject video_object(const DocumentStudy&, const DocumentOrigin&, const video::Mp4&, std::uint64_t bytes);

}  // namespace portico::dicomweb
