// STU-21: the byte range of every frame.
#include "platform/dicom/frame_index.h"

#include <gmock/gmock.h>

#include "platform/dicom/digests.h"
#include "platform/dicom/errors.h"
#include "platform/dicom/testing_objects.h"

using portico::Result;
using namespace portico::dicom;
using namespace portico::dicom::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

std::string frame_bytes(const std::string& file, const FrameIndex& index, std::size_t n) {
    std::string bytes;
    for (const auto& range : index.frame(n)) bytes += file.substr(range.offset, range.length);
    return bytes;
}

void expect_survives_encoding(const FrameIndex& index) {
    const auto decoded = FrameIndex::decode(index.encode());
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, index);
}

class FrameIndexOf : public ::testing::Test {
protected:
    TemporaryFolder folder;
    std::filesystem::path file = folder / "image.dcm";

    Result<InstanceFile> written(const ImageShape& shape, std::size_t length) {
        Pixels pixels{pattern(length), static_cast<std::uint16_t>(shape.bits)};
        EXPECT_TRUE(write_object(file, image_object(shape), pixels));
        return read_instance(file);
    }
    // An encapsulated object made by hand.
    Result<InstanceFile> encapsulated(unsigned frames, std::vector<std::uint32_t> table,
                                      const std::vector<std::string>& fragments,
                                      std::string_view syntax = transfer_syntaxes::jpeg_baseline,
                                      const std::string& extra = {}) {
        auto shape = image_object({8, 8, frames});
        EXPECT_TRUE(write_object(file, shape));
        auto bytes = read_bytes(file);
        const auto layout = walk_file(file);
        bytes = meta_for(syntax) + bytes.substr(layout->data_set_offset) + extra;
        bytes +=
            long_header(tags::pixel_data, "OB", 0xFFFFFFFF) + item_header(static_cast<std::uint32_t>(table.size() * 4));
        for (const auto offset : table) bytes += le32(offset);
        for (const auto& fragment : fragments)
            bytes += item_header(static_cast<std::uint32_t>(fragment.size())) + fragment;
        write_bytes(file, bytes + sequence_end());
        return read_instance(file);
    }
};

}  // namespace

TEST_F(FrameIndexOf, native_frames_follow_each_other) {
    for (const auto& [shape, length] : std::vector<std::pair<ImageShape, std::size_t>>{
             {{3, 5, 4, 1, 8, "MONOCHROME2"}, 15},
             {{3, 5, 2, 1, 16, "MONOCHROME2"}, 30},
             {{2, 2, 3, 3, 8, "RGB"}, 12},
             {{2, 4, 3, 3, 8, "YBR_FULL_422"}, 16},
             {{4, 4, 3, 1, 32, "MONOCHROME2"}, 64},
         }) {
        const auto instance = written(shape, length * shape.frames);
        ASSERT_TRUE(instance) << instance.error().detail();
        const auto& index = instance->frames();
        ASSERT_EQ(index.count(), shape.frames);
        ASSERT_TRUE(index.addressable());
        for (std::size_t n = 0; n < shape.frames; ++n) {
            EXPECT_EQ(frame_bytes(read_bytes(file), index, n),
                      pattern(length * shape.frames).substr(n * length, length));
            EXPECT_EQ(index.frame_length(n), length);
        }
        EXPECT_THAT(index.frame(shape.frames), IsEmpty());
        expect_survives_encoding(index);
    }
}

TEST_F(FrameIndexOf, single_bits_are_addressable_only_where_frames_begin_on_bytes) {
    auto instance = written({3, 5, 4, 1, 1, "MONOCHROME2"}, 8);
    ASSERT_TRUE(instance) << instance.error().detail();
    EXPECT_EQ(instance->frames().count(), 4U);
    EXPECT_FALSE(instance->frames().addressable());
    EXPECT_THAT(instance->frames().frame(0), IsEmpty());
    expect_survives_encoding(instance->frames());

    instance = written({4, 4, 4, 1, 1, "MONOCHROME2"}, 8);
    ASSERT_TRUE(instance);
    EXPECT_EQ(instance->frames().frame_length(3), 2U);

    instance = written({3, 5, 1, 1, 1, "MONOCHROME2"}, 2);
    ASSERT_TRUE(instance);
    EXPECT_EQ(instance->frames().frame_length(0), 2U);
}

TEST_F(FrameIndexOf, fewer_pixels_than_declared_are_refused) {
    EXPECT_TRUE(written({3, 5, 4}, 58).error().is(errors::absurd_dimensions));
    EXPECT_TRUE(written({3, 5, 4}, 60));
}

