// multipart/related, multipart/form-data and the like (RFC 2046, 5.1), in and out, without holding a part in memory.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "platform/http/body.h"
#include "platform/http/headers.h"
#include "platform/http/media_type.h"

namespace portico::http {

struct MultipartLimits {
    std::size_t preamble_bytes = 1024;
    std::size_t part_header_bytes = 8 * 1024;
    std::size_t parts = 10'000;
};

// Pulls parts out of a body in the order in which they arrive; holds one buffer of 256 KiB. One thread; the body must
// outlive it. Errors: bad_multipart, too_many_parts, and those of the body; after an error every call gives it again.
class MultipartReader {
public:
    // `content_type` is the request's; it must be multipart/* with a boundary of 1 to 200 characters.
    // Errors: unsupported_media_type, bad_multipart.
    static Result<MultipartReader> create(std::string_view content_type, BodyReader& body, MultipartLimits limits = {});

    MultipartReader(MultipartReader&&) noexcept;
    MultipartReader& operator=(MultipartReader&&) noexcept;
    ~MultipartReader();

    // Goes to the next part (over what is unread of the current one) and gives its headers; nothing after the last.
    Result<std::optional<Headers>> next_part();
    // The current part's bytes; 0 is its end.
    Result<std::size_t> read(std::span<std::byte> into);

    const MediaType& media_type() const;  // of the whole: its "type" and "start" parameters

private:
    class Impl;
    explicit MultipartReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// name="..." and filename="..." of a form-data part (RFC 7578). A file name is text for people, never a path (SEC-5).
struct FormPart {
    std::string name;
    std::optional<std::string> file_name;
};
std::optional<FormPart> form_part(const Headers& headers);

// Makes the texts around the parts of a response whose total size is known beforehand.
class MultipartWriter {
public:
    // `type` is the media type of the parts: multipart/related; type="application/dicom"; boundary=...
    explicit MultipartWriter(std::string_view type);
    MultipartWriter(std::string_view subtype, std::string_view type, std::string boundary);

    std::string content_type() const;
    // What stands before the bytes of the next part, its headers included.
    std::string part(const Headers& headers);
    // What stands after the last part (also when there was none).
    std::string closing() const;

private:
    std::string subtype_;
    std::string type_;
    std::string boundary_;
    bool first_ = true;
};

// 32 random characters that will not occur in the parts.
std::string random_boundary();

}  // namespace portico::http
