// What directory records say of each kind of object (PS3.3 F.4 and F.5).
#include <algorithm>
#include <array>

#include "platform/dicom/data_set_bytes.h"
#include "platform/dicom/file_set.h"
#include "platform/dicom/header_data.h"

namespace portico::dicom {
namespace {

struct ClassLine {
    std::string_view uid;  // below 1.2.840.10008.5.1.4.1.1.; with '.' at the end: all that begin so
    std::string_view type;
};
constexpr std::string_view storage_root = "1.2.840.10008.5.1.4.1.1.";
// The first line that fits holds.
constexpr std::array class_lines{ClassLine{"88.59", "KEY OBJECT DOC"},
                                 ClassLine{"88.", "SR DOCUMENT"},
                                 ClassLine{"11.", "PRESENTATION"},
                                 ClassLine{"9.", "WAVEFORM"},
                                 ClassLine{"104.", "ENCAP DOC"},
                                 ClassLine{"481.2", "RT DOSE"},
                                 ClassLine{"481.3", "RT STRUCTURE SET"},
                                 ClassLine{"481.5", "RT PLAN"},
                                 ClassLine{"481.8", "RT PLAN"},
                                 ClassLine{"481.4", "RT TREAT RECORD"},
                                 ClassLine{"481.6", "RT TREAT RECORD"},
                                 ClassLine{"481.7", "RT TREAT RECORD"},
                                 ClassLine{"481.9", "RT TREAT RECORD"},
                                 ClassLine{"4.2", "SPECTROSCOPY"},
                                 ClassLine{"66", "RAW DATA"},
                                 ClassLine{"66.1", "REGISTRATION"},
                                 ClassLine{"66.2", "FIDUCIAL"},
                                 ClassLine{"66.3", "REGISTRATION"},
                                 ClassLine{"66.5", "SURFACE"},
                                 ClassLine{"67", "VALUE MAP"},
                                 ClassLine{"78.", "MEASUREMENT"},
                                 ClassLine{"79.1", "MEASUREMENT"},
                                 ClassLine{"80.1", "MEASUREMENT"},
                                 ClassLine{"81.1", "MEASUREMENT"}};

enum class Presence { always, where_known };
struct KeyLine {
    std::string_view type;
    Tag tag;
    Presence presence = Presence::always;  // types 1 and 2; types 1C and 3 only where the object has them
};
constexpr Tag instance_number{0x0020, 0x0013}, content_date{0x0008, 0x0023}, content_time{0x0008, 0x0033};
constexpr Tag content_label{0x0070, 0x0080}, content_description{0x0070, 0x0081}, content_creator{0x0070, 0x0084};
constexpr Tag concept_name{0x0040, 0xA043}, content_sequence{0x0040, 0xA730};
constexpr std::array key_lines{
    KeyLine{"SR DOCUMENT", instance_number},
    KeyLine{"SR DOCUMENT", {0x0040, 0xA491}},  // Completion Flag
    KeyLine{"SR DOCUMENT", {0x0040, 0xA493}},  // Verification Flag
    KeyLine{"SR DOCUMENT", content_date},
    KeyLine{"SR DOCUMENT", content_time},
    KeyLine{"SR DOCUMENT", concept_name},
    KeyLine{"KEY OBJECT DOC", instance_number},
    KeyLine{"KEY OBJECT DOC", content_date},
    KeyLine{"KEY OBJECT DOC", content_time},
    KeyLine{"KEY OBJECT DOC", concept_name},
    KeyLine{"PRESENTATION", instance_number},
    KeyLine{"PRESENTATION", {0x0070, 0x0082}},  // Presentation Creation Date
    KeyLine{"PRESENTATION", {0x0070, 0x0083}},
    KeyLine{"PRESENTATION", content_label},
    KeyLine{"PRESENTATION", content_description},
    KeyLine{"PRESENTATION", content_creator},
    KeyLine{"PRESENTATION", {0x0008, 0x1115}, Presence::where_known},  // Referenced Series Sequence
    KeyLine{"PRESENTATION", {0x0070, 0x0402}, Presence::where_known},  // Blending Sequence
    KeyLine{"WAVEFORM", instance_number},
    KeyLine{"WAVEFORM", content_date},
    KeyLine{"WAVEFORM", content_time},
    KeyLine{"ENCAP DOC", instance_number},
    KeyLine{"ENCAP DOC", content_date},
    KeyLine{"ENCAP DOC", content_time},
    KeyLine{"ENCAP DOC", {0x0042, 0x0010}},                         // Document Title
    KeyLine{"ENCAP DOC", {0x0040, 0xE001}, Presence::where_known},  // HL7 Instance Identifier
    KeyLine{"ENCAP DOC", concept_name},
    KeyLine{"ENCAP DOC", {0x0042, 0x0012}},  // MIME type
    KeyLine{"RT DOSE", instance_number},
    KeyLine{"RT DOSE", {0x3004, 0x000A}},  // Dose Summation Type
    KeyLine{"RT STRUCTURE SET", instance_number},
    KeyLine{"RT STRUCTURE SET", {0x3006, 0x0002}},
    KeyLine{"RT STRUCTURE SET", {0x3006, 0x0008}},
    KeyLine{"RT STRUCTURE SET", {0x3006, 0x0009}},
    KeyLine{"RT PLAN", instance_number},
    KeyLine{"RT PLAN", {0x300A, 0x0002}},
    KeyLine{"RT PLAN", {0x300A, 0x0006}},
    KeyLine{"RT PLAN", {0x300A, 0x0007}},
    KeyLine{"RT TREAT RECORD", instance_number},
    KeyLine{"RT TREAT RECORD", {0x3008, 0x0250}},
    KeyLine{"RT TREAT RECORD", {0x3008, 0x0251}},
    KeyLine{"SPECTROSCOPY", {0x0008, 0x0008}},
    KeyLine{"SPECTROSCOPY", content_date},
    KeyLine{"SPECTROSCOPY", content_time},
    KeyLine{"SPECTROSCOPY", instance_number},
    KeyLine{"SPECTROSCOPY", {0x0028, 0x0008}},
    KeyLine{"SPECTROSCOPY", {0x0028, 0x0010}},
    KeyLine{"SPECTROSCOPY", {0x0028, 0x0011}},
    KeyLine{"SPECTROSCOPY", {0x0028, 0x9001}},
    KeyLine{"SPECTROSCOPY", {0x0028, 0x9002}},
    KeyLine{"RAW DATA", content_date},
    KeyLine{"RAW DATA", content_time},
    KeyLine{"RAW DATA", instance_number},
    KeyLine{"MEASUREMENT", instance_number},
    KeyLine{"MEASUREMENT", content_date},
    KeyLine{"MEASUREMENT", content_time}};
// REGISTRATION, FIDUCIAL, SURFACE and VALUE MAP: content date and time and the Content Identification macro.
constexpr std::array content_keys{content_date,  content_time,        instance_number,
                                  content_label, content_description, content_creator};
constexpr std::array content_types{std::string_view("REGISTRATION"), std::string_view("FIDUCIAL"),
                                   std::string_view("SURFACE"), std::string_view("VALUE MAP")};

bool is_content_type(std::string_view type) { return std::ranges::find(content_types, type) != content_types.end(); }
bool is_document(std::string_view type) { return type == "SR DOCUMENT" || type == "KEY OBJECT DOC"; }

void copy_key(DcmItem& from, DcmItem& to, Tag tag, Presence presence) {
    if (from.findAndInsertCopyOfElement(key_of(tag), &to).good()) return;
    if (presence == Presence::always) static_cast<void>(to.insertEmptyElement(key_of(tag)));
}

// Content items that say more of the document's title (PS3.3 F.5.22, F.5.24).
void copy_title_modifiers(DcmItem& from, DcmItem& to) {
    DcmSequenceOfItems* contents = nullptr;
    if (from.findAndGetSequence(key_of(content_sequence), contents).bad()) return;
    for (unsigned long i = 0; i < contents->card(); ++i) {
        OFString relation;
        contents->getItem(i)->findAndGetOFString(DcmTagKey(0x0040, 0xA010), relation);
        if (relation != "HAS CONCEPT MOD") continue;
        static_cast<void>(to.insertSequenceItem(key_of(content_sequence), new DcmItem(*contents->getItem(i))));
    }
}

// When the document was verified last: required of verified ones.
void copy_verification(DcmItem& from, DcmItem& to) {
    DcmSequenceOfItems* observers = nullptr;
    if (from.findAndGetSequence(DcmTagKey(0x0040, 0xA073), observers).bad()) return;
    OFString last;
    for (unsigned long i = 0; i < observers->card(); ++i) {
        OFString when;
        observers->getItem(i)->findAndGetOFString(DcmTagKey(0x0040, 0xA030), when);
        if (when > last) last = when;
    }
    if (!last.empty()) static_cast<void>(to.putAndInsertOFStringArray(DcmTagKey(0x0040, 0xA030), last));
}

void copy_keys(DcmItem& from, DcmItem& to, std::string_view type) {
    copy_key(from, to, tags::specific_character_set, Presence::where_known);
    if (is_content_type(type))
        for (const auto tag : content_keys) copy_key(from, to, tag, Presence::always);
    for (const auto& line : key_lines)
        if (line.type == type) copy_key(from, to, line.tag, line.presence);
    if (is_document(type)) copy_title_modifiers(from, to);
    if (type == "SR DOCUMENT") copy_verification(from, to);
}

}  // namespace

std::string_view record_type_of(std::string_view sop_class, bool has_rows) {
    if (sop_class.starts_with(storage_root)) {
        const auto below = sop_class.substr(storage_root.size());
        for (const auto& line : class_lines)
            if (line.uid.ends_with('.') ? below.starts_with(line.uid) : below == line.uid) return line.type;
    }
    return has_rows ? "IMAGE" : "PRIVATE";
}

bool needs_instance_keys(std::string_view type) { return type != "IMAGE" && type != "PRIVATE"; }

Result<std::string> instance_keys(const std::filesystem::path& file, std::string_view record_type) {
    PORTICO_TRY(auto instance, read_instance(file));
    constexpr std::uint64_t most = 64 * 1024;
    DcmDataset keys;
    copy_keys(instance.header().before, keys, record_type);
    if (auto bytes = data_set_bytes(keys, true, false, most)) return *bytes;
    // A thousand references: the record names the object and leaves them to it.
    return RecordKeys().add(instance_number, "IS", instance.attributes().instance_number).bytes();
}

}  // namespace portico::dicom
