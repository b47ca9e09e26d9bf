#include "platform/dicom/image_header.h"

#include "platform/dicom/header_data.h"
#include "platform/dicom/image_header_detail.h"

namespace portico::dicom {
namespace {

// Values of one item, or none; every read may fail on its own.
class Values {
public:
    explicit Values(DcmItem* item) : item_(item) {}

    std::optional<std::uint32_t> number(const DcmTagKey& tag) const {
        auto* element = find(tag);
        Uint16 value = 0;
        if (element == nullptr || element->getUint16(value, 0).bad()) return std::nullopt;
        return value;
    }
    std::optional<double> decimal(const DcmTagKey& tag) const {
        auto* element = find(tag);
        Float64 value = 0;
        if (element == nullptr || element->getFloat64(value, 0).bad() || !std::isfinite(value)) return std::nullopt;
        return value;
    }
    std::string text(const DcmTagKey& tag) const {
        auto* element = find(tag);
        OFString value;
        if (element == nullptr || element->getOFString(value, 0).bad()) return {};
        return {value.c_str(), value.size()};
    }
    // Item `n` of a sequence; an empty one when there is none.
    Values item(const DcmTagKey& tag, std::uint32_t n = 0) const {
        auto* sequence = dynamic_cast<DcmSequenceOfItems*>(find(tag));
        return Values(sequence != nullptr && n < sequence->card() ? sequence->getItem(n) : nullptr);
    }
    std::optional<LookupTable> table(const DcmTagKey& descriptor, const DcmTagKey& data, bool signed_input) const;
    bool present() const { return item_ != nullptr; }

private:
    DcmElement* find(const DcmTagKey& tag) const {
        DcmElement* element = nullptr;
        return item_ != nullptr && item_->findAndGetElement(tag, element).good() ? element : nullptr;
    }
    std::optional<std::int32_t> descriptor_value(const DcmTagKey& tag, unsigned long at) const {
        auto* element = find(tag);
        Uint16 plain = 0;
        Sint16 with_sign = 0;
        if (element != nullptr && element->getUint16(plain, at).good()) return plain;
        if (element != nullptr && element->getSint16(with_sign, at).good()) return with_sign;
        return std::nullopt;
    }
    DcmItem* item_;
};

std::optional<LookupTable> Values::table(const DcmTagKey& descriptor, const DcmTagKey& data, bool signed_input) const {
    const auto entries = descriptor_value(descriptor, 0), first = descriptor_value(descriptor, 1);
    const auto bits = descriptor_value(descriptor, 2);
    auto* element = find(data);
    if (!entries || !first || !bits || element == nullptr) return std::nullopt;
    LookupTable table;
    // 0 stands for 65536 (PS3.3 C.7.6.3.1.5); the first input value is signed when the pixels are.
    const std::size_t count = (*entries & 0xFFFF) == 0 ? 65536 : static_cast<std::size_t>(*entries & 0xFFFF);
    table.first = signed_input ? static_cast<std::int16_t>(*first) : static_cast<std::uint16_t>(*first);
    table.bits = static_cast<std::uint16_t>(std::clamp(*bits, 1, 16));
    Uint16* words = nullptr;
    Sint16* signed_words = nullptr;
    std::size_t available = element->getLength() / sizeof(Uint16);
    if (element->getUint16Array(words).bad() || words == nullptr) {
        if (element->getSint16Array(signed_words).bad() || signed_words == nullptr) return std::nullopt;
        words = reinterpret_cast<Uint16*>(signed_words);
    }
    if (table.bits <= 8 && available < count && available * 2 >= count) {
        // Entries of 8 bits, two in a word.
        for (std::size_t i = 0; i < count; ++i)
            table.values.push_back(static_cast<std::uint16_t>(i % 2 == 0 ? words[i / 2] & 0xFF : words[i / 2] >> 8));
        return table;
    }
    table.values.assign(words, words + std::min(count, available));
    if (table.values.empty()) return std::nullopt;
    // Some write entries of more bits than they declare.
    const auto largest = *std::ranges::max_element(table.values);
    if (table.bits < 16 && largest >= 1U << table.bits) table.bits = largest > 0xFF ? 16 : 8;
    return table;
}

// Of a functional group (PS3.3 C.7.6.16): per frame, else shared, else of the object itself.
struct Places {
    Values top, per_frame, shared;

