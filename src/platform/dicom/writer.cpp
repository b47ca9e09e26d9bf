#include "platform/dicom/writer.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dcrlerp.h>
#include <dcmtk/dcmimage/diregist.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrploss.h>

#include <cstring>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include "platform/dicom/data_set_bytes.h"
#include "platform/dicom/header_data.h"
#include "platform/dicom/inflate.h"
#include "platform/dicom/uid.h"

namespace portico::dicom {
namespace {

constexpr std::string_view implementation_class_uid = "2.25.120913240914837415170921407382157823741";
constexpr std::string_view implementation_version = "PORTICO_1";

Tag tag_named(std::string_view keyword) {
    const auto tag = tag_from_text(keyword);
    if (!tag) throw std::logic_error("no such DICOM keyword: " + std::string(keyword));
    return *tag;
}

void must(const OFCondition& status, Tag tag) {
    if (status.bad())
        throw std::logic_error(fmt::format("element {} cannot be written: {}", to_text(tag), status.text()));
}

void fill(DcmItem& item, const DataSet& data);

void put_raw(DcmItem& item, const DataSet::Element& element, const std::string& bytes) {
    const DcmVR vr(element.vr.c_str());
    auto made = std::make_unique<DcmOtherByteOtherWord>(DcmTag(element.tag.group, element.tag.element, vr));
    if (element.vr == "OW") {
        std::vector<Uint16> words(bytes.size() / 2);
        std::memcpy(words.data(), bytes.data(), words.size() * 2);
        must(made->putUint16Array(words.data(), static_cast<unsigned long>(words.size())), element.tag);
    } else {
        must(
            made->putUint8Array(reinterpret_cast<const Uint8*>(bytes.data()), static_cast<unsigned long>(bytes.size())),
            element.tag);
    }
    must(item.insert(made.release(), OFTrue), element.tag);
}

void put_items(DcmItem& item, Tag tag, const std::vector<DataSet>& items) {
    if (items.empty()) must(item.insertEmptyElement(key_of(tag)), tag);
    for (const auto& inner : items) {
        DcmItem* made = nullptr;
        must(item.findOrCreateSequenceItem(key_of(tag), made, -2), tag);
        fill(*made, inner);
    }
}

void fill(DcmItem& item, const DataSet& data) {
    for (const auto& element : data.elements()) {
        if (const auto* items = std::get_if<std::vector<DataSet>>(&element.value)) {
            put_items(item, element.tag, *items);
            continue;
        }
        const auto& text = std::get<std::string>(element.value);
        if (element.raw && (element.vr.front() == 'O' || element.vr == "UN")) {
            put_raw(item, element, text);
            continue;
        }
        DcmTag tag(element.tag.group, element.tag.element);
        if (element.raw) tag.setVR(DcmVR(element.vr.c_str()));
        DcmElement* made = nullptr;
        must(DcmItem::newDicomElementWithVR(made, tag), element.tag);
        std::unique_ptr<DcmElement> owner(made);
        if (!text.empty()) must(made->putString(text.c_str(), static_cast<Uint32>(text.size())), element.tag);
        must(item.insert(owner.release(), OFTrue), element.tag);
    }
}

void put_pixels(DcmDataset& data, const Pixels& pixels) {
    auto element = std::make_unique<DcmPixelData>(DcmTag(0x7FE0, 0x0010));
    if (pixels.bits_allocated > 8) {
        element->setVR(EVR_OW);
        std::vector<Uint16> words((pixels.bytes.size() + 1) / 2);
        std::memcpy(words.data(), pixels.bytes.data(), pixels.bytes.size());
        must(element->putUint16Array(words.data(), static_cast<unsigned long>(words.size())), tags::pixel_data);
    } else {
        // PS3.5 8.2: OW would do as well; OB keeps the bytes as they are in both byte orders.
        element->setVR(EVR_OB);
        must(element->putUint8Array(reinterpret_cast<const Uint8*>(pixels.bytes.data()),
                                    static_cast<unsigned long>(pixels.bytes.size())),
             tags::pixel_data);
    }
    must(data.insert(element.release(), OFTrue), tags::pixel_data);
}

void register_codecs() {
    static std::once_flag once;
    std::call_once(once, [] {
        DJEncoderRegistration::registerCodecs(ECC_lossyYCbCr, EUC_never, OFFalse);
        DcmRLEEncoderRegistration::registerCodecs();
    });
}

Result<void> save_bytes(const std::filesystem::path& file, std::string_view bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) return fail(errors::unreadable, "cannot write " + file.string());
    return {};
}

// Encapsulated syntaxes: DCMTK's codecs and its own file writer.
Result<void> save_compressed(const std::filesystem::path& file, DcmDataset& data, const WriteOptions& options) {
    register_codecs();
    const bool rle = options.transfer_syntax == transfer_syntaxes::rle;
    if (!rle && options.transfer_syntax != transfer_syntaxes::jpeg_baseline)
        return fail(errors::malformed, "no codec for this transfer syntax");
    const auto syntax = rle ? EXS_RLELossless : EXS_JPEGProcess1;
    DJ_RPLossy jpeg(options.jpeg_quality);
    DcmRLERepresentationParameter run_length;
    const DcmRepresentationParameter* parameter = rle ? static_cast<DcmRepresentationParameter*>(&run_length) : &jpeg;
    OFString image_type;
    data.findAndGetOFStringArray(DcmTagKey(0x0008, 0x0008), image_type);
    if (const auto status = data.chooseRepresentation(syntax, parameter); status.bad() || !data.canWriteXfer(syntax))
        return fail(errors::malformed, std::string("cannot compress: ") + status.text());
    // The object was made so; nothing it was derived from exists.
    if (!image_type.empty()) data.putAndInsertOFStringArray(DcmTagKey(0x0008, 0x0008), image_type);
    DcmFileFormat format(&data);
    const auto status = format.saveFile(OFFilename(file.c_str()), syntax, EET_UndefinedLength, EGL_withoutGL);
    if (status.bad()) return fail(errors::unreadable, std::string("cannot write: ") + status.text());
    return {};
}

void append_meta(std::string& out, std::uint16_t element, std::string_view vr, std::string value, char padding) {
    if (value.size() % 2 != 0) value.push_back(padding);
    out += {'\x02', '\0', static_cast<char>(element & 0xFF), static_cast<char>(element >> 8)};
    out += vr;
    if (vr == "OB") out += std::string_view("\0\0", 2);
    for (std::size_t i = 0, size = value.size(); i < (vr == "OB" ? 4U : 2U); ++i, size >>= 8)
        out.push_back(static_cast<char>(size & 0xFF));
    out += value;
}

}  // namespace

