#include "platform/dicom/head.h"

#include "platform/dicom/data_set_bytes.h"
#include "platform/dicom/file_window.h"
#include "platform/dicom/header_data.h"
#include "platform/dicom/inflate.h"
#include "platform/dicom/writer.h"
#include "platform/text/fold.h"

namespace portico::dicom {
namespace {

constexpr std::uint64_t longest_head = 256ULL * 1024 * 1024;
constexpr Tag modified_attributes{0x0400, 0x0550};
constexpr Tag modification_time{0x0400, 0x0562};
constexpr Tag modifying_system{0x0400, 0x0563};
constexpr Tag source_of_previous_values{0x0400, 0x0564};
constexpr Tag reason_for_modification{0x0400, 0x0565};

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_text(std::string_view vr) {
    constexpr std::string_view list = "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UT ";
    return list.find(std::string(vr) + ' ') != std::string_view::npos;
}

bool has_bad_characters(std::string_view value, std::string_view vr) {
    const bool lines = vr == "LT" || vr == "ST" || vr == "UT";
    return std::ranges::any_of(value, [&](char c) {
        const bool line_end = c == '\n' || c == '\r' || c == '\f' || c == '\t';
        return c == '\x7F' || (static_cast<unsigned char>(c) < 0x20 && !(lines && line_end));
    });
}

Error refuse(Tag tag, std::string_view code) {
    auto name = keyword_of(tag);
    return Error(errors::invalid_correction, to_text(tag))
        .at(name.empty() ? to_text(tag) : name, std::string(code), std::string(errors::invalid_correction.text));
}

// Characters that a value may have (PS3.5 6.2); of names each group.
std::size_t longest(std::string_view vr) {
    struct Length {
        std::string_view vr;
        std::size_t characters;
    };
    static constexpr Length lengths[] = {{"AE", 16}, {"AS", 4},     {"CS", 16},  {"DA", 8},  {"DS", 16},
                                         {"DT", 26}, {"IS", 12},    {"LO", 64},  {"PN", 64}, {"SH", 16},
                                         {"TM", 14}, {"LT", 10240}, {"ST", 1024}};
    const auto* found = std::ranges::find(lengths, vr, &Length::vr);
    return found == std::end(lengths) ? 10'000 : found->characters;
}

bool is_too_long(std::string_view value, std::string_view vr) {
    const std::string_view delimiters = vr == "PN" ? "\\=" : has_multiple_values(vr) ? "\\" : "";
    std::size_t characters = 0;
    for (const char c : value) {
        if (delimiters.find(c) != std::string_view::npos)
            characters = 0;
        else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80 && ++characters > longest(vr))
            return true;
    }
    return false;
}

// What may be corrected: text that describes, nothing that names the object or says how its bytes are to be read.
Result<void> check(const Correction& correction) {
    const auto tag = correction.tag;
    const auto vr = vr_of(tag);
    if (tag.is_private() || tag.group < 0x0008 || tag.group == 0x0028 || tag.group >= 0x7FE0 || !is_text(vr) ||
        tag == tags::specific_character_set)
        return fail(refuse(tag, "not_correctable"));
    if (has_bad_characters(correction.value, vr) || is_too_long(correction.value, vr) ||
        text::valid_utf8(correction.value) != correction.value)
        return fail(refuse(tag, "not_allowed"));
    return {};
}

void put_text(DcmItem& item, Tag tag, std::string_view value) {
    const auto status = item.putAndInsertOFStringArray(key_of(tag), OFString(value.data(), value.size()), OFTrue);
    if (status.bad())
        throw std::runtime_error(fmt::format("element {} cannot be set: {}", to_text(tag), status.text()));
}

// "20240131101500.123+0000" (VR DT).
std::string date_time(Timestamp time) {
    auto text = to_rfc3339(time);
    std::erase_if(text, [](char c) { return c == '-' || c == ':' || c == 'T' || c == 'Z'; });
    return text + "+0000";
}

void convert_to_utf8(DcmItem& item, const std::string& inherited) {
    TextDecoder decoder(charset_of(item, inherited));
    DcmObject* object = nullptr;
    while ((object = item.nextInContainer(object)) != nullptr) {
        if (auto* sequence = dynamic_cast<DcmSequenceOfItems*>(object)) {
            DcmObject* inner = nullptr;
            while ((inner = sequence->nextInContainer(inner)) != nullptr)
                if (auto* inner_item = dynamic_cast<DcmItem*>(inner)) convert_to_utf8(*inner_item, decoder.charset());
            continue;
        }
        auto* element = dynamic_cast<DcmByteString*>(object);
        const auto vr = vr_name(*object);
        if (element == nullptr || !is_affected_by_charset(vr)) continue;
        element->loadAllDataIntoMemory();
        const auto text = decoder.whole(raw_text(*element), vr);
        if (text != raw_text(*element)) element->putOFStringArray(OFString(text.c_str(), text.size()));
    }
    item.findAndDeleteElement(key_of(tags::specific_character_set));
}

// Original Attributes Sequence (PS3.3 C.12.1.1.9.2): a new item with the values as they were.
void record_originals(DcmItem& data, const Corrections& corrections) {
    DcmItem* record = nullptr;
    DcmItem* originals = nullptr;
    if (data.findOrCreateSequenceItem(key_of(tags::original_attributes_sequence), record, -2).bad() ||
        record->findOrCreateSequenceItem(key_of(modified_attributes), originals, 0).bad())
        throw std::runtime_error("Original Attributes Sequence cannot be made");
    put_text(*record, modification_time, date_time(corrections.time));
    put_text(*record, modifying_system, corrections.system);
    put_text(*record, source_of_previous_values, corrections.source);
    put_text(*record, reason_for_modification,
             corrections.reason == Corrections::Reason::coerce ? "COERCE" : "CORRECT");
    for (const auto& correction : corrections.values) {
        if (data.findAndInsertCopyOfElement(key_of(correction.tag), originals, OFTrue).bad())
            originals->insertEmptyElement(key_of(correction.tag), OFTrue);
    }
}

// The header in memory in its transfer syntax's encoding.
Result<std::string> encode(HeaderData& header) {
    const auto& layout = header.read_layout();
    auto bytes = data_set_bytes(header.before, layout.explicit_vr, layout.big_endian, longest_head);
    if (!bytes) return fail(errors::too_complex, "a head longer than the limit");
    return std::move(*bytes);
}

}  // namespace