TEST_F(FrameIndexOf, an_object_without_pixels_has_none) {
    ASSERT_TRUE(write_object(file, basic_object()));
    const auto instance = read_instance(file);
    ASSERT_TRUE(instance);
    EXPECT_EQ(instance->frames().count(), 0U);
    EXPECT_FALSE(instance->frames().addressable());
    EXPECT_EQ(instance->layout().tail_offset, instance->layout().file_size);
    expect_survives_encoding(instance->frames());
}

TEST_F(FrameIndexOf, one_fragment_a_frame_needs_no_table) {
    const auto instance = encapsulated(3, {}, {"first!", "second", "third!"});
    ASSERT_TRUE(instance) << instance.error().detail();
    EXPECT_EQ(frame_bytes(read_bytes(file), instance->frames(), 0), "first!");
    EXPECT_EQ(frame_bytes(read_bytes(file), instance->frames(), 2), "third!");
    expect_survives_encoding(instance->frames());
}

TEST_F(FrameIndexOf, the_basic_offset_table_joins_fragments) {
    const auto instance = encapsulated(2, {0, 24}, {"aaaa", "bbbb", "cccc", "dd"});
    ASSERT_TRUE(instance) << instance.error().detail();
    ASSERT_TRUE(instance->frames().addressable());
    EXPECT_EQ(frame_bytes(read_bytes(file), instance->frames(), 0), "aaaabbbb");
    EXPECT_EQ(frame_bytes(read_bytes(file), instance->frames(), 1), "ccccdd");
    EXPECT_EQ(instance->frames().frame(0).size(), 2U);
    expect_survives_encoding(instance->frames());
}

TEST_F(FrameIndexOf, the_extended_offset_table_is_read) {
    const auto table = long_header({0x7FE0, 0x0001}, "OV", 16) + le32(0) + le32(0) + le32(24) + le32(0) +
                       long_header({0x7FE0, 0x0002}, "OV", 16) + le32(8) + le32(0) + le32(6) + le32(0);
    const auto instance = encapsulated(2, {}, {"aaaa", "bbbb", "cccc", "dd"}, transfer_syntaxes::jpeg_baseline, table);
    ASSERT_TRUE(instance) << instance.error().detail();
    EXPECT_EQ(frame_bytes(read_bytes(file), instance->frames(), 1), "ccccdd");
}

TEST_F(FrameIndexOf, a_single_frame_takes_all_fragments) {
    const auto instance = encapsulated(1, {}, {"aaaa", "bbbb"});
    ASSERT_TRUE(instance);
    EXPECT_EQ(frame_bytes(read_bytes(file), instance->frames(), 0), "aaaabbbb");
}

TEST_F(FrameIndexOf, a_table_that_points_elsewhere_is_not_believed) {
    auto instance = encapsulated(2, {0, 13}, {"aaaa", "bbbb"});
    ASSERT_TRUE(instance);
    EXPECT_EQ(frame_bytes(read_bytes(file), instance->frames(), 1), "bbbb");
    instance = encapsulated(2, {0, 13}, {"aaaa", "bbbb", "cccc"});
    ASSERT_TRUE(instance);
    EXPECT_FALSE(instance->frames().addressable());
    expect_survives_encoding(instance->frames());
}

TEST_F(FrameIndexOf, more_frames_than_fragments_are_refused_except_in_videos) {
    EXPECT_TRUE(encapsulated(9, {}, {"aaaa"}).error().is(errors::absurd_dimensions));
    const auto video = encapsulated(9, {}, {"aaaa"}, "1.2.840.10008.1.2.4.102");
    ASSERT_TRUE(video);
    EXPECT_EQ(video->frames().count(), 9U);
    EXPECT_FALSE(video->frames().addressable());
    EXPECT_THAT(video->frames().frame(0), IsEmpty());
}

// STU-41
TEST_F(FrameIndexOf, a_video_is_one_stream_of_all_fragments) {
    const auto video = encapsulated(9, {}, {"aaaa", "bb", "cccc"}, "1.2.840.10008.1.2.4.102");
    ASSERT_TRUE(video);
    std::string bytes;
    for (const auto& range : video->frames().stream()) bytes += read_bytes(file).substr(range.offset, range.length);
    EXPECT_EQ(bytes, "aaaabbcccc");
    expect_survives_encoding(video->frames());
    EXPECT_THAT(encapsulated(2, {}, {"aaaa", "bbbb"})->frames().stream(), IsEmpty());
    EXPECT_THAT(written({3, 5, 4}, 60)->frames().stream(), IsEmpty());
}

