// STU-3, S18: what is believed of an MP4 file.
#include "platform/video/mp4.h"

#include <gtest/gtest.h>

namespace portico::video {
namespace {

std::string big(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 0xFF);
    return text;
}
std::string box(std::string_view type, const std::string& content) {
    return big(content.size() + 8, 4) + std::string(type) + content;
}
std::string zeros(std::size_t count) { return std::string(count, '\0'); }

struct Shape {
    std::string brand = "isom", codec = "avc1", handler = "vide";
    unsigned profile = 100, constraints = 0, level = 41;
    unsigned columns = 640, rows = 480, scale = 30'000;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> times{{60, 1000}};
    std::string between;  // in the movie, before the track
    std::string padding;  // behind the avcC
};

std::string description(const Shape& shape) {
    const std::string configuration{1, static_cast<char>(shape.profile), static_cast<char>(shape.constraints),
                                    static_cast<char>(shape.level)};
    const auto fields = zeros(6) + big(1, 2) + zeros(16) + big(shape.columns, 2) + big(shape.rows, 2) + zeros(50);
    return box("stsd", zeros(4) + big(1, 4) +
                           box(shape.codec,
                               fields + box("colr", "nclx") + box("avcC", configuration + zeros(3)) + shape.padding));
}

std::string track(const Shape& shape) {
    std::string table;
    for (const auto& [count, delta] : shape.times) table += big(count, 4) + big(delta, 4);
    const auto times = box("stts", zeros(4) + big(shape.times.size(), 4) + table);
    const auto header = box("mdhd", zeros(12) + big(shape.scale, 4) + zeros(8));
    const auto handler = box("hdlr", zeros(8) + shape.handler + zeros(13));
    return box("trak", box("tkhd", zeros(84)) +
                           box("mdia", header + handler + box("minf", box("stbl", description(shape) + times))));
}

std::string movie(const Shape& shape, const std::string& more = {}) {
    return box("moov", box("mvhd", zeros(100)) + shape.between + track(shape) + more);
}
std::string begin(const Shape& shape) { return box("ftyp", shape.brand + zeros(4) + shape.brand); }
std::string file(const Shape& shape) { return begin(shape) + movie(shape) + box("mdat", zeros(100)); }

Source source_of(const std::string& bytes) {
    return {bytes.size(), [&bytes](std::uint64_t offset, std::size_t length) -> Result<std::string> {
                EXPECT_LE(offset + length, bytes.size());
                return bytes.substr(offset, length);
            }};
}
Result<Mp4> read(const std::string& bytes) { return read_mp4(source_of(bytes)); }
std::string code(const std::string& bytes) {
    const auto video = read(bytes);
    return video ? "" : std::string(video.error().kind().code);
}

TEST(Mp4File, tells_size_frames_time_and_codec) {
    const auto video = read(file({}));
    ASSERT_TRUE(video) << video.error().detail();
    EXPECT_EQ(video->columns, 640U);
    EXPECT_EQ(video->rows, 480U);
    EXPECT_EQ(video->frames, 60U);
    EXPECT_DOUBLE_EQ(video->seconds, 2);
    EXPECT_NEAR(video->frame_milliseconds(), 33.333, 0.001);
    EXPECT_EQ(video->profile, 100);
    EXPECT_EQ(video->level, 41);
    EXPECT_FALSE(video->has_sound);
    EXPECT_EQ(transfer_syntax_of(*video), "1.2.840.10008.1.2.4.102");
}

TEST(Mp4File, may_have_its_movie_at_the_end_or_before_and_times_that_vary) {
    Shape shape;
    shape.times = {{1, 500}, {2, 1000}, {1, 500}};
    shape.padding = zeros(4);
    const auto video = read(begin(shape) + box("free", "") + box("mdat", zeros(33)) + movie(shape));
    ASSERT_TRUE(video) << video.error().detail();
    EXPECT_EQ(video->frames, 4U);
    EXPECT_DOUBLE_EQ(video->seconds, 0.1);
}

TEST(Mp4File, may_have_boxes_of_64_bits_and_one_to_the_end) {
    const auto media = big(1, 4) + "mdat" + big(16 + 5, 8) + zeros(5);
    EXPECT_TRUE(read(begin({}) + media + movie({})));
    EXPECT_TRUE(read(begin({}) + movie({}) + zeros(4) + "mdat" + zeros(50)));
}

TEST(Mp4File, may_have_sound_but_one_video_only) {
    Shape sound;
    sound.handler = "soun";
    const auto frames = box("mdat", zeros(9));
    const auto video = read(begin({}) + movie({}, track(sound)) + frames);
    ASSERT_TRUE(video);
    EXPECT_TRUE(video->has_sound);
    EXPECT_EQ(code(begin({}) + movie({}, track({})) + frames), "video_kind_not_supported");
    EXPECT_EQ(code(file(sound)), "video_kind_not_supported");
}

TEST(Mp4File, gets_its_transfer_syntax_by_profile_and_level) {
    struct Case {
        unsigned profile, constraints, level;
        std::string_view answer;
    };
    for (const auto& [profile, constraints, level, answer] :
         {Case{100, 0, 10, "102"}, Case{100, 0, 41, "102"}, Case{77, 0, 31, "102"}, Case{66, 0xC0, 30, "102"},
          Case{66, 0x50, 11, "102"}, Case{100, 0, 42, "104"}, Case{66, 0x80, 30, "video_codec_not_supported"},
          Case{88, 0, 30, "video_codec_not_supported"}, Case{110, 0, 41, "video_codec_not_supported"},
          Case{122, 0, 41, "video_codec_not_supported"}, Case{100, 0, 50, "video_level_not_supported"}}) {
        Shape shape;
        shape.profile = profile;
        shape.constraints = constraints;
        shape.level = level;
        const auto video = read(file(shape));
        const auto told = video ? transfer_syntax_of(*video).substr(20) : video.error().kind().code;
        EXPECT_EQ(told, answer) << profile << " " << level;
    }
}

TEST(Mp4File, of_another_codec_brand_or_size_is_refused) {
    for (const auto* codec : {"hvc1", "mp4v", "av01", "encv"}) {
        Shape shape;
        shape.codec = codec;
        EXPECT_EQ(code(file(shape)), "video_codec_not_supported") << codec;
    }
    Shape quicktime;
    quicktime.brand = "qt  ";
    EXPECT_EQ(code(file(quicktime)), "video_kind_not_supported");
    Shape fragmented;
    fragmented.between = box("mvex", "");
    EXPECT_EQ(code(file(fragmented)), "video_kind_not_supported");
    Shape large;
    large.columns = 3840;
    large.rows = 2160;
    EXPECT_EQ(code(file(large)), "video_level_not_supported");
    Shape flat;
    flat.rows = 0;
    EXPECT_EQ(code(file(flat)), "video_damaged");
}

TEST(Mp4File, without_time_or_frames_is_damaged) {
    for (const auto& times :
         std::vector<decltype(Shape::times)>{{}, {{0, 1000}}, {{5, 0}}, {{0xFFFFFFFF, 1}}, {{0x7FFFFFFF, 1}, {1, 1}}}) {
        Shape shape;
        shape.times = times;
        EXPECT_EQ(code(file(shape)), "video_damaged");
    }
    Shape shape;
    shape.scale = 0;
    EXPECT_EQ(code(file(shape)), "video_damaged");
}

TEST(Mp4File, that_ends_anywhere_is_refused) {
    const auto whole = file({});
    for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_NE(code(whole.substr(0, size)), "") << size;
}

TEST(Mp4File, is_read_within_limits) {
    std::string many = begin({});
    for (int i = 0; i < 5000; ++i) many += box("free", "");
    EXPECT_EQ(code(many + movie({})), "video_damaged");
    Shape shape;
    shape.between = big(0xFFFFFFFF, 4) + "free";
    EXPECT_EQ(code(file(shape)), "video_damaged");
    shape.between = big(7, 4) + "free";
    EXPECT_EQ(code(file(shape)), "video_damaged");
}

TEST(Mp4File, is_known_by_its_beginning) {
    EXPECT_TRUE(is_mp4(file({}).substr(0, 12)));
    EXPECT_FALSE(is_mp4("%PDF-1.7\nxxx"));
    EXPECT_FALSE(is_mp4("ftypftypftyp"));
    EXPECT_FALSE(is_mp4(""));
}

TEST(Mp4File, ends_before_the_byte_that_pads_it) {
    const auto odd = begin({}) + movie({}) + box("mdat", zeros(101));
    const auto length = [](const std::string& bytes) { return mp4_length(source_of(bytes)).value(); };
    EXPECT_EQ(length(odd), odd.size());
    EXPECT_EQ(length(odd + zeros(1)), odd.size());
    EXPECT_EQ(length(odd + zeros(2)), odd.size() + 2);
    EXPECT_EQ(length(zeros(3)), 3U);
}

}  // namespace
}  // namespace portico::video
