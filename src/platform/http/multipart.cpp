#include "platform/http/multipart.h"

#include <fmt/format.h>
#include <string.h>

#include <cstring>

#include "platform/http/detail/random.h"
#include "platform/http/detail/text.h"
#include "platform/http/errors.h"

namespace portico::http {

namespace {

constexpr std::size_t buffer_size = 256 * 1024;
// RFC 2046, 5.1.1, allows 70; Orthanc's STOW-RS client sends 73.
constexpr std::size_t most_boundary_characters = 200;
constexpr std::size_t most_padding = 64;  // white space after a boundary

bool is_boundary(std::string_view text) {
    if (text.empty() || text.size() > most_boundary_characters || text.back() == ' ') return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return detail::is_alphanumeric(c) ||
               std::string_view("'()+_,-./:=? &!#$%*^`{|}~@<>[]").find(c) != std::string_view::npos;
    });
}

// The fields of one part, `block` without the empty line at its end; nothing when they are not valid.
std::optional<Headers> parse_part_headers(std::string_view block) {
    std::vector<std::pair<std::string, std::string>> fields;
    while (!block.empty()) {
        const auto end = std::min(block.find("\r\n"), block.size());
        const auto line = block.substr(0, end);
        block.remove_prefix(std::min(end + 2, block.size()));
        using namespace std::string_view_literals;
        if (line.find_first_of("\r\n\0"sv) != std::string_view::npos) return std::nullopt;
        if (line.starts_with(' ') || line.starts_with('\t')) {  // folded (RFC 5322, 2.2.3)
            if (fields.empty()) return std::nullopt;
            fields.back().second += " " + std::string(detail::trim(line));
            continue;
        }
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !detail::is_token(line.substr(0, colon))) return std::nullopt;
        fields.emplace_back(line.substr(0, colon), detail::trim(line.substr(colon + 1)));
    }
    Headers headers;
    for (const auto& [name, value] : fields) headers.add(name, value);
    return headers;
}

}  // namespace

// The buffer holds [begin_, end_). [begin_, data_end_) is known to be content; what stands at data_end_ is told by
// mark_: not looked at yet, or a boundary that ends at after_. The delimiter includes the line break before it; the
// buffer starts with one, so that a boundary in the first line is found like every other.
class MultipartReader::Impl {
public:
    Impl(MediaType type, BodyReader& body, MultipartLimits limits)
        : type_(std::move(type)),
          delimiter_("\r\n--" + std::string(*type_.parameter("boundary"))),
          body_(body),
          limits_(limits),
          buffer_(buffer_size) {
        buffer_[0] = '\r';
        buffer_[1] = '\n';
        end_ = 2;
    }

    Result<std::optional<Headers>> next_part() {
        return guarded([&] { return next_part_unguarded(); });
    }
    Result<std::size_t> read(std::span<std::byte> into) {
        return guarded([&] { return read_unguarded(into); });
    }
    const MediaType& media_type() const { return type_; }

private:
    enum class Mark { unknown, part, close };
    struct Boundary {
        enum class Kind { none, undecided, part, close } kind;
        std::size_t after = 0;
    };

    template <class F>
    auto guarded(F function) -> decltype(function()) {
        if (error_) return fail(*error_);
        auto result = function();
        if (!result) error_ = result.error();
        return result;
    }