void DataSet::set(Element element) {
    std::erase_if(elements_, [&](const Element& old) { return old.tag == element.tag; });
    elements_.push_back(std::move(element));
}

DataSet& DataSet::put(std::string_view keyword, std::string_view text) {
    set({tag_named(keyword), {}, std::string(text)});
    return *this;
}

DataSet& DataSet::put(std::string_view keyword, std::int64_t number) { return put(keyword, std::to_string(number)); }

DataSet& DataSet::put(std::string_view keyword, std::vector<DataSet> items) {
    set({tag_named(keyword), {}, std::move(items)});
    return *this;
}

DataSet& DataSet::put_as(Tag tag, std::string_view vr, std::string value) {
    set({tag, std::string(vr), std::move(value), true});
    return *this;
}

std::string file_meta(std::string_view sop_class, std::string_view sop_instance, std::string_view transfer_syntax,
                      std::string_view source_ae_title) {
    std::string group;
    append_meta(group, 0x0001, "OB", std::string("\0\1", 2), '\0');
    append_meta(group, 0x0002, "UI", std::string(sop_class), '\0');
    append_meta(group, 0x0003, "UI", std::string(sop_instance), '\0');
    append_meta(group, 0x0010, "UI", std::string(transfer_syntax), '\0');
    append_meta(group, 0x0012, "UI", std::string(implementation_class_uid), '\0');
    append_meta(group, 0x0013, "SH", std::string(implementation_version), ' ');
    if (!source_ae_title.empty()) append_meta(group, 0x0016, "AE", std::string(source_ae_title), ' ');
    std::string length;
    for (std::size_t i = 0, size = group.size(); i < 4; ++i, size >>= 8)
        length.push_back(static_cast<char>(size & 0xFF));
    std::string bytes(128, '\0');
    bytes += "DICM";
    append_meta(bytes, 0x0000, "UL", length, '\0');
    return bytes + group;
}

Result<void> write_object(const std::filesystem::path& file, const DataSet& data, const Pixels& pixels,
                          const WriteOptions& options) {
    prepare_dcmtk();
    DcmDataset set;
    set.putAndInsertString(DcmTagKey(0x0008, 0x0005), "ISO_IR 192");
    fill(set, data);
    if (!pixels.bytes.empty()) put_pixels(set, pixels);
    const auto syntax = options.transfer_syntax;
    const bool native = syntax == transfer_syntaxes::implicit_little || syntax == transfer_syntaxes::explicit_little ||
                        syntax == transfer_syntaxes::explicit_big || syntax == transfer_syntaxes::deflated_little;
    if (!native) return save_compressed(file, set, options);
    OFString sop_class;
    OFString sop_instance;
    set.findAndGetOFString(DcmTagKey(0x0008, 0x0016), sop_class);
    set.findAndGetOFString(DcmTagKey(0x0008, 0x0018), sop_instance);
    const auto bytes = data_set_bytes(set, syntax != transfer_syntaxes::implicit_little,
                                      syntax == transfer_syntaxes::explicit_big, std::uint64_t{1} << 32);
    if (!bytes) return fail(errors::malformed, "too large");
    const auto meta =
        file_meta({sop_class.c_str(), sop_class.size()}, {sop_instance.c_str(), sop_instance.size()}, syntax);
    return save_bytes(file, meta + (syntax == transfer_syntaxes::deflated_little ? deflate(*bytes) : *bytes));
}

}  // namespace portico::dicom
