// From DCMTK's data set to Attributes.
#include <charconv>

#include <dcmtk/oflog/oflog.h>

#include "platform/dicom/header_data.h"

namespace portico::dicom {
namespace {

DcmElement* find(DcmItem& item, Tag tag) {
    DcmElement* element = nullptr;
    return item.findAndGetElement(key_of(tag), element).good() ? element : nullptr;
}

// Reads values of one item in its character set.
class ItemReader {
public:
    ItemReader(DcmItem& item, TextDecoder& decoder) : item_(item), decoder_(decoder) {}

    std::string text(Tag tag) {
        auto* element = find(item_, tag);
        return element == nullptr ? std::string() : decoder_.whole(raw_text(*element), vr_name(*element));
    }
    std::vector<std::string> texts(Tag tag) {
        auto* element = find(item_, tag);
        return element == nullptr ? std::vector<std::string>() : decoder_.values(raw_text(*element), vr_name(*element));
    }
    std::uint32_t number16(Tag tag) {
        auto* element = find(item_, tag);
        Uint16 value = 0;
        return element != nullptr && element->getUint16(value, 0).good() ? value : 0;
    }
    std::vector<DcmItem*> items(Tag tag) {
        std::vector<DcmItem*> found;
        auto* sequence = dynamic_cast<DcmSequenceOfItems*>(find(item_, tag));
        if (sequence == nullptr) return found;
        for (unsigned long i = 0; i < sequence->card() && i < 100; ++i) found.push_back(sequence->getItem(i));
        return found;
    }
    TextDecoder& decoder() { return decoder_; }

private:
    DcmItem& item_;
    TextDecoder& decoder_;
};

struct PhysicianTags {
    PhysicianRole role;
    Tag name;
    Tag identification;
};
constexpr PhysicianTags physician_tags[] = {
    {PhysicianRole::referring, {0x0008, 0x0090}, {0x0008, 0x0096}},
    {PhysicianRole::requesting, {0x0032, 0x1032}, {0x0032, 0x1031}},
    {PhysicianRole::consulting, {0x0008, 0x009C}, {0x0008, 0x009D}},
};

// The code value of the Code Sequence macro (PS3.3 8.8): short, long or URN.
std::string code_value(ItemReader& code) {
    for (const Tag tag : {Tag{0x0008, 0x0100}, Tag{0x0008, 0x0119}, Tag{0x0008, 0x0120}})
        if (auto value = code.text(tag); !value.empty()) return value;
    return {};
}

// Person Identification macro (PS3.3 table 10-1).
void add_identifiers(DcmItem& item, PhysicianRole role, TextDecoder& decoder,
                     std::vector<PhysicianIdentifier>& identifiers) {
    ItemReader person(item, decoder);
    std::string institution;
    for (auto* code : person.items({0x0008, 0x0082})) {
        ItemReader reader(*code, decoder);
        if (institution.empty()) institution = code_value(reader);
    }
    if (institution.empty()) institution = person.text({0x0008, 0x0080});
    for (auto* code : person.items({0x0040, 0x1101})) {
        ItemReader reader(*code, decoder);
        auto value = code_value(reader);
        auto scheme = reader.text({0x0008, 0x0102});
        if (!value.empty())
            identifiers.push_back({std::move(value), scheme.empty() ? institution : std::move(scheme), role});
    }
}

void read_physicians(ItemReader& reader, Attributes& attributes) {
    for (const auto& tags : physician_tags) {
        for (auto& name : reader.texts(tags.name))
            if (!name.empty()) attributes.physicians.push_back({std::move(name), tags.role});
        for (auto* item : reader.items(tags.identification))
            add_identifiers(*item, tags.role, reader.decoder(), attributes.physician_identifiers);
    }
}

// Number of Frames: 1 when absent or no number; a number too large for 32 bits stays too large.
std::uint32_t frames_of(const std::string& text) {
    if (text.empty()) return 1;
    std::int64_t number = 0;
    const auto* begin = text.data() + (text.front() == '+' ? 1 : 0);
    if (std::from_chars(begin, text.data() + text.size(), number).ec == std::errc::result_out_of_range)
        return std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(number, 1, std::numeric_limits<std::uint32_t>::max()));
}

// Patient and study.
void read_study(ItemReader& reader, Attributes& a) {
    a.patient_id = reader.text(tags::patient_id);
    a.issuer_of_patient_id = reader.text(tags::issuer_of_patient_id);
    a.patient_name = reader.text(tags::patient_name);
    a.birth_date = reader.text(tags::patient_birth_date);
    a.sex = reader.text(tags::patient_sex);
    a.accession_number = reader.text(tags::accession_number);
    // Issuer of Accession Number Sequence: local namespace, else universal entity id (PS3.3 10.14, HL7v2 Hierarchic
    // Designator).
    for (auto* item : reader.items({0x0008, 0x0051})) {
        ItemReader issuer(*item, reader.decoder());
        a.accession_issuer = issuer.text({0x0040, 0x0031});
        if (a.accession_issuer.empty()) a.accession_issuer = issuer.text({0x0040, 0x0032});
    }
    a.study_id = reader.text({0x0020, 0x0010});
    a.study_date = reader.text(tags::study_date);
    a.study_time = reader.text(tags::study_time);
    a.study_description = reader.text(tags::study_description);
    a.institution = reader.text({0x0008, 0x0080});
    a.timezone_offset = reader.text({0x0008, 0x0201});
    read_physicians(reader, a);
}

void read_series(ItemReader& reader, Attributes& a) {
    a.modality = reader.text(tags::modality);
    a.series_number = reader.text({0x0020, 0x0011});
    a.series_description = reader.text(tags::series_description);
    a.series_date = reader.text({0x0008, 0x0021});
    a.series_time = reader.text({0x0008, 0x0031});
    a.body_part = reader.text({0x0018, 0x0015});
    a.laterality = reader.text({0x0020, 0x0060});
    if (a.laterality.empty()) a.laterality = reader.text({0x0020, 0x0062});
    a.station = reader.text({0x0008, 0x1010});
    a.manufacturer = reader.text({0x0008, 0x0070});
}

void read_image(ItemReader& reader, Attributes& a) {
    a.instance_number = reader.text({0x0020, 0x0013});
    a.image_type = reader.text({0x0008, 0x0008});
    a.photometric = reader.text({0x0028, 0x0004});
    a.window_center = reader.text({0x0028, 0x1050});
    a.window_width = reader.text({0x0028, 0x1051});
    a.rows = reader.number16({0x0028, 0x0010});
    a.columns = reader.number16({0x0028, 0x0011});
    a.frames = frames_of(reader.text({0x0028, 0x0008}));
    a.samples = reader.number16({0x0028, 0x0002});
    a.bits_allocated = reader.number16({0x0028, 0x0100});
    a.pixel_representation = reader.number16({0x0028, 0x0103});
}

}  // namespace

