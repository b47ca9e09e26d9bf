#include "features/dicomweb/transcoding.h"

#include "platform/dicom/native_form.h"

namespace portico::dicomweb {
namespace {

constexpr std::uint64_t longest_element = 0xFFFFFFFEULL;  // PS3.5 7.1.1

// What is sent of one object, piece by piece.
struct NativeObject {
    studies::OpenObject object;
    dicom::NativeForm form;
    std::optional<dicom::FileRange> range;  // pixels that lie in the file as they leave
    std::uint32_t frames = 0;               // else so many are decoded
    std::string first;                      // the first of them
    std::size_t step = 0;

    Result<std::optional<http::Segment>> next(imaging::Decoders& decoders);
};

Result<std::optional<http::Segment>> NativeObject::next(imaging::Decoders& decoders) {
    const std::size_t pieces = range ? 1 : frames, now = step++;
    if (now == 0) return std::optional<http::Segment>(std::move(form.before));
    if (now == pieces + 1) return std::optional<http::Segment>(std::move(form.after));
    if (now > pieces) return std::nullopt;
    if (range) {
        const auto& file = object.files.front();
        return std::optional<http::Segment>(
            http::FileRange{http::OpenFile::borrow(file->fd(), file), range->offset, range->length});
    }
    if (now == 1) return std::optional<http::Segment>(std::move(first));
    PORTICO_TRY(auto frame, native_frame(object, decoders, now));
    return std::optional<http::Segment>(std::move(frame.bytes));
}

// How many bytes the pixels will have; decodes the first frame where there is something to decode.
Result<std::optional<dicom::NativePixels>> prepare_pixels(NativeObject& native, imaging::Decoders& decoders) {
    auto& image = native.object.image;
    native.range = image.little_endian_pixels();
    if (native.range) return dicom::NativePixels{native.range->length, {}};
    if (image.frames() == 0) return std::nullopt;
    native.frames = image.frames();
    PORTICO_TRY(const auto frame, image.frame(1));
    const auto bits = std::uint64_t{frame.header.rows} * frame.header.columns * frame.header.samples;
    // Frames of single bits follow each other without a gap: they cannot be put together from whole bytes.
    if (frame.header.bits_allocated == 1 && native.frames > 1 && bits % 8 != 0)
        return fail(imaging::errors::cannot_be_shown, "frames that share bytes");
    PORTICO_TRY(auto decoded, decoders.decode(frame));
    const auto length = std::uint64_t{decoded.bytes.size()} * native.frames;
    if (length > longest_element) return fail(imaging::errors::image_too_large);
    native.first = std::move(decoded.bytes);
    return dicom::NativePixels{length, std::move(decoded.photometric)};
}

}  // namespace

Result<imaging::DecodedFrame> native_frame(studies::OpenObject& object, imaging::Decoders& decoders,
                                           std::uint64_t number) {
    if (number > object.image.frames() && object.image.frames() > 0) return fail(portico::errors::not_found);
    PORTICO_TRY(const auto frame, object.image.frame(static_cast<std::uint32_t>(number)));
    return decoders.decode(frame);
}

Result<http::SegmentSource> native_object(const studies::Archive& archive, imaging::Decoders& decoders,
                                          const studies::InstanceRecord& instance) {
    PORTICO_TRY(auto opened, archive.open(instance));
    auto native = std::make_shared<NativeObject>(NativeObject{std::move(opened), {}, {}, 0, {}, 0});
    PORTICO_TRY(const auto pixels, prepare_pixels(*native, decoders));
    auto& original = native->object.image.instance();
    auto& header = native->object.corrected ? *native->object.corrected : original;
    PORTICO_TRY(native->form, dicom::native_form(header, original, pixels));
    http::SegmentSource source;
    source.content_length = native->form.before.size() + native->form.after.size() + (pixels ? pixels->length : 0);
    source.next = [native, &decoders] { return native->next(decoders); };
    return source;
}

}  // namespace portico::dicomweb
