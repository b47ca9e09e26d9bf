// DICOM tags as values, and what the data dictionary (PS3.6) says about them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portico::dicom {

struct Tag {
    std::uint16_t group = 0;
    std::uint16_t element = 0;
    constexpr auto operator<=>(const Tag&) const = default;
    constexpr bool is_private() const { return (group & 1U) != 0; }
};

// "PatientID" or "00100020" (also "0010,0020"); nothing for text that names no tag. Repeating groups by number only.
std::optional<Tag> tag_from_text(std::string_view text);
// "00100020", upper case, as in DICOM JSON.
std::string to_text(Tag tag);
// The two letters of the dictionary ("PN"); "UN" for private and unknown tags; ambiguous ones give their widest form.
std::string_view vr_of(Tag tag);
// "PatientID"; empty for private and unknown tags.
std::string keyword_of(Tag tag);

namespace tags {
inline constexpr Tag specific_character_set{0x0008, 0x0005};
inline constexpr Tag sop_class_uid{0x0008, 0x0016};
inline constexpr Tag sop_instance_uid{0x0008, 0x0018};
inline constexpr Tag study_date{0x0008, 0x0020};
inline constexpr Tag study_time{0x0008, 0x0030};
inline constexpr Tag accession_number{0x0008, 0x0050};
inline constexpr Tag modality{0x0008, 0x0060};
inline constexpr Tag referring_physician_name{0x0008, 0x0090};
inline constexpr Tag study_description{0x0008, 0x1030};
inline constexpr Tag series_description{0x0008, 0x103E};
inline constexpr Tag patient_name{0x0010, 0x0010};
inline constexpr Tag patient_id{0x0010, 0x0020};
inline constexpr Tag issuer_of_patient_id{0x0010, 0x0021};
inline constexpr Tag patient_birth_date{0x0010, 0x0030};
inline constexpr Tag patient_sex{0x0010, 0x0040};
inline constexpr Tag study_instance_uid{0x0020, 0x000D};
inline constexpr Tag series_instance_uid{0x0020, 0x000E};
inline constexpr Tag original_attributes_sequence{0x0400, 0x0561};
inline constexpr Tag float_pixel_data{0x7FE0, 0x0008};
inline constexpr Tag double_float_pixel_data{0x7FE0, 0x0009};
inline constexpr Tag pixel_data{0x7FE0, 0x0010};
}  // namespace tags

}  // namespace portico::dicom
