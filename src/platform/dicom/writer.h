// Builds and saves DICOM objects that Portico makes itself: phantoms, tests, encapsulated documents. Not for objects of
// others.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"
#include "platform/dicom/tag.h"

namespace portico::dicom {

namespace transfer_syntaxes {
inline constexpr std::string_view implicit_little = "1.2.840.10008.1.2";
inline constexpr std::string_view explicit_little = "1.2.840.10008.1.2.1";
inline constexpr std::string_view deflated_little = "1.2.840.10008.1.2.1.99";
inline constexpr std::string_view explicit_big = "1.2.840.10008.1.2.2";
inline constexpr std::string_view jpeg_baseline = "1.2.840.10008.1.2.4.50";
inline constexpr std::string_view rle = "1.2.840.10008.1.2.5";
}  // namespace transfer_syntaxes

// Elements to be written, in any order; a later value for the same tag replaces the earlier one.
class DataSet {
public:
    // Names are keywords of the dictionary; an unknown one throws std::logic_error. Text is UTF-8, several values with
    // '\', numbers of binary VRs as decimal text.
    DataSet& put(std::string_view keyword, std::string_view text);
    DataSet& put(std::string_view keyword, std::int64_t number);
    DataSet& put(std::string_view keyword, std::vector<DataSet> items);
    // For private elements and ambiguous VRs. Of OB, OW and UN the bytes (little endian), of all others text as above.
    DataSet& put_as(Tag tag, std::string_view vr, std::string value);

    struct Element {
        Tag tag;
        std::string vr;  // empty: by dictionary
        std::variant<std::string, std::vector<DataSet>> value;
        bool raw = false;
    };
    const std::vector<Element>& elements() const { return elements_; }

private:
    void set(Element element);
    std::vector<Element> elements_;
};

struct Pixels {
    std::string bytes;  // native, all frames, little endian
    std::uint16_t bits_allocated = 8;
};

struct WriteOptions {
    std::string_view transfer_syntax = transfer_syntaxes::explicit_little;
    int jpeg_quality = 85;
};

// Writes `file` (replacing it). Charset is UTF-8 unless the data set names one. SOPClassUID, SOPInstanceUID and for
// pixels the image pixel module must be in `data`. Errors: unreadable (cannot write), malformed (cannot be encoded so).
Result<void> write_object(const std::filesystem::path& file, const DataSet& data, const Pixels& pixels = {},
                          const WriteOptions& options = {});

// Preamble, "DICM" and File Meta Information (PS3.10 7.1), ready for a data set in `transfer_syntax` to follow.
std::string file_meta(std::string_view sop_class, std::string_view sop_instance, std::string_view transfer_syntax,
                      std::string_view source_ae_title = {});

}  // namespace portico::dicom
