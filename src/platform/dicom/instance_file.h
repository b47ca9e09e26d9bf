// Reads a DICOM Part 10 file: what lists, QIDO and validation need, where its frames lie, and the whole header for
// DICOM JSON and corrected heads. Pixel data and long values stay in the file.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/dicom/element_walker.h"
#include "platform/dicom/errors.h"
#include "platform/dicom/frame_index.h"

namespace portico::dicom {

enum class PhysicianRole { referring, requesting, consulting };

// One identifier of a person from a Person Identification macro (PS3.3 table 10-1). `issuer` is the coding scheme
// designator or, without one, the institution's code or name.
struct PhysicianIdentifier {
    std::string identifier;
    std::string issuer;
    PhysicianRole role = PhysicianRole::referring;
    bool operator==(const PhysicianIdentifier&) const = default;
};

struct PhysicianName {
    std::string name;  // PN as in the object
    PhysicianRole role = PhysicianRole::referring;
    bool operator==(const PhysicianName&) const = default;
};

// UTF-8, padding removed, otherwise as in the object: dates stay "20240131", times "101500.000", names "Doe^Jane".
// Values that cannot be decoded carry U+FFFD. Empty when absent.
struct Attributes {
    std::string patient_id, issuer_of_patient_id, patient_name, birth_date, sex;
    std::string accession_number, accession_issuer, study_id, study_date, study_time, study_description;
    std::vector<PhysicianName> physicians;
    std::vector<PhysicianIdentifier> physician_identifiers;
    std::string modality, series_number, series_description, series_date, series_time, body_part, laterality;
    std::string institution, station, manufacturer, timezone_offset;
    std::string instance_number, image_type, photometric, window_center, window_width;  // multi-valued: with '\'
    std::uint32_t rows = 0, columns = 0, frames = 1, samples = 0, bits_allocated = 0, pixel_representation = 0;
};

struct HeaderData;  // holds DCMTK's data set; known in this room only

// Movable, not copyable; not thread-safe. The file must stay where it is for as long as this lives.
class InstanceFile {
public:
    InstanceFile(InstanceFile&&) noexcept;
    InstanceFile& operator=(InstanceFile&&) noexcept;
    ~InstanceFile();

    const std::filesystem::path& path() const;
    const FileLayout& layout() const;
    const std::string& transfer_syntax() const { return layout().transfer_syntax; }
    const std::string& sop_class() const;
    const std::string& sop_instance() const;
    const std::string& study_uid() const;
    const std::string& series_uid() const;
    const Attributes& attributes() const;
    const FrameIndex& frames() const;
    // First value of any top-level text or number element, decoded; nothing when absent.
    std::optional<std::string> text(Tag tag) const;

    HeaderData& header() { return *header_; }
    const HeaderData& header() const { return *header_; }

private:
    friend Result<InstanceFile> read_instance(const std::filesystem::path&, const ReadLimits&);
    explicit InstanceFile(std::unique_ptr<HeaderData> header);
    std::unique_ptr<HeaderData> header_;
};

// Errors: all of platform/dicom/errors.h that speak of an object.
Result<InstanceFile> read_instance(const std::filesystem::path& file, const ReadLimits& limits = {});

}  // namespace portico::dicom
