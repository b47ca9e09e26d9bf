// What it takes to turn the stored bytes of one frame into a picture (PS3.3 C.7.6.3, C.11.1, C.11.2, C.7.6.16).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace portico::dicom {

// A LUT of the object (PS3.3 C.7.6.3.1.5, C.11.1.1): the value for input `first` stands first.
struct LookupTable {
    std::int32_t first = 0;
    std::uint16_t bits = 16;  // of an entry
    std::vector<std::uint16_t> values;
    bool operator==(const LookupTable&) const = default;
};

enum class VoiFunction : std::uint8_t { linear, linear_exact, sigmoid };

struct Window {
    double center = 0, width = 1;
    VoiFunction function = VoiFunction::linear;
    bool operator==(const Window&) const = default;
};

enum class SampleKind : std::uint8_t { integer, float32, float64 };

struct ImageHeader {
    std::string transfer_syntax;  // UID
    std::string photometric;      // Photometric Interpretation, "MONOCHROME2"
    std::uint32_t rows = 0, columns = 0, samples = 1;
    std::uint32_t bits_allocated = 0, bits_stored = 0, high_bit = 0;
    bool is_signed = false;
    bool by_plane = false;     // Planar Configuration 1
    bool big_endian = false;   // native pixels only
    bool words_of_16 = false;  // native pixels of at most 8 bits in 16-bit words (OW): matters when big endian
    SampleKind kind = SampleKind::integer;

    double slope = 1, intercept = 0;  // Modality LUT, unless there is a table
    std::optional<LookupTable> modality_lut, voi_lut;
    std::optional<Window> window;  // the first of the object
    std::array<LookupTable, 3> palette;

    bool operator==(const ImageHeader&) const = default;
};

}  // namespace portico::dicom