    Values group(const DcmTagKey& macro) const {
        for (const auto* place : {&per_frame, &shared})
            if (auto found = place->item(macro); found.present()) return found;
        return top;
    }
};

void read_modality(const Places& places, ImageHeader& header) {
    const auto group = places.group(DCM_PixelValueTransformationSequence);
    header.slope = group.decimal(DCM_RescaleSlope).value_or(1);
    header.intercept = group.decimal(DCM_RescaleIntercept).value_or(0);
    if (header.slope == 0) header.slope = 1;
    const auto table = places.top.item(DCM_ModalityLUTSequence);
    header.modality_lut = table.table(DCM_LUTDescriptor, DCM_LUTData, header.is_signed);
}

void read_voi(const Places& places, ImageHeader& header) {
    const auto group = places.group(DCM_FrameVOILUTSequence);
    const auto center = group.decimal(DCM_WindowCenter), width = group.decimal(DCM_WindowWidth);
    const auto name = group.text(DCM_VOILUTFunction);
    const auto function = name == "SIGMOID"        ? VoiFunction::sigmoid
                          : name == "LINEAR_EXACT" ? VoiFunction::linear_exact
                                                   : VoiFunction::linear;
    const bool usable = width && (function == VoiFunction::linear ? *width >= 1 : *width > 0);
    if (center && usable) header.window = Window{*center, *width, function};
    // What goes into a VOI LUT is what the Modality LUT gave, which may be negative.
    const bool negative = header.modality_lut ? false : header.is_signed || header.intercept < 0;
    header.voi_lut = places.top.item(DCM_VOILUTSequence).table(DCM_LUTDescriptor, DCM_LUTData, negative);
}

}  // namespace

ImageHeader image_header(HeaderData& data, std::uint32_t frame) {
    const auto& layout = data.read_layout();
    const Values top(&data.before);
    ImageHeader header;
    header.transfer_syntax = layout.transfer_syntax;
    header.photometric = top.text(DCM_PhotometricInterpretation);
    header.rows = data.attributes.rows;
    header.columns = data.attributes.columns;
    header.samples = std::max<std::uint32_t>(data.attributes.samples, 1);
    header.bits_allocated = data.attributes.bits_allocated;
    header.bits_stored = top.number(DCM_BitsStored).value_or(header.bits_allocated);
    header.high_bit = top.number(DCM_HighBit).value_or(std::max<std::uint32_t>(header.bits_stored, 1) - 1);
    header.is_signed = top.number(DCM_PixelRepresentation).value_or(0) == 1;
    header.by_plane = header.samples > 1 && top.number(DCM_PlanarConfiguration).value_or(0) == 1;
    header.big_endian = layout.big_endian;
    header.words_of_16 = layout.pixel_words;
    if (layout.pixel_tag == tags::float_pixel_data) header.kind = SampleKind::float32;
    if (layout.pixel_tag == tags::double_float_pixel_data) header.kind = SampleKind::float64;

    const Places places{top, top.item(DCM_PerFrameFunctionalGroupsSequence, frame),
                        top.item(DCM_SharedFunctionalGroupsSequence)};
    if (header.samples == 1) {
        read_modality(places, header);
        read_voi(places, header);
    }
    if (header.photometric == "PALETTE COLOR") {
        const auto plane = [&](const DcmTagKey& descriptor, const DcmTagKey& values) {
            return top.table(descriptor, values, header.is_signed).value_or(LookupTable{});
        };
        header.palette = {plane(DCM_RedPaletteColorLookupTableDescriptor, DCM_RedPaletteColorLookupTableData),
                          plane(DCM_GreenPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableData),
                          plane(DCM_BluePaletteColorLookupTableDescriptor, DCM_BluePaletteColorLookupTableData)};
    }
    return header;
}

}  // namespace portico::dicom
