// The frames of a stored object, one by one, as bytes and with what is needed to show them. For rendering and
// transcoding; whoever sends frames as they lie uses FrameIndex.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>

#include "core/result.h"
#include "platform/dicom/image_header.h"
#include "platform/dicom/instance_file.h"

namespace portico::dicom {

// One frame: `length` bytes, the first `first_bit` bits of which belong to the frame before (single-bit pixels,
// PS3.5 8.1.1). Keeps the file open.
struct ImageFrame {
    ImageHeader header;
    std::uint64_t length = 0;
    std::uint8_t first_bit = 0;
    std::function<Result<void>(std::span<std::uint8_t>)> read;  // fills exactly `length` bytes; error: unreadable
};

// Movable; one thread at a time.
class StoredImage {
public:
    // Errors: those of read_instance.
    static Result<StoredImage> open(const std::filesystem::path& file);

    // 0 for objects without pixels.
    std::uint32_t frames() const;
    bool encapsulated() const;
    // Where the pixels of all frames lie in the file, when they lie there in little endian order as they are.
    std::optional<FileRange> little_endian_pixels() const;
    // Frame `number`, from 1. Errors: not_found, and no_image for what has no frames that can be told apart.
    Result<ImageFrame> frame(std::uint32_t number);
    InstanceFile& instance() { return *instance_; }

private:
    explicit StoredImage(std::shared_ptr<InstanceFile> instance, FrameIndex index)
        : instance_(std::move(instance)), index_(std::move(index)) {}
    std::shared_ptr<InstanceFile> instance_;
    FrameIndex index_;  // of the inflated data set for deflated objects
};

namespace errors {
inline constexpr ErrorKind no_image{"dicom_no_image", 406, 0x0110, "This object has no image that can be shown."};
}

}  // namespace portico::dicom
