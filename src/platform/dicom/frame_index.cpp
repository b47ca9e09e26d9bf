#include "platform/dicom/frame_index.h"

#include <limits>

#include "platform/dicom/errors.h"

namespace portico::dicom {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::string_view base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<std::uint64_t> product(std::initializer_list<std::uint64_t> factors) {
    std::uint64_t result = 1;
    for (const auto factor : factors)
        if (__builtin_mul_overflow(result, factor, &result)) return std::nullopt;
    return result;
}

void put_number(std::vector<std::uint8_t>& bytes, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) bytes.push_back(static_cast<std::uint8_t>(number | 0x80));
    bytes.push_back(static_cast<std::uint8_t>(number));
}

class NumberReader {
public:
    explicit NumberReader(const std::vector<std::uint8_t>& bytes) : bytes_(bytes) {}
    std::optional<std::uint64_t> next() {
        std::uint64_t number = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (position_ == bytes_.size()) return std::nullopt;
            const std::uint64_t byte = bytes_[position_++];
            if (shift == 63 && byte > 1) return std::nullopt;
            number |= (byte & 0x7F) << shift;
            if (byte < 0x80) return number;
        }
        return std::nullopt;
    }
    std::size_t left() const { return bytes_.size() - position_; }

private:
    const std::vector<std::uint8_t>& bytes_;
    std::size_t position_ = 0;
};

std::string to_base64url(const std::vector<std::uint8_t>& bytes) {
    std::string text;
    text.reserve(bytes.size() * 4 / 3 + 3);
    std::uint32_t bits = 0;
    int held = 0;
    for (const auto byte : bytes) {
        bits = bits << 8 | byte;
        for (held += 8; held >= 6; held -= 6) text.push_back(base64url[bits >> (held - 6) & 63]);
    }
    if (held > 0) text.push_back(base64url[bits << (6 - held) & 63]);
    return text;
}

std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const auto value = base64url.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        if ((held += 6) >= 8) {
            held -= 8;
            bytes.push_back(static_cast<std::uint8_t>(bits >> held));
        }
    }
    return bytes;
}

// Samples of one frame in native form. YBR_FULL_422 and its relatives carry the colour of two pixels once (PS3.3
// C.7.6.3.1.2).
std::optional<std::uint64_t> bits_of_frame(const FrameIndex::Image& image) {
    const auto pixels = product({image.rows, image.columns});
    if (!pixels) return std::nullopt;
    if (image.samples == 3 && (image.photometric == "YBR_FULL_422" || image.photometric == "YBR_PARTIAL_422"))
        return product({*pixels, 2, image.bits_allocated});
    if (image.samples == 3 && image.photometric == "YBR_PARTIAL_420") {
        const auto bits = product({*pixels, 3, image.bits_allocated});
        return bits ? std::optional(*bits / 2) : std::nullopt;
    }
    return product({*pixels, image.samples, image.bits_allocated});
}

// The fragment that begins at each offset of a table; offsets count from the first fragment's item tag. Nothing when
// one points elsewhere.
template <class Offset>
std::optional<std::vector<std::uint32_t>> starts_from_table(const std::vector<FileRange>& fragments,
                                                            const std::vector<Offset>& offsets) {
    std::vector<std::uint32_t> starts;
    if (fragments.empty()) return std::nullopt;
    std::size_t fragment = 0;
    for (const std::uint64_t offset : offsets) {
        while (fragment < fragments.size() && fragments[fragment].offset - fragments.front().offset < offset)
            ++fragment;
        if (fragment == fragments.size() || fragments[fragment].offset - fragments.front().offset != offset)
            return std::nullopt;
        if (!starts.empty() && starts.back() >= fragment) return std::nullopt;
        starts.push_back(static_cast<std::uint32_t>(fragment));
    }
    if (starts.empty() || starts.front() != 0) return std::nullopt;
    return starts;
}

std::optional<std::vector<std::uint32_t>> starts_of_frames(const FileLayout& layout, std::size_t frames) {
    if (layout.extended_offsets.size() == frames)
        if (auto starts = starts_from_table(layout.fragments, layout.extended_offsets)) return starts;
    if (layout.basic_offsets.size() == frames)
        if (auto starts = starts_from_table(layout.fragments, layout.basic_offsets)) return starts;
    if (frames == 1) return std::vector<std::uint32_t>{0};
    if (layout.fragments.size() != frames) return std::nullopt;
    std::vector<std::uint32_t> starts(frames);
    for (std::uint32_t i = 0; i < frames; ++i) starts[i] = i;
    return starts;
}

}  // namespace

bool is_video(std::string_view transfer_syntax) {
    // With ".1" behind it where the stream may lie in several fragments.
    constexpr std::string_view family = "1.2.840.10008.1.2.4.10";
    if (transfer_syntax.ends_with(".1")) transfer_syntax.remove_suffix(2);
    return transfer_syntax.starts_with(family) && transfer_syntax.size() == family.size() + 1;
}

