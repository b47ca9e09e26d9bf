#include "platform/video/mp4.h"

#include <array>
#include <optional>

namespace portico::video {
namespace {

constexpr std::uint64_t longest_type = 4096;  // of the box of brands

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

struct Box {
    std::string type;
    std::uint64_t begin = 0, end = 0;  // of its content
    std::uint64_t size() const { return end - begin; }
};

// Walks boxes; all that it reads is counted.
class Boxes {
public:
    Boxes(const Source& source, const Limits& limits) : source_(source), left_(limits.boxes) {}

    // The box at `offset`, which ends at or before `end`. Errors: damaged.
    Result<Box> at(std::uint64_t offset, std::uint64_t end) {
        if (left_ == 0) return fail(errors::damaged, "too many boxes");
        --left_;
        if (end - offset < 8) return fail(errors::damaged, "a box of less than its header");
        PORTICO_TRY(const auto head, source_.read(offset, 8));
        std::uint64_t size = number(head, 0, 4), header = 8;
        if (size == 1) {
            if (end - offset < 16) return fail(errors::damaged, "a box of less than its header");
            PORTICO_TRY(const auto more, source_.read(offset + 8, 8));
            size = number(more, 0, 8);
            header = 16;
        } else if (size == 0) {
            size = end - offset;  // to the end of the file
        }
        if (size < header || size > end - offset) return fail(errors::damaged, "a box beyond its parent");
        return Box{head.substr(4), offset + header, offset + size};
    }

    // Calls `take` with each box within.
    template <class Take>
    Result<void> each(const Box& parent, Take take) {
        for (auto offset = parent.begin; offset < parent.end;) {
            PORTICO_TRY(const auto box, at(offset, parent.end));
            PORTICO_CHECK(take(box));
            offset = box.end;
        }
        return {};
    }

    // The only child of that type. Errors: damaged when there is none, or another.
    Result<Box> child(const Box& parent, std::string_view type) {
        std::optional<Box> found;
        PORTICO_CHECK(each(parent, [&](const Box& box) -> Result<void> {
            if (box.type != type) return {};
            if (found) return fail(errors::damaged, "twice: " + box.type);
            found = box;
            return {};
        }));
        if (!found) return fail(errors::damaged, "no box " + std::string(type));
        return std::move(*found);
    }

