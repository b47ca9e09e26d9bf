// Each codec gives the pixels that went in (STU-31). pydicom's files show one picture in many transfer syntaxes.
#include "platform/imaging/codecs.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>

#include "platform/dicom/stored_image.h"

namespace portico::imaging {
namespace {

using Bytes = std::vector<std::uint8_t>;

dicom::ImageHeader header(std::string_view syntax, std::uint32_t columns, std::uint32_t rows, std::uint32_t bits) {
    dicom::ImageHeader image;
    image.transfer_syntax = syntax;
    image.photometric = "MONOCHROME2";
    image.columns = columns;
    image.rows = rows;
    image.bits_allocated = image.bits_stored = bits;
    image.high_bit = bits - 1;
    return image;
}

Bytes from_hex(std::string_view hex) {
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
    return bytes;
}

FrameTask decoding(dicom::ImageHeader image) { return {std::move(image), 0, Decoding{}}; }

TEST(NativePixels, big_endian_words_are_turned) {
    auto image = header("1.2.840.10008.1.2.2", 2, 1, 16);
    image.big_endian = true;
    auto samples = decode_frame(decoding(image), Bytes{1, 2, 3, 4});
    ASSERT_TRUE(samples);
    EXPECT_EQ(samples->bytes, (Bytes{2, 1, 4, 3}));
    image = header("1.2.840.10008.1.2.2", 4, 1, 8);
    image.big_endian = image.words_of_16 = true;
    samples = decode_frame(decoding(image), Bytes{1, 2, 3, 4});
    ASSERT_TRUE(samples);
    EXPECT_EQ(samples->bytes, (Bytes{2, 1, 4, 3}));
}

TEST(NativePixels, single_bits_may_begin_within_a_byte) {
    FrameTask task{header("1.2.840.10008.1.2.1", 3, 3, 1), 3, Rendering{}};
    auto samples = decode_frame(task, Bytes{0b10101111, 0b00001001});
    ASSERT_TRUE(samples);
    EXPECT_EQ(samples->bytes, (Bytes{1, 0, 1, 0, 1, 1, 0, 0, 1}));
    task.wish = Decoding{};
    samples = decode_frame(task, Bytes{0b10101111, 0b00001001});
    ASSERT_TRUE(samples);
    EXPECT_EQ(samples->bytes, (Bytes{0b00110101, 1}));
}

TEST(NativePixels, too_few_are_refused) {
    EXPECT_FALSE(decode_frame(decoding(header("1.2.840.10008.1.2.1", 3, 3, 16)), Bytes(17)));
}

// PS3.5 Annex G
TEST(RunLength, segments_are_bytes_of_samples_and_none_may_be_cut) {
    auto image = header("1.2.840.10008.1.2.5", 3, 1, 16);
    Bytes frame(64);
    frame[0] = 2;
    frame[4] = 64;
    frame[8] = 67;
    for (int byte : {254, 1, 128, 1, 7, 8, 0, 9}) frame.push_back(static_cast<std::uint8_t>(byte));
    auto samples = decode_frame(decoding(image), frame);
    ASSERT_TRUE(samples);
    EXPECT_EQ(samples->bytes, (Bytes{7, 1, 8, 1, 9, 1}));
    for (std::size_t length = 0; length < frame.size(); ++length)
        EXPECT_FALSE(decode_frame(decoding(image), Bytes(frame.begin(), frame.begin() + static_cast<long>(length))));
    frame[8] = 200;
    EXPECT_FALSE(decode_frame(decoding(image), frame));
}

// 16 × 8 signed values (37·i mod 4096) − 2000, lossless, one code block.
constexpr std::string_view high_throughput =
    "ff4fff5100294000000000100000000800000000000000000000001000000008000000000000000000018f0101ff50000800020000000aff52"
    "000c00020001000204044001ff5c000a2088909090888888ff64001700014f70656e4a50482056657220302e33312e302eff90000a00000000"
    "007c0001ff93c0002d109fc7db9d41f954e43650de002100d0b600c00013400015900004e024f180215400669a31f3c1dc0010803b56007ffc"
    "f780a25400c0002b200016c40002a0088244b5f3e60084708277005ffb6bbff66bbff66bbfb6ff7c9ae81ce04bf67381ecba00fecfff7ff8e2"
    "3400ffd9";

TEST(Jpeg2000, high_throughput_is_decoded) {
    for (const auto* syntax : {"1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203"}) {
        auto image = header(syntax, 16, 8, 16);
        image.is_signed = true;
        auto samples = decode_frame(decoding(image), from_hex(high_throughput));
        ASSERT_TRUE(samples) << samples.error().detail();
        for (int i = 0; i < 128; ++i) {
            std::int16_t value = 0;
            std::memcpy(&value, samples->bytes.data() + i * 2, 2);
            ASSERT_EQ(value, i * 37 % 4096 - 2000) << i;
        }
    }
}

TEST(Jpeg2000, another_size_than_declared_or_a_cut_stream_is_refused) {
    const auto stream = from_hex(high_throughput);
    EXPECT_FALSE(decode_frame(decoding(header("1.2.840.10008.1.2.4.201", 16, 9, 16)), stream));
    EXPECT_FALSE(decode_frame(decoding(header("1.2.840.10008.1.2.4.201", 16, 8, 8)), stream));
    const auto image = header("1.2.840.10008.1.2.4.90", 16, 8, 16);
    for (std::size_t length = 0; length < 100; ++length)
        EXPECT_FALSE(decode_frame(decoding(image), Bytes(stream.begin(), stream.begin() + static_cast<long>(length))));
}

TEST(Jpeg, the_declared_size_is_read_from_the_stream) {
    const auto size = codecs::jpeg_size(from_hex("ffd8ffe000044142ffc1000b0c00100020010111000000"));
    ASSERT_TRUE(size);
    EXPECT_EQ(size->precision, 12U);
    EXPECT_EQ(size->rows, 16U);
    EXPECT_EQ(size->columns, 32U);
    EXPECT_EQ(size->components, 1U);
    EXPECT_FALSE(codecs::jpeg_size(from_hex("ffd8ffe0ffff4142")));
    EXPECT_FALSE(codecs::jpeg_size(from_hex("ffd8ffffffffffffffffffffffff")));
    EXPECT_FALSE(codecs::jpeg_size({}));
}

const std::filesystem::path sample_files = "/usr/lib/python3/dist-packages/pydicom/data/test_files";

Result<Samples> first_frame(const std::string& name) {
    PORTICO_TRY(auto image, dicom::StoredImage::open(sample_files / name));
    PORTICO_TRY(auto frame, image.frame(1));
    Bytes bytes(frame.length);
    PORTICO_CHECK(frame.read(bytes));
    return decode_frame({frame.header, frame.first_bit, Decoding{}}, bytes);
}

class Codecs : public ::testing::Test {
protected:
    void SetUp() override {
        prepare_codecs();
        if (!std::filesystem::exists(sample_files)) GTEST_SKIP() << "no test data of pydicom";
    }
    static void expect_same(const std::string& name, const std::string& plain) {
        auto samples = first_frame(name), wanted = first_frame(plain);
        ASSERT_TRUE(wanted) << plain;
        ASSERT_TRUE(samples) << name << ": " << samples.error().detail();
        EXPECT_TRUE(samples->bytes == wanted->bytes) << name;
    }
};

TEST_F(Codecs, lossless_ones_give_the_pixels_of_the_uncompressed_file) {
    for (const auto* name : {"MR_small_RLE.dcm", "MR_small_jp2klossless.dcm", "MR_small_jpeg_ls_lossless.dcm",
                             "MR_small_bigendian.dcm", "MR_small_implicit.dcm", "MR_small_expb.dcm"})
        expect_same(name, "MR_small.dcm");
    expect_same("rtdose_rle.dcm", "rtdose.dcm");
    expect_same("rtdose_expb.dcm", "rtdose.dcm");
}

TEST_F(Codecs, colours_in_jpeg_come_as_red_green_and_blue) {
    auto samples = first_frame("SC_rgb_jpeg_dcmtk.dcm");
    ASSERT_TRUE(samples) << samples.error().detail();
    EXPECT_EQ(samples->image.photometric, "RGB");
    // The first stripe of the picture is red.
    EXPECT_GT(samples->bytes[0], 240);
    EXPECT_LT(samples->bytes[1], 16);
}

TEST_F(Codecs, twelve_bits_and_deflated_ones_are_decoded) {
    for (const auto* name : {"JPGExtended.dcm", "image_dfl.dcm", "JPEG2000.dcm", "SC_rgb_rle_32bit.dcm"}) {
        auto samples = first_frame(name);
        EXPECT_TRUE(samples) << name << ": " << samples.error().detail();
    }
}

}  // namespace
}  // namespace portico::imaging