Result<void> correct(InstanceFile& instance, const Corrections& corrections) {
    for (const auto& correction : corrections.values) PORTICO_CHECK(check(correction));
    auto& header = instance.header();
    auto& data = header.before;
    record_originals(data, corrections);
    const bool ascii = std::ranges::all_of(corrections.values, [](const auto& c) { return is_ascii(c.value); }) &&
                       is_ascii(corrections.system) && is_ascii(corrections.source);
    if (!ascii && charset_of(data, {}) != "ISO_IR 192") {
        convert_to_utf8(data, {});
        put_text(data, tags::specific_character_set, "ISO_IR 192");
    }
    for (const auto& correction : corrections.values) {
        put_text(data, correction.tag, correction.value);
        DcmElement* element = nullptr;
        if (data.findAndGetElement(key_of(correction.tag), element).bad() || element->checkValue("1-n").bad())
            return fail(refuse(correction.tag, "not_allowed"));
    }
    read_attributes(header);
    return {};
}

Result<Head> head_of(const InstanceFile& instance) {
    // Writing moves DCMTK's own state along; the values stay.
    auto& header = const_cast<HeaderData&>(instance.header());
    const auto& layout = header.walked.layout;
    PORTICO_TRY(auto data, encode(header));
    Head head;
    head.bytes = file_meta(layout.sop_class, layout.sop_instance, layout.transfer_syntax, layout.source_ae_title);
    head.tail_offset = layout.tail_offset;
    if (header.walked.inflated) {
        FileWindow window(header.walked.inflated.get());
        const auto& inner = header.walked.inner;
        data += window.copy(inner.tail_offset, inner.file_size - inner.tail_offset);
        data = deflate(data);
        head.tail_offset = layout.file_size;
    }
    head.bytes += data;
    return head;
}

namespace {

// Tag, VR and length of the pixel data. OW is right for all integer pixels of more or less than a byte (PS3.5 8.1.2).
std::string pixel_header(const FileLayout& layout, bool explicit_vr) {
    const auto add = [](std::string& out, std::uint32_t value, int bytes) {
        for (int n = 0; n < bytes; ++n) out.push_back(static_cast<char>(value >> (8 * n) & 0xFFU));
    };
    std::string out;
    add(out, layout.pixel_tag.group, 2);
    add(out, layout.pixel_tag.element, 2);
    if (explicit_vr) {
        const bool is_float = layout.pixel_tag == tags::float_pixel_data;
        out += is_float ? "OF" : layout.pixel_tag == tags::double_float_pixel_data ? "OD" : "OW";
        add(out, 0, 2);
    }
    add(out, static_cast<std::uint32_t>(layout.pixel_value_length), 4);
    return out;
}

}  // namespace

Result<Recoded> recode(const InstanceFile& instance) {
    auto& header = const_cast<HeaderData&>(instance.header());
    const auto& layout = header.walked.layout;
    const auto syntax = layout.transfer_syntax;
    if (syntax != transfer_syntaxes::implicit_little && syntax != transfer_syntaxes::explicit_little)
        return fail(errors::malformed, "not an object of that encoding");
    if (layout.pixels == PixelKind::encapsulated) return fail(errors::malformed, "encapsulated pixel data");
    const bool explicit_vr = !layout.explicit_vr;
    auto before = data_set_bytes(header.before, explicit_vr, false, longest_head);
    auto after = data_set_bytes(header.after, explicit_vr, false, longest_head);
    if (!before || !after) return fail(errors::too_complex, "a head longer than the limit");
    Recoded recoded{std::move(*before), {}, std::move(*after)};
    if (layout.pixels == PixelKind::native) {
        recoded.before += pixel_header(layout, explicit_vr);
        recoded.pixels = {layout.pixel_value_offset, layout.pixel_value_length};
    }
    return recoded;
}

Result<Head> corrected_head(const std::filesystem::path& file, const std::vector<Corrections>& rounds) {
    PORTICO_TRY(auto instance, read_instance(file));
    for (const auto& round : rounds) PORTICO_CHECK(correct(instance, round));
    return head_of(instance);
}

Result<Head> plain_head(const std::filesystem::path& file, std::uint64_t tail_offset) {
    PORTICO_TRY(const auto fd, open_for_reading(file));
    FileWindow window(fd.get());
    const auto length = std::min(tail_offset, window.size());
    if (length > longest_head) return fail(errors::too_complex, "a head longer than the limit");
    Head head{window.copy(0, length), length};
    if (head.bytes.size() != length) return fail(errors::unreadable, file.string());
    std::fill_n(head.bytes.begin(), std::min<std::size_t>(128, head.bytes.size()), '\0');
    return head;
}

}  // namespace portico::dicom
