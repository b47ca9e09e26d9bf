// Measurement reports (TID 1500) and key object selections (TID 2010) as DICOM objects (STU-42). Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/result.h"

namespace portico::dicom_sr {

// An image, or one frame of it.
struct ImageReference {
    std::string series_uid, sop_class_uid, sop_instance_uid;
    std::uint32_t frame = 0;  // from 1; 0: an image of one frame
};

enum class Shape : std::uint8_t { point, polyline, ellipse };
// Column and row of each point in pixels; of an ellipse the ends of its longer axis, then of its shorter one.
struct Outline {
    Shape shape = Shape::point;
    std::vector<std::pair<double, double>> points;
};

enum class Quantity : std::uint8_t { length, angle, area, mean, deviation, minimum, maximum, value };
struct Measured {
    Quantity quantity = Quantity::length;
    double value = 0;
    std::string unit;  // "mm", "deg", "mm2", "[hnsf'U]", "px", or another UCUM code; empty: none
};

// One measurement, region or remark.
struct Finding {
    std::string label;  // for people: "Length 1"
    std::string uid;    // stays the same when the object is made anew
    ImageReference image;
    std::vector<Outline> outlines;  // one at least
    std::vector<Measured> values;
    std::string comment;
    bool is_region = false;  // its values are those of the pixels within the outline
};

// What the object says of itself. Texts as DICOM has them, UTF-8.
struct Header {
    std::string patient_id, issuer_of_patient_id, patient_name, birth_date, sex;
    std::string study_uid, study_date, study_time, study_id, study_description, accession_number, referring_physician;
    std::string series_uid, sop_instance_uid, series_description, software_version;
    std::int64_t series_number = 0;
    std::string observer;  // PN of the person whose remarks these are
    Timestamp at;
};

inline constexpr std::string_view measurement_report_class = "1.2.840.10008.5.1.4.1.1.88.33";    // Comprehensive SR
inline constexpr std::string_view key_object_selection_class = "1.2.840.10008.5.1.4.1.1.88.59";  // Key Object Selection

// A Part 10 file. Errors: invalid_input when there is nothing to say, or something that DICOM cannot hold.
Result<std::string> measurement_report(const Header&, const std::vector<Finding>&);
Result<std::string> key_object_selection(const Header&, const std::vector<ImageReference>&);

}  // namespace portico::dicom_sr
