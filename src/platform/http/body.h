// What bodies are made of: files and texts on the way out, a blocking reader on the way in.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"

namespace portico::http {

// Keeps a file open while a response refers to it. Reading happens by offset only, so one may be shared between
// responses and threads.
class OpenFile {
public:
    // Opens for reading; errors: not_found, or unavailable with the system's reason as detail.
    static Result<std::shared_ptr<const OpenFile>> open(const std::string& path);
    // Takes the descriptor over; it is closed with the last owner.
    static std::shared_ptr<const OpenFile> adopt(int descriptor);
    // Uses a descriptor that `owner` keeps open.
    static std::shared_ptr<const OpenFile> borrow(int descriptor, std::shared_ptr<const void> owner);

    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile();

    int descriptor() const { return descriptor_; }

private:
    OpenFile(int descriptor, std::shared_ptr<const void> owner, bool closes);
    int descriptor_;
    std::shared_ptr<const void> owner_;
    bool closes_;
};

// Bytes [offset, offset + length) of a file. Sent with sendfile(2) where there is no TLS. A file that turns out shorter
// breaks the connection off: a client never takes a part for the whole.
struct FileRange {
    std::shared_ptr<const OpenFile> file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

using Segment = std::variant<std::string, std::shared_ptr<const std::string>, FileRange>;

std::uint64_t size_of(const Segment& segment);
std::uint64_t size_of(const std::vector<Segment>& segments);

// The bytes [offset, offset + length) of the joined segments; texts are copied, files only referred to.
// The range must lie within their total size.
std::vector<Segment> slice(const std::vector<Segment>& segments, std::uint64_t offset, std::uint64_t length);

// A body that is asked for piece by piece: `next` is called on a worker thread when the piece before has been sent, so
// that a right can be looked at again between files (GEN-5). No more segments: the body is complete. An error, or
// another total than `content_length`, breaks the connection off.
struct SegmentSource {
    std::function<Result<std::optional<Segment>>()> next;
    std::optional<std::uint64_t> content_length;  // none: sent chunked
};

// A request's body as it arrives. Owned by the server, valid during the handler's call, used by that one thread.
class BodyReader {
public:
    virtual ~BodyReader() = default;
    // Blocks until there is at least one byte; 0 is the end of a complete body. Errors: body_too_large,
    // request_timeout (the client stalls), bad_request (broken chunks), body_aborted (the client left, the server
    // stops). After an error every call gives the same error.
    virtual Result<std::size_t> read(std::span<std::byte> into) = 0;
    // Content-Length, where the client told.
    virtual std::optional<std::uint64_t> declared_length() const = 0;
};

// A BodyReader over text that is there already; for buffered bodies and for tests.
class TextBodyReader final : public BodyReader {
public:
    explicit TextBodyReader(std::string_view text) : text_(text) {}  // the text must outlive the reader
    Result<std::size_t> read(std::span<std::byte> into) override;
    std::optional<std::uint64_t> declared_length() const override { return length_; }

private:
    std::string_view text_;
    std::uint64_t length_ = text_.size();
};

}  // namespace portico::http
