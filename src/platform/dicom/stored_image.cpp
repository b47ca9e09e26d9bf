#include "platform/dicom/stored_image.h"

#include <unistd.h>

#include <cerrno>

#include "platform/dicom/header_data.h"
#include "platform/dicom/image_header_detail.h"

namespace portico::dicom {
namespace {

Result<void> read_ranges(int fd, const std::vector<FileRange>& ranges, std::span<std::uint8_t> into) {
    for (const auto& range : ranges) {
        for (std::uint64_t done = 0; done < range.length;) {
            const auto n = ::pread(fd, into.data() + done, static_cast<std::size_t>(range.length - done),
                                   static_cast<off_t>(range.offset + done));
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) return fail(errors::unreadable, "a frame ends too early");
            done += static_cast<std::uint64_t>(n);
        }
        into = into.subspan(static_cast<std::size_t>(range.length));
    }
    return {};
}

}  // namespace

Result<StoredImage> StoredImage::open(const std::filesystem::path& file) {
    PORTICO_TRY(auto read, read_instance(file));
    auto instance = std::make_shared<InstanceFile>(std::move(read));
    const auto& a = instance->attributes();
    PORTICO_TRY(auto index, FrameIndex::of(instance->header().read_layout(),
                                           {a.rows, a.columns, a.frames, a.samples, a.bits_allocated, a.photometric}));
    return StoredImage(std::move(instance), std::move(index));
}

std::uint32_t StoredImage::frames() const { return static_cast<std::uint32_t>(index_.count()); }
bool StoredImage::encapsulated() const { return index_.encapsulated(); }

std::optional<FileRange> StoredImage::little_endian_pixels() const {
    const auto& layout = instance_->layout();
    if (layout.pixels != PixelKind::native || layout.deflated || layout.big_endian) return std::nullopt;
    return FileRange{layout.pixel_value_offset, layout.pixel_value_length};
}

Result<ImageFrame> StoredImage::frame(std::uint32_t number) {
    if (index_.count() == 0) return fail(errors::no_image);
    if (number == 0 || number > index_.count()) return fail(portico::errors::not_found);
    auto& header = instance_->header();
    ImageFrame frame;
    frame.header = image_header(header, number - 1);
    auto ranges = index_.frame(number - 1);
    if (ranges.empty()) {
        const auto bits = std::uint64_t{frame.header.rows} * frame.header.columns * frame.header.samples;
        if (index_.encapsulated() || frame.header.bits_allocated != 1 || bits == 0) return fail(errors::no_image);
        const auto first = bits * (number - 1);
        frame.first_bit = static_cast<std::uint8_t>(first % 8);
        ranges = {{header.read_layout().pixel_value_offset + first / 8, (frame.first_bit + bits + 7) / 8}};
    }
    for (const auto& range : ranges) frame.length += range.length;
    const auto& file = header.walked.inflated ? header.walked.inflated : header.walked.file;
    frame.read = [keep = instance_, fd = file.get(), ranges, length = frame.length](std::span<std::uint8_t> into) {
        if (into.size() != length) return Result<void>(fail(errors::unreadable, "a frame of another length"));
        return read_ranges(fd, ranges, into);
    };
    return frame;
}

}  // namespace portico::dicom