    // Brings more bytes behind end_; 0: the body is at its end. Called when little is left in the buffer.
    Result<std::size_t> fill() {
        if (begin_ != 0) {
            std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
            data_end_ -= begin_;
            after_ -= std::min(after_, begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        if (end_ == buffer_.size()) return fail(errors::bad_multipart);
        PORTICO_TRY(const std::size_t count,
                    body_.read(std::as_writable_bytes(std::span(buffer_.data() + end_, buffer_.size() - end_))));
        end_ += count;
        return count;
    }

    // As fill; the end of the body is an error here: the closing boundary is missing.
    Result<void> fill_or_fail() {
        PORTICO_TRY(const std::size_t count, fill());
        if (count == 0) return fail(errors::bad_multipart, "ends without its closing boundary");
        return {};
    }

    // What follows a delimiter that ends at `position`: "--", or white space and a line break, or anything else, when
    // it was content that only begins like the delimiter.
    Boundary classify(std::size_t position) const {
        if (end_ - position < 2) return {Boundary::Kind::undecided};
        if (buffer_[position] == '-' && buffer_[position + 1] == '-') return {Boundary::Kind::close, position + 2};
        const auto limit = position + most_padding;
        while (position < end_ && position < limit && (buffer_[position] == ' ' || buffer_[position] == '\t'))
            ++position;
        if (end_ - position < 2) return {Boundary::Kind::undecided};
        if (buffer_[position] == '\r' && buffer_[position + 1] == '\n') return {Boundary::Kind::part, position + 2};
        return {Boundary::Kind::none};
    }

    // Looks for the next delimiter from data_end_ on.
    void scan() {
        auto from = data_end_;
        while (true) {
            const auto* found = static_cast<const char*>(
                ::memmem(buffer_.data() + from, end_ - from, delimiter_.data(), delimiter_.size()));
            if (!found) {
                const auto kept = delimiter_.size() - 1;
                data_end_ = std::max(data_end_, end_ > kept ? end_ - kept : 0);
                data_end_ = std::max(data_end_, std::min(from, end_));
                return;
            }
            const auto position = static_cast<std::size_t>(found - buffer_.data());
            const auto boundary = classify(position + delimiter_.size());
            if (boundary.kind == Boundary::Kind::none) {
                from = position + 1;
                continue;
            }
            data_end_ = position;
            if (boundary.kind == Boundary::Kind::undecided) return;
            mark_ = boundary.kind == Boundary::Kind::close ? Mark::close : Mark::part;
            after_ = boundary.after;
            return;
        }
    }

    Result<std::size_t> read_unguarded(std::span<std::byte> into) {
        if (!in_part_ || into.empty()) return 0;
        while (begin_ == data_end_) {
            if (mark_ != Mark::unknown) return 0;
            scan();
            if (begin_ == data_end_ && mark_ == Mark::unknown) PORTICO_CHECK(fill_or_fail());
        }
        const auto count = std::min(into.size(), data_end_ - begin_);
        std::memcpy(into.data(), buffer_.data() + begin_, count);
        begin_ += count;
        return count;
    }

    // Leaves the rest of the current part, or what stands before the first boundary.
    Result<void> skip_to_boundary() {
        std::size_t skipped = 0;
        while (mark_ == Mark::unknown) {
            scan();
            skipped += data_end_ - begin_;
            begin_ = data_end_;
            if (!in_part_ && skipped > limits_.preamble_bytes)
                return fail(errors::bad_multipart, "no boundary at its start");
            if (mark_ == Mark::unknown) PORTICO_CHECK(fill_or_fail());
        }
        begin_ = data_end_;
        return {};
    }

    Result<std::optional<Headers>> next_part_unguarded() {
        if (finished_) return std::optional<Headers>();
        PORTICO_CHECK(skip_to_boundary());
        const auto mark = std::exchange(mark_, Mark::unknown);
        begin_ = data_end_ = after_;
        if (mark == Mark::close) {
            finished_ = true;
            in_part_ = false;
            PORTICO_CHECK(read_epilogue());
            return std::optional<Headers>();
        }
        if (++parts_ > limits_.parts) return fail(errors::too_many_parts);
        PORTICO_TRY(auto headers, read_headers());
        in_part_ = true;
        return std::optional<Headers>(std::move(headers));
    }

    // A body that is broken off behind the closing boundary is still a broken body.
    Result<void> read_epilogue() {
        std::size_t skipped = 0;
        while (true) {
            skipped += end_ - begin_;
            begin_ = data_end_ = end_;
            if (skipped > limits_.preamble_bytes)
                return fail(errors::bad_multipart, "goes on behind its closing boundary");
            PORTICO_TRY(const std::size_t count, fill());
            if (count == 0) return {};
        }
    }

    // Reads the headers at begin_ and the empty line behind them.
    Result<Headers> read_headers() {
        std::size_t empty_line = 0;
        while (true) {
            const std::string_view text(buffer_.data() + begin_, end_ - begin_);
            if (text.starts_with("\r\n")) break;
            const auto found = text.substr(0, limits_.part_header_bytes + 4).find("\r\n\r\n");
            if (found != std::string_view::npos) {
                empty_line = found + 2;
                break;
            }
            if (text.size() >= limits_.part_header_bytes + 4)
                return fail(errors::bad_multipart, "too large part headers");
            PORTICO_CHECK(fill_or_fail());
        }
        const std::string_view block(buffer_.data() + begin_, empty_line);
        auto headers = parse_part_headers(block);
        if (!headers) return fail(errors::bad_multipart, "part headers that are not valid");
        begin_ += empty_line;
        data_end_ = begin_;
        PORTICO_CHECK(pass_empty_line());
        return std::move(*headers);
    }

    // The line break of the empty line may belong to the next boundary already (a part without content, RFC
    // 2046 5.1.1).
    Result<void> pass_empty_line() {
        while (true) {
            const auto available = std::min(end_ - begin_, delimiter_.size());
            if (std::memcmp(buffer_.data() + begin_, delimiter_.data(), available) != 0) break;
            if (available == delimiter_.size()) {
                const auto boundary = classify(begin_ + delimiter_.size());
                if (boundary.kind == Boundary::Kind::none) break;
                if (boundary.kind != Boundary::Kind::undecided) {
                    mark_ = boundary.kind == Boundary::Kind::close ? Mark::close : Mark::part;
                    after_ = boundary.after;
                    return {};
                }
            }
            PORTICO_CHECK(fill_or_fail());
        }
        begin_ += 2;
        data_end_ = begin_;
        return {};
    }

    MediaType type_;
    std::string delimiter_;
    BodyReader& body_;
    MultipartLimits limits_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t data_end_ = 0;
    std::size_t after_ = 0;
    std::size_t end_ = 0;
    Mark mark_ = Mark::unknown;
    std::size_t parts_ = 0;
    bool in_part_ = false;
    bool finished_ = false;
    std::optional<Error> error_;
};

MultipartReader::MultipartReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MultipartReader::MultipartReader(MultipartReader&&) noexcept = default;
MultipartReader& MultipartReader::operator=(MultipartReader&&) noexcept = default;
MultipartReader::~MultipartReader() = default;

Result<MultipartReader> MultipartReader::create(std::string_view content_type, BodyReader& body,
                                                MultipartLimits limits) {
    auto type = parse_media_type(content_type);
    if (!type || type->type != "multipart") return fail(errors::unsupported_media_type);
    if (!is_boundary(type->parameter("boundary").value_or(""))) return fail(errors::bad_multipart, "no valid boundary");
    limits.part_header_bytes = std::min(limits.part_header_bytes, buffer_size / 2);
    return MultipartReader(std::make_unique<Impl>(std::move(*type), body, limits));
}

Result<std::optional<Headers>> MultipartReader::next_part() { return impl_->next_part(); }
Result<std::size_t> MultipartReader::read(std::span<std::byte> into) { return impl_->read(into); }
const MediaType& MultipartReader::media_type() const { return impl_->media_type(); }

std::optional<FormPart> form_part(const Headers& headers) {
    const auto disposition = headers.get("Content-Disposition");
    if (!disposition) return std::nullopt;
    // The grammar of the parameters is that of media types.
    const auto parsed = parse_media_type("x/" + std::string(detail::trim(*disposition)));
    if (!parsed || parsed->subtype != "form-data") return std::nullopt;
    const auto name = parsed->parameter("name");
    if (!name) return std::nullopt;
    FormPart part{std::string(*name), std::nullopt};
    if (const auto file_name = parsed->parameter("filename")) part.file_name = std::string(*file_name);
    return part;
}

MultipartWriter::MultipartWriter(std::string_view type) : MultipartWriter("related", type, random_boundary()) {}

MultipartWriter::MultipartWriter(std::string_view subtype, std::string_view type, std::string boundary)
    : subtype_(subtype), type_(type), boundary_(std::move(boundary)) {}

std::string MultipartWriter::content_type() const {
    auto text = "multipart/" + subtype_;
    if (!type_.empty()) text += "; type=\"" + type_ + "\"";
    return text + "; boundary=" + boundary_;
}

std::string MultipartWriter::part(const Headers& headers) {
    std::string text = std::exchange(first_, false) ? "--" : "\r\n--";
    text += boundary_ + "\r\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    return text + "\r\n";
}

std::string MultipartWriter::closing() const { return (first_ ? "--" : "\r\n--") + boundary_ + "--\r\n"; }

std::string random_boundary() { return detail::random_hex(16); }

}  // namespace portico::http