TEST_F(FrameIndexOf, compressed_objects_of_the_writer_decode_frame_by_frame) {
    const ImageShape shape{32, 32, 5, 3, 8, "RGB"};
    for (const auto syntax : {transfer_syntaxes::jpeg_baseline, transfer_syntaxes::rle}) {
        ASSERT_TRUE(write_object(file, image_object(shape), {pattern(32 * 32 * 3 * 5), 8}, {syntax}));
        const auto instance = read_instance(file);
        ASSERT_TRUE(instance) << instance.error().detail();
        ASSERT_TRUE(instance->frames().addressable());
        ASSERT_EQ(instance->frames().count(), 5U);
        for (std::size_t n = 0; n < 5; ++n) {
            const auto bytes = frame_bytes(read_bytes(file), instance->frames(), n);
            // SOI of JPEG; three segments of RLE (PS3.5 G.5).
            EXPECT_EQ(bytes.substr(0, 2), syntax == transfer_syntaxes::rle ? std::string("\x03\x00", 2) : "\xFF\xD8");
        }
        expect_survives_encoding(instance->frames());
    }
}

TEST(FrameIndexDecode, refuses_what_encode_does_not_write) {
    for (const char* text :
         {"", "A", "AAAA", "AQAA!", "AQEBAAA", "AQME", "AQMB____________", "AQH_____________", "AQX", "AgAA"})
        EXPECT_FALSE(FrameIndex::decode(text)) << text;
}

TEST(FrameIndexEncode, is_short_for_a_thousand_frames) {
    FileLayout layout;
    layout.pixels = PixelKind::encapsulated;
    for (std::uint64_t i = 0; i < 1000; ++i) layout.fragments.push_back({10'000 + i * 50'008, 50'000});
    const auto index = FrameIndex::of(layout, {512, 512, 1000, 1, 16, "MONOCHROME2"});
    ASSERT_TRUE(index);
    EXPECT_LT(index->encode().size(), 8'000U);
    expect_survives_encoding(*index);
}

TEST(Digests, cover_head_tail_and_whole) {
    TemporaryFolder folder;
    const auto file = folder / "bytes";
    std::string preamble(128, 'P');
    write_bytes(file, preamble + "123456789" + "123456789");
    const auto digests = digest_file(file, 0, 137);
    ASSERT_TRUE(digests);
    EXPECT_EQ(digests->size, 146U);
    EXPECT_EQ(digests->tail_crc32, 0xCBF43926U);
    write_bytes(folder / "neutral", std::string(128, '\0') + "123456789");
    const auto neutral = digest_file(folder / "neutral", 0, 137);
    EXPECT_EQ(digests->neutral_head_crc32, neutral->head_crc32);
    EXPECT_EQ(neutral->neutral_head_crc32, neutral->head_crc32);
    EXPECT_NE(digests->head_crc32, digests->neutral_head_crc32);
    EXPECT_EQ(neutral->tail_crc32, 0U);
    write_bytes(file, "abc");
    EXPECT_EQ(digest_file(file, 0, 0)->data_set_sha256,
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    write_bytes(file, "Dabc");
    EXPECT_EQ(digest_file(file, 1, 2)->data_set_sha256, digest_file(file, 1, 4)->data_set_sha256);
    EXPECT_EQ(digest_file(file, 1, 2)->data_set_sha256,
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_FALSE(digest_file(folder / "nowhere", 0, 0));
}

TEST(Digests, are_the_same_wherever_the_split_falls_in_a_large_file) {
    TemporaryFolder folder;
    const auto file = folder / "large";
    write_bytes(file, pattern(1'000'000));
    const auto whole = digest_file(file, 0, 1'000'000);
    for (const std::uint64_t split : {0ULL, 100ULL, 262'144ULL, 262'145ULL, 999'999ULL, 2'000'000ULL}) {
        const auto digests = digest_file(file, 0, split);
        EXPECT_EQ(digests->data_set_sha256, whole->data_set_sha256);
        EXPECT_EQ(digests->file_crc32, whole->file_crc32);
        write_bytes(folder / "tail", pattern(1'000'000).substr(std::min<std::size_t>(split, 1'000'000)));
        EXPECT_EQ(digests->tail_crc32, digest_file(folder / "tail", 0, 0)->tail_crc32) << split;
    }
}