Result<FrameIndex> FrameIndex::of(const FileLayout& layout, const Image& image, const ReadLimits& limits) {
    const std::uint64_t frames = std::max<std::uint32_t>(image.frames, 1);
    const auto decoded = product({image.rows, image.columns, std::max<std::uint32_t>(image.samples, 1),
                                  std::max<std::uint64_t>((image.bits_allocated + 7ULL) / 8, 1)});
    if (!decoded || *decoded > limits.decoded_frame)
        return fail(errors::absurd_dimensions, "a frame larger than the limit");
    FrameIndex index;
    if (layout.pixels == PixelKind::none) return index;
    index.count_ = static_cast<std::size_t>(frames);
    if (layout.pixels == PixelKind::native) {
        const auto frame_bits = bits_of_frame(image);
        const auto total = frame_bits ? product({*frame_bits, frames}) : std::nullopt;
        if (!total || *total / 8 + (*total % 8 != 0 ? 1 : 0) > layout.pixel_value_length)
            return fail(errors::absurd_dimensions, "fewer pixels than declared");
        index.first_ = {layout.pixel_value_offset, *frame_bits / 8 + (*frame_bits % 8 != 0 ? 1 : 0)};
        // Frames of single bits follow each other without a gap (PS3.5 8.1.1).
        index.addressable_ = *frame_bits > 0 && (frames == 1 || *frame_bits % 8 == 0);
        if (!index.addressable_) index.first_ = {};
        if (*frame_bits == 0) index.count_ = 0;
        return index;
    }
    index.encapsulated_ = true;
    if (is_video(layout.transfer_syntax)) {
        index.fragments_ = layout.fragments;
        return index;
    }
    if (layout.fragments.size() < frames) return fail(errors::absurd_dimensions, "fewer fragments than frames");
    if (auto starts = starts_of_frames(layout, index.count_)) {
        index.addressable_ = true;
        index.fragments_ = layout.fragments;
        index.starts_ = std::move(*starts);
    }
    return index;
}

std::string FrameIndex::encode() const {
    const bool is_stream = !addressable_ && !fragments_.empty();
    const int flags = (addressable_ ? 1 : 0) | (encapsulated_ ? 2 : 0) | (is_stream ? 4 : 0);
    std::vector<std::uint8_t> bytes{version, static_cast<std::uint8_t>(flags)};
    put_number(bytes, count_);
    std::uint64_t end = 0;
    const auto put_fragments = [&](std::size_t first, std::size_t last) {
        put_number(bytes, last - first);
        for (auto i = first; i < last; ++i) {
            put_number(bytes, fragments_[i].offset - end);
            put_number(bytes, fragments_[i].length);
            end = fragments_[i].end();
        }
    };
    if (addressable_ && !encapsulated_) {
        put_number(bytes, first_.offset);
        put_number(bytes, first_.length);
    } else if (addressable_) {
        for (std::size_t n = 0; n < count_; ++n)
            put_fragments(starts_[n], n + 1 < count_ ? starts_[n + 1] : fragments_.size());
    } else if (is_stream) {
        put_fragments(0, fragments_.size());
    }
    return to_base64url(bytes);
}

Result<FrameIndex> FrameIndex::decode(std::string_view text) {
    const auto bytes = from_base64url(text);
    const auto bad = [] { return fail(errors::malformed, "not a frame index"); };
    if (!bytes || bytes->size() < 3 || (*bytes)[0] != version) return bad();
    const bool is_stream = (*bytes)[1] == 6;
    if ((*bytes)[1] > 3 && !is_stream) return bad();
    FrameIndex index;
    index.addressable_ = ((*bytes)[1] & 1U) != 0;
    index.encapsulated_ = ((*bytes)[1] & 2U) != 0;
    NumberReader numbers(*bytes);
    numbers.next();
    numbers.next();
    const auto count = numbers.next();
    if (!count || *count > std::numeric_limits<std::uint32_t>::max()) return bad();
    index.count_ = static_cast<std::size_t>(*count);
    if (!index.addressable_ && !is_stream) return numbers.left() == 0 ? Result<FrameIndex>(index) : bad();
    if (!index.encapsulated_) {
        const auto offset = numbers.next();
        const auto length = offset ? numbers.next() : std::nullopt;
        const auto total = length ? product({*length, *count}) : std::nullopt;
        std::uint64_t end = 0;
        if (!total || *length == 0 || __builtin_add_overflow(*offset, *total, &end) || numbers.left() != 0)
            return bad();
        index.first_ = {*offset, *length};
        return index;
    }
    std::uint64_t end = 0;
    // A stream is written like one frame.
    for (std::uint64_t n = 0; n < (is_stream ? 1 : *count); ++n) {
        const auto fragments = numbers.next();
        if (!fragments || *fragments == 0 || *fragments > numbers.left()) return bad();
        if (!is_stream) index.starts_.push_back(static_cast<std::uint32_t>(index.fragments_.size()));
        for (std::uint64_t i = 0; i < *fragments; ++i) {
            const auto gap = numbers.next();
            const auto length = gap ? numbers.next() : std::nullopt;
            FileRange range;
            if (!length || __builtin_add_overflow(end, *gap, &range.offset) ||
                __builtin_add_overflow(range.offset, *length, &end))
                return bad();
            range.length = *length;
            index.fragments_.push_back(range);
        }
    }
    return numbers.left() == 0 ? Result<FrameIndex>(std::move(index)) : bad();
}

std::vector<FileRange> FrameIndex::frame(std::size_t n) const {
    if (!addressable_ || n >= count_) return {};
    if (!encapsulated_) return {{first_.offset + n * first_.length, first_.length}};
    const auto last = n + 1 < count_ ? starts_[n + 1] : fragments_.size();
    return {fragments_.begin() + starts_[n], fragments_.begin() + static_cast<std::ptrdiff_t>(last)};
}

std::uint64_t FrameIndex::frame_length(std::size_t n) const {
    if (!addressable_ || n >= count_) return 0;
    if (!encapsulated_) return first_.length;
    std::uint64_t length = 0;
    for (const auto& range : frame(n)) length += range.length;
    return length;
}

}  // namespace portico::dicom