    // Bytes of a box's content, all within it. Errors: damaged.
    Result<std::string> content(const Box& box, std::uint64_t offset, std::size_t length) {
        if (offset > box.size() || length > box.size() - offset) return fail(errors::damaged, "too short: " + box.type);
        return source_.read(box.begin + offset, length);
    }

private:
    const Source& source_;
    std::uint32_t left_;
};

// One track, as far as it is looked at.
struct Track {
    std::string handler;  // "vide", "soun"
    Box media;
};

Result<void> check_brands(Boxes& boxes, const Box& type) {
    if (type.type != "ftyp" || type.size() < 8 || type.size() > longest_type)
        return fail(errors::other_kind, "no file type");
    PORTICO_TRY(const auto brands, boxes.content(type, 0, static_cast<std::size_t>(type.size())));
    for (std::size_t at = 0; at + 4 <= brands.size(); at += 4) {
        const auto brand = std::string_view(brands).substr(at, 4);
        // The second number is a version, no brand.
        if (at != 4 && (brand.starts_with("iso") || brand.starts_with("mp4") || brand == "avc1" || brand == "MSNV" ||
                        brand.starts_with("M4V") || brand.starts_with("3gp")))
            return {};
    }
    return fail(errors::other_kind, "brand " + brands.substr(0, 4));
}

Result<std::vector<Track>> read_tracks(Boxes& boxes, const Box& movie) {
    std::vector<Track> tracks;
    PORTICO_CHECK(boxes.each(movie, [&](const Box& box) -> Result<void> {
        // Its frames are listed elsewhere, piece by piece.
        if (box.type == "mvex") return fail(errors::other_kind, "fragmented");
        if (box.type != "trak") return {};
        PORTICO_TRY(auto media, boxes.child(box, "mdia"));
        PORTICO_TRY(const auto handler, boxes.child(media, "hdlr"));
        PORTICO_TRY(auto kind, boxes.content(handler, 8, 4));
        tracks.push_back({std::move(kind), std::move(media)});
        return {};
    }));
    return tracks;
}

// The box that tells of the frames, in a file that has some.
Result<Box> read_movie(Boxes& boxes, const Box& file) {
    std::optional<Box> movie;
    bool frames = false;
    PORTICO_CHECK(boxes.each(file, [&](const Box& box) -> Result<void> {
        if (box.type == "mdat") frames = true;
        if (box.type == "moof") return fail(errors::other_kind, "fragmented");
        if (box.type != "moov") return {};
        if (movie) return fail(errors::damaged, "twice: moov");
        movie = box;
        return {};
    }));
    if (!movie || !frames) return fail(errors::damaged, movie ? "no frames" : "no movie");
    return std::move(*movie);
}

// Ticks a second (14496-12 8.4.2).
Result<std::uint32_t> read_timescale(Boxes& boxes, const Box& media) {
    PORTICO_TRY(const auto header, boxes.child(media, "mdhd"));
    PORTICO_TRY(const auto version, boxes.content(header, 0, 1));
    PORTICO_TRY(const auto scale, boxes.content(header, version[0] == 1 ? 20 : 12, 4));
    const auto ticks = static_cast<std::uint32_t>(number(scale, 0, 4));
    if (ticks == 0) return fail(errors::damaged, "no time scale");
    return ticks;
}

// Adds up the table of frame times (14496-12 8.6.1.2).
Result<void> read_times(Boxes& boxes, const Box& table, std::uint32_t scale, const Limits& limits, Mp4& video) {
    PORTICO_TRY(const auto head, boxes.content(table, 0, 8));
    const auto bytes = number(head, 4, 4) * 8;
    if (bytes > limits.table) return fail(errors::damaged, "too many frame times");
    std::uint64_t frames = 0, ticks = 0;
    for (std::uint64_t at = 0; at < bytes;) {
        const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(bytes - at, 64 * 1024));
        PORTICO_TRY(const auto piece, boxes.content(table, 8 + at, length));
        for (std::size_t i = 0; i < length; i += 8) {
            const auto count = number(piece, i, 4), delta = number(piece, i + 4, 4);
            frames += count;
            if (__builtin_add_overflow(ticks, count * delta, &ticks)) return fail(errors::damaged, "no such duration");
        }
        at += length;
    }
    // Number of Frames is a number with a sign (IS).
    if (frames == 0 || frames > 0x7FFF'FFFF || ticks == 0) return fail(errors::damaged, "no frames, or no duration");
    video.frames = static_cast<std::uint32_t>(frames);
    video.seconds = static_cast<double>(ticks) / scale;
    return {};
}

// AVCDecoderConfigurationRecord (14496-15 5.3.3.1): version, profile, its constraints, level.
Result<void> read_codec(std::string_view configuration, Mp4& video) {
    if (configuration.size() < 4 || configuration[0] != 1) return fail(errors::damaged, "avcC");
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(configuration[at]); };
    constexpr std::uint8_t as_main = 0x40;   // constraint_set1_flag: decoders of Main Profile read it
    constexpr std::uint8_t level_1b = 0x10;  // constraint_set3_flag
    video.profile = byte(1);
    video.level = byte(3) == 11 && video.profile != 100 && (byte(2) & level_1b) != 0 ? std::uint8_t{9} : byte(3);
    const bool decodable =
        video.profile == 100 || video.profile == 77 || (video.profile == 66 && (byte(2) & as_main) != 0);
    if (!decodable) return fail(errors::other_codec, fmt::format("profile {}", video.profile));
    if (video.level > 42) return fail(errors::too_demanding, fmt::format("level {}", video.level));
    return {};
}

// The one sample entry (14496-12 8.5.2, 12.1.3): 78 bytes, then boxes.
Result<void> read_description(Boxes& boxes, const Box& description, const Limits& limits, Mp4& video) {
    if (description.size() > limits.description) return fail(errors::damaged, "a sample description of that size");
    PORTICO_TRY(const auto head, boxes.content(description, 0, 8));
    if (number(head, 4, 4) != 1) return fail(errors::other_kind, "several sample descriptions");
    PORTICO_TRY(const auto entry, boxes.at(description.begin + 8, description.end));
    if (entry.type != "avc1" && entry.type != "avc3") return fail(errors::other_codec, entry.type);
    constexpr std::size_t fields = 78, width_at = 24;
    PORTICO_TRY(const auto size, boxes.content(entry, width_at, 4));
    video.columns = static_cast<std::uint32_t>(number(size, 0, 2));
    video.rows = static_cast<std::uint32_t>(number(size, 2, 2));
    if (entry.size() < fields) return fail(errors::damaged, "avc1");
    // Some writers end the entry with four zeros, which are no box.
    auto within = Box{entry.type, entry.begin + fields, entry.end};
    for (auto offset = within.begin; within.end - offset >= 8;) {
        PORTICO_TRY(const auto box, boxes.at(offset, within.end));
        if (box.type == "avcC") {
            PORTICO_TRY(const auto configuration, boxes.content(box, 0, 4));
            return read_codec(configuration, video);
        }
        offset = box.end;
    }
    return fail(errors::damaged, "no avcC");
}

// H.264 A.3.1, table A-1: macroblocks of a frame.
Result<void> check_size(const Mp4& video) {
    if (video.rows == 0 || video.columns == 0) return fail(errors::damaged, "no size");
    const auto blocks = (video.rows + 15ULL) / 16 * ((video.columns + 15ULL) / 16);
    const std::uint64_t most = video.level > 41 ? 8704 : 8192;
    if (blocks > most) return fail(errors::too_demanding, fmt::format("{} x {}", video.columns, video.rows));
    return {};
}

}  // namespace

