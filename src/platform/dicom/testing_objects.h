// Objects and folders for this room's tests.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "platform/dicom/instance_file.h"
#include "platform/dicom/uid.h"
#include "platform/dicom/writer.h"

namespace portico::dicom::testing {

// A folder that goes away with its owner.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "portico-dicom-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

inline std::string read_bytes(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void write_bytes(const std::filesystem::path& file, std::string_view bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

constexpr std::string_view secondary_capture = "1.2.840.10008.5.1.4.1.1.7";

// What every object must have, and a patient.
inline DataSet basic_object() {
    DataSet data;
    data.put("SOPClassUID", secondary_capture)
        .put("SOPInstanceUID", "2.25.101")
        .put("StudyInstanceUID", "2.25.102")
        .put("SeriesInstanceUID", "2.25.103")
        .put("Modality", "OT")
        .put("PatientID", "P-1")
        .put("PatientName", "Doe^Jane");
    return data;
}

struct ImageShape {
    unsigned rows = 3, columns = 5, frames = 1, samples = 1, bits = 8;
    std::string photometric = "MONOCHROME2";
};

inline DataSet image_object(const ImageShape& shape) {
    auto data = basic_object();
    data.put("Rows", shape.rows)
        .put("Columns", shape.columns)
        .put("SamplesPerPixel", shape.samples)
        .put("BitsAllocated", shape.bits)
        .put("BitsStored", shape.bits)
        .put("HighBit", shape.bits - 1)
        .put("PixelRepresentation", 0)
        .put("PhotometricInterpretation", shape.photometric);
    if (shape.samples > 1) data.put("PlanarConfiguration", 0);
    if (shape.frames > 1) data.put("NumberOfFrames", shape.frames);
    return data;
}

// Bytes that differ from frame to frame.
inline std::string pattern(std::size_t length) {
    std::string bytes(length, '\0');
    for (std::size_t i = 0; i < length; ++i) bytes[i] = static_cast<char>((i * 7 + i / 251) & 0xFF);
    return bytes;
}

// For building broken files by hand: little endian numbers and explicit VR headers.
inline std::string le16(unsigned value) {
    return {static_cast<char>(value & 0xFF), static_cast<char>(value >> 8 & 0xFF)};
}
inline std::string le32(std::uint32_t value) { return le16(value & 0xFFFF) + le16(value >> 16); }
inline std::string tag_bytes(Tag tag) { return le16(tag.group) + le16(tag.element); }
inline std::string short_element(Tag tag, std::string_view vr, std::string value) {
    if (value.size() % 2 != 0) value.push_back(vr == "UI" ? '\0' : ' ');
    return tag_bytes(tag) + std::string(vr) + le16(static_cast<unsigned>(value.size())) + value;
}
inline std::string long_header(Tag tag, std::string_view vr, std::uint32_t length) {
    return tag_bytes(tag) + std::string(vr) + std::string(2, '\0') + le32(length);
}
inline std::string item_header(std::uint32_t length) { return tag_bytes({0xFFFE, 0xE000}) + le32(length); }
inline std::string item_end() { return tag_bytes({0xFFFE, 0xE00D}) + le32(0); }
inline std::string sequence_end() { return tag_bytes({0xFFFE, 0xE0DD}) + le32(0); }

inline std::string meta_for(std::string_view transfer_syntax) {
    return file_meta(secondary_capture, "2.25.101", transfer_syntax);
}
inline std::string uids() {
    return short_element(tags::sop_class_uid, "UI", std::string(secondary_capture)) +
           short_element(tags::sop_instance_uid, "UI", "2.25.101");
}
inline std::string study_and_series() {
    return short_element(tags::study_instance_uid, "UI", "2.25.102") +
           short_element(tags::series_instance_uid, "UI", "2.25.103");
}

}  // namespace portico::dicom::testing