std::string vr_name(DcmObject& object) {
    // Elements with a VR of the future are kept as unknown ones.
    const DcmVR vr(object.getVR());
    if (vr.isStandard()) return vr.getVRName();
    switch (vr.getEVR()) {
        case EVR_ox:
        case EVR_px:
        case EVR_lt:
        case EVR_PixelData:
        case EVR_OverlayData:
            return "OW";
        case EVR_xs:
            return "US";
        case EVR_up:
            return "UL";
        default:
            return "UN";
    }
}

std::string_view raw_text(DcmElement& element) {
    if (!element.valueLoaded()) return {};
    char* text = nullptr;
    Uint32 length = 0;
    if (dynamic_cast<DcmByteString*>(&element) == nullptr || element.getString(text, length).bad() || text == nullptr)
        return {};
    return {text, length};
}

std::string charset_of(DcmItem& item, std::string_view inherited) {
    auto* element = find(item, tags::specific_character_set);
    if (element == nullptr) return std::string(inherited);
    std::string charset(raw_text(*element));
    std::erase_if(charset, [](char c) { return c == '\0'; });
    while (!charset.empty() && charset.back() == ' ') charset.pop_back();
    return charset.size() > 256 ? std::string() : charset;
}

void prepare_dcmtk() {
    static const bool prepared = [] {
        OFLog::getLogger("dcmtk.dcmdata").setLogLevel(OFLogger::OFF_LOG_LEVEL);
        return dcmDataDict.isDictionaryLoaded();
    }();
    if (!prepared) throw std::runtime_error("the DICOM data dictionary could not be loaded");
}

void read_attributes(HeaderData& header) {
    TextDecoder decoder(charset_of(header.before, {}));
    ItemReader reader(header.before, decoder);
    header.attributes = {};
    read_study(reader, header.attributes);
    read_series(reader, header.attributes);
    read_image(reader, header.attributes);
}

std::optional<std::string> InstanceFile::text(Tag tag) const {
    auto* element = find(header_->before, tag);
    if (element == nullptr) element = find(header_->after, tag);
    if (element == nullptr) return std::nullopt;
    if (dynamic_cast<DcmByteString*>(element) == nullptr) {
        OFString value;
        if (!element->valueLoaded() || element->getOFString(value, 0).bad()) return std::nullopt;
        return std::string(value.c_str(), value.size());
    }
    TextDecoder decoder(charset_of(header_->before, {}));
    return decoder.values(raw_text(*element), vr_name(*element)).front();
}

}  // namespace portico::dicom