bool is_mp4(std::string_view begin) {
    return begin.size() >= 12 && begin.substr(4, 4) == "ftyp" && number(begin, 0, 4) <= longest_type + 8;
}

Result<Mp4> read_mp4(const Source& source, const Limits& limits) {
    Boxes boxes(source, limits);
    const Box file{{}, 0, source.size};
    PORTICO_TRY(const auto type, boxes.at(0, file.end));
    PORTICO_CHECK(check_brands(boxes, type));
    PORTICO_TRY(const auto movie, read_movie(boxes, file));
    PORTICO_TRY(const auto tracks, read_tracks(boxes, movie));
    Mp4 video;
    const Box* pictures = nullptr;
    for (const auto& track : tracks) {
        if (track.handler == "soun") video.has_sound = true;
        if (track.handler != "vide") continue;
        if (pictures != nullptr) return fail(errors::other_kind, "several videos");
        pictures = &track.media;
    }
    if (pictures == nullptr) return fail(errors::other_kind, "no video");
    PORTICO_TRY(const auto information, boxes.child(*pictures, "minf"));
    PORTICO_TRY(const auto table, boxes.child(information, "stbl"));
    PORTICO_TRY(const auto description, boxes.child(table, "stsd"));
    PORTICO_CHECK(read_description(boxes, description, limits, video));
    PORTICO_CHECK(check_size(video));
    PORTICO_TRY(const auto scale, read_timescale(boxes, *pictures));
    PORTICO_TRY(const auto times, boxes.child(table, "stts"));
    PORTICO_CHECK(read_times(boxes, times, scale, limits, video));
    return video;
}

Result<std::uint64_t> mp4_length(const Source& source, const Limits& limits) {
    std::uint64_t offset = 0;
    for (Boxes boxes(source, limits); offset < source.size;) {
        const auto box = boxes.at(offset, source.size);
        if (!box && !box.error().is(errors::damaged)) return fail(box.error());
        // A padding byte cannot be the header of a box; more than that is not understood, and stays.
        if (!box) return source.size - offset == 1 ? offset : source.size;
        offset = box->end;
    }
    return source.size;
}

std::string_view transfer_syntax_of(const Mp4& video) {
    return video.level > 41 ? "1.2.840.10008.1.2.4.104" : "1.2.840.10008.1.2.4.102";
}

}  // namespace portico::video
