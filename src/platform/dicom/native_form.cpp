#include "platform/dicom/native_form.h"

#include "platform/dicom/data_set_bytes.h"
#include "platform/dicom/header_data.h"
#include "platform/dicom/writer.h"

namespace portico::dicom {
namespace {

constexpr std::uint64_t longest_part = 256ULL * 1024 * 1024;

void put_little(std::string& bytes, std::uint64_t number, int count) {
    for (int i = 0; i < count; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xFF);
}

// (7FE0,0010) with VR and 32-bit length (PS3.5 7.1.2, A.2).
std::string pixel_element(const InstanceFile& original, std::uint64_t length) {
    const auto tag = original.header().read_layout().pixel_tag;
    std::string_view vr = original.attributes().bits_allocated > 8 ? "OW" : "OB";
    if (tag == tags::float_pixel_data) vr = "OF";
    if (tag == tags::double_float_pixel_data) vr = "OD";
    std::string bytes;
    put_little(bytes, tag.group, 2);
    put_little(bytes, tag.element, 2);
    bytes += vr;
    put_little(bytes, 0, 2);
    put_little(bytes, length, 4);
    return bytes;
}

}  // namespace

Result<NativeForm> native_form(InstanceFile& header, InstanceFile& original,
                               const std::optional<NativePixels>& pixels) {
    const auto& layout = original.layout();
    auto& before = header.header().before;
    // Tables of places in the compressed stream (PS3.3 C.7.6.3.1.8) mean nothing any more.
    for (const auto& tag : {DCM_ExtendedOffsetTable, DCM_ExtendedOffsetTableLengths}) before.findAndDeleteElement(tag);
    if (pixels && !pixels->photometric.empty())
        before.putAndInsertString(DCM_PhotometricInterpretation, pixels->photometric.c_str());
    auto head = data_set_bytes(before, true, false, longest_part);
    auto tail = data_set_bytes(original.header().after, true, false, longest_part);
    if (!head || !tail) return fail(errors::too_complex, "a header longer than the limit");
    NativeForm form;
    form.before =
        file_meta(layout.sop_class, layout.sop_instance, transfer_syntaxes::explicit_little, layout.source_ae_title) +
        *head;
    if (pixels) {
        const auto padding = pixels->length % 2;
        form.before += pixel_element(original, pixels->length + padding);
        form.after.assign(padding, '\0');
    }
    form.after += *tail;
    return form;
}

}  // namespace portico::dicom
