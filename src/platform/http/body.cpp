#include "platform/http/body.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace portico::http {

OpenFile::OpenFile(int descriptor, std::shared_ptr<const void> owner, bool closes)
    : descriptor_(descriptor), owner_(std::move(owner)), closes_(closes) {}

OpenFile::~OpenFile() {
    if (closes_) ::close(descriptor_);
}

Result<std::shared_ptr<const OpenFile>> OpenFile::open(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0) return adopt(descriptor);
    const int reason = errno;
    if (reason == ENOENT || reason == ENOTDIR) return fail(portico::errors::not_found);
    return fail(portico::errors::unavailable, std::generic_category().message(reason));
}

std::shared_ptr<const OpenFile> OpenFile::adopt(int descriptor) {
    return std::shared_ptr<const OpenFile>(new OpenFile(descriptor, nullptr, true));
}

std::shared_ptr<const OpenFile> OpenFile::borrow(int descriptor, std::shared_ptr<const void> owner) {
    return std::shared_ptr<const OpenFile>(new OpenFile(descriptor, std::move(owner), false));
}

std::uint64_t size_of(const Segment& segment) {
    if (const auto* text = std::get_if<std::string>(&segment)) return text->size();
    if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&segment)) return (*shared)->size();
    return std::get<FileRange>(segment).length;
}

std::uint64_t size_of(const std::vector<Segment>& segments) {
    std::uint64_t total = 0;
    for (const auto& segment : segments) total += size_of(segment);
    return total;
}

namespace {

Segment cut(const Segment& segment, std::uint64_t offset, std::uint64_t length) {
    if (const auto* text = std::get_if<std::string>(&segment)) return text->substr(offset, length);
    if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&segment)) {
        if (offset == 0 && length == (*shared)->size()) return *shared;
        return (*shared)->substr(offset, length);
    }
    auto range = std::get<FileRange>(segment);
    range.offset += offset;
    range.length = length;
    return range;
}

}  // namespace

std::vector<Segment> slice(const std::vector<Segment>& segments, std::uint64_t offset, std::uint64_t length) {
    std::vector<Segment> out;
    for (const auto& segment : segments) {
        if (length == 0) break;
        const auto size = size_of(segment);
        if (offset >= size) {
            offset -= size;
            continue;
        }
        const auto taken = std::min(size - offset, length);
        out.push_back(cut(segment, offset, taken));
        length -= taken;
        offset = 0;
    }
    if (length != 0) throw std::out_of_range("a slice beyond the end of its segments");
    return out;
}

Result<std::size_t> TextBodyReader::read(std::span<std::byte> into) {
    const auto count = std::min(into.size(), text_.size());
    if (count != 0) std::memcpy(into.data(), text_.data(), count);
    text_.remove_prefix(count);
    return count;
}

}  // namespace portico::http
