// What rendering and transcoding need to know of an object (PS3.3 C.7.6.3, C.7.6.16, C.11).
#include "platform/dicom/stored_image.h"

#include <gtest/gtest.h>

#include "platform/dicom/native_form.h"
#include "platform/dicom/testing_objects.h"

namespace portico::dicom {
namespace {

using namespace testing;

DataSet image_object(int rows, int columns) {
    auto data = basic_object();
    data.put("Rows", rows)
        .put("Columns", columns)
        .put("SamplesPerPixel", 1)
        .put("PhotometricInterpretation", "MONOCHROME2")
        .put("BitsAllocated", 16)
        .put("BitsStored", 12)
        .put("HighBit", 11)
        .put("PixelRepresentation", 1);
    return data;
}

class StoredImages : public ::testing::Test {
protected:
    Result<StoredImage> stored(const DataSet& data, std::string pixels, std::string_view syntax,
                               std::uint16_t bits = 16) {
        auto written =
            write_object(folder_ / "image.dcm", data, {std::move(pixels), bits}, {.transfer_syntax = syntax});
        if (!written) return tl::unexpected(written.error());
        return StoredImage::open(folder_ / "image.dcm");
    }
    static std::string bytes_of(const ImageFrame& frame) {
        std::string bytes(frame.length, '\0');
        auto read = frame.read({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
        EXPECT_TRUE(read);
        return bytes;
    }
    TemporaryFolder folder_;
};

// STU-31
TEST_F(StoredImages, tell_how_their_pixels_are_to_be_read) {
    auto data = image_object(1, 2);
    data.put("RescaleSlope", "2.5").put("RescaleIntercept", "-1024").put("WindowCenter", "40\\50");
    data.put("WindowWidth", "400\\500").put("VOILUTFunction", "SIGMOID");
    auto image = stored(data, "abcd", transfer_syntaxes::implicit_little);
    ASSERT_TRUE(image);
    auto frame = image->frame(1);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->header.bits_stored, 12U);
    EXPECT_TRUE(frame->header.is_signed);
    EXPECT_EQ(frame->header.slope, 2.5);
    EXPECT_EQ(frame->header.intercept, -1024);
    EXPECT_EQ(frame->header.window, (Window{40, 400, VoiFunction::sigmoid}));
    EXPECT_EQ(bytes_of(*frame), "abcd");
    EXPECT_TRUE(image->frame(2).error().is(portico::errors::not_found));
}

TEST_F(StoredImages, of_enhanced_objects_have_values_for_each_frame) {
    auto data = image_object(1, 1);
    const auto groups = [](const char* center, const char* slope) {
        DataSet voi, values, item;
        voi.put("WindowCenter", center).put("WindowWidth", "10");
        values.put("RescaleSlope", slope).put("RescaleIntercept", "0");
        item.put("FrameVOILUTSequence", {voi}).put("PixelValueTransformationSequence", {values});
        return item;
    };
    data.put("NumberOfFrames", "2").put("PerFrameFunctionalGroupsSequence", {groups("1", "2"), groups("3", "4")});
    auto image = stored(data, "abcd", transfer_syntaxes::explicit_little);
    ASSERT_TRUE(image);
    auto second = image->frame(2);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->header.window->center, 3);
    EXPECT_EQ(second->header.slope, 4);
    EXPECT_EQ(bytes_of(*second), "cd");
}

TEST_F(StoredImages, of_deflated_objects_have_frames_too) {
    auto image = stored(image_object(1, 2), "abcd", transfer_syntaxes::deflated_little);
    ASSERT_TRUE(image);
    EXPECT_FALSE(image->little_endian_pixels());
    auto frame = image->frame(1);
    ASSERT_TRUE(frame);
    EXPECT_EQ(bytes_of(*frame), "abcd");
}

TEST_F(StoredImages, of_single_bits_may_begin_within_a_byte) {
    auto data = image_object(3, 3);
    data.put("NumberOfFrames", "2").put("BitsAllocated", 1).put("BitsStored", 1).put("HighBit", 0);
    auto image = stored(data, std::string("\x01\x02\x03\x00", 4), transfer_syntaxes::explicit_little, 1);
    ASSERT_TRUE(image);
    auto second = image->frame(2);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->first_bit, 1);
    EXPECT_EQ(bytes_of(*second), "\x02\x03");
}

TEST_F(StoredImages, without_pixels_have_none) {
    auto image = stored(basic_object(), "", transfer_syntaxes::explicit_little);
    ASSERT_TRUE(image);
    EXPECT_EQ(image->frames(), 0U);
    EXPECT_TRUE(image->frame(1).error().is(errors::no_image));
}

// PS3.18 8.7.3.5
TEST_F(StoredImages, become_explicit_little_endian_around_pixels_that_are_given) {
    auto image = stored(image_object(1, 2), "abcd", transfer_syntaxes::implicit_little);
    ASSERT_TRUE(image);
    auto form = native_form(image->instance(), image->instance(), NativePixels{4, "RGB"});
    ASSERT_TRUE(form);
    write_bytes(folder_ / "native.dcm", form->before + "abcd" + form->after);
    auto again = StoredImage::open(folder_ / "native.dcm");
    ASSERT_TRUE(again) << again.error().detail();
    EXPECT_EQ(again->instance().transfer_syntax(), transfer_syntaxes::explicit_little);
    auto frame = again->frame(1);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->header.photometric, "RGB");
    EXPECT_EQ(bytes_of(*frame), "abcd");
    EXPECT_EQ(again->instance().attributes().patient_name, "Doe^Jane");
}

}  // namespace
}  // namespace portico::dicom
