// LUTs, windows, colours and sizes of pictures (PS3.3 C.11, C.7.6.3.1.2; PS3.18 8.3.5.1).
#include "platform/imaging/shades.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

namespace portico::imaging {
namespace {

dicom::ImageHeader grey_header(std::uint32_t columns, std::uint32_t bits = 16) {
    dicom::ImageHeader image;
    image.transfer_syntax = "1.2.840.10008.1.2.1";
    image.photometric = "MONOCHROME2";
    image.rows = 1;
    image.columns = columns;
    image.bits_allocated = bits <= 8 ? 8 : 16;
    image.bits_stored = bits;
    image.high_bit = bits - 1;
    return image;
}

Samples words(dicom::ImageHeader image, const std::vector<int>& values) {
    Samples samples{std::move(image), {}};
    for (int value : values) {
        samples.bytes.push_back(static_cast<std::uint8_t>(value));
        if (samples.image.bits_allocated == 16) samples.bytes.push_back(static_cast<std::uint8_t>(value >> 8));
    }
    return samples;
}

std::vector<int> seen(const Samples& samples, std::optional<dicom::Window> window = std::nullopt) {
    auto shades = shades_of(samples, window);
    if (!shades) return {-1};
    return {shades->bytes.begin(), shades->bytes.end()};
}

using Shown = std::vector<int>;

// PS3.3 C.11.2.1.2
TEST(Window, is_linear_linear_exact_or_sigmoid) {
    const dicom::Window linear{2048, 4096, dicom::VoiFunction::linear};
    EXPECT_DOUBLE_EQ(voi(linear, 0), 0);
    EXPECT_DOUBLE_EQ(voi(linear, 4095), 255);
    EXPECT_NEAR(voi(linear, 2047.5), 127.5, 1e-9);
    EXPECT_DOUBLE_EQ(voi({100, 1, dicom::VoiFunction::linear}, 99), 0);
    EXPECT_DOUBLE_EQ(voi({100, 1, dicom::VoiFunction::linear}, 100), 255);
    const dicom::Window exact{100, 50, dicom::VoiFunction::linear_exact};
    EXPECT_DOUBLE_EQ(voi(exact, 75), 0);
    EXPECT_DOUBLE_EQ(voi(exact, 100), 127.5);
    EXPECT_DOUBLE_EQ(voi(exact, 126), 255);
    const dicom::Window sigmoid{0, 4, dicom::VoiFunction::sigmoid};
    EXPECT_DOUBLE_EQ(voi(sigmoid, 0), 127.5);
    EXPECT_NEAR(voi(sigmoid, 1), 255 / (1 + std::exp(-1.0)), 1e-9);
}

// STU-31
TEST(Shades, without_a_window_go_from_the_darkest_to_the_brightest) {
    EXPECT_EQ(seen(words(grey_header(3), {100, 150, 200})), (Shown{0, 128, 255}));
    EXPECT_EQ(seen(words(grey_header(2), {7, 7})), (Shown{0, 0}));
}

TEST(Shades, the_window_asked_for_comes_before_that_of_the_object_and_that_before_its_table) {
    auto image = grey_header(3);
    image.voi_lut = dicom::LookupTable{0, 8, {10, 20, 30}};
    EXPECT_EQ(seen(words(image, {0, 1, 9})), (Shown{10, 20, 30}));
    image.window = dicom::Window{1, 2, dicom::VoiFunction::linear_exact};
    EXPECT_EQ(seen(words(image, {0, 1, 2})), (Shown{0, 128, 255}));
    EXPECT_EQ(seen(words(image, {0, 1, 2}), dicom::Window{1, 1, dicom::VoiFunction::linear}), (Shown{0, 255, 255}));
}

TEST(Shades, monochrome1_is_the_other_way_round) {
    auto image = grey_header(3);
    image.photometric = "MONOCHROME1";
    EXPECT_EQ(seen(words(image, {0, 50, 100})), (Shown{255, 128, 0}));
}

TEST(Shades, signed_values_in_the_middle_of_their_words_and_rescaled_ones_are_understood) {
    auto image = grey_header(3, 12);
    image.is_signed = true;
    image.high_bit = 15;  // 12 bits in the upper part
    image.slope = 2;
    image.intercept = -10;
    // Stored −5, 0, 5 become −20, −10, 0.
    const dicom::Window window{-10, 20, dicom::VoiFunction::linear_exact};
    EXPECT_EQ(seen(words(image, {-5 * 16, 0 + 3, 5 * 16}), window), (Shown{0, 128, 255}));
}

TEST(Shades, a_modality_table_takes_the_place_of_rescaling) {
    auto image = grey_header(3);
    image.modality_lut = dicom::LookupTable{10, 16, {0, 1000, 2000}};
    image.window = dicom::Window{1000, 2000, dicom::VoiFunction::linear_exact};
    EXPECT_EQ(seen(words(image, {3, 11, 900})), (Shown{0, 128, 255}));
}

TEST(Shades, float_pixels_are_shown) {
    auto image = grey_header(3);
    image.kind = dicom::SampleKind::float32;
    image.bits_allocated = image.bits_stored = 32;
    image.high_bit = 31;
    Samples samples{image, std::vector<std::uint8_t>(12)};
    const float values[] = {-1.5F, 0, 1.5F};
    std::memcpy(samples.bytes.data(), values, sizeof values);
    EXPECT_EQ(seen(samples), (Shown{0, 128, 255}));
}

TEST(Shades, palettes_give_colours) {
    auto image = grey_header(2, 8);
    image.photometric = "PALETTE COLOR";
    EXPECT_EQ(seen(words(image, {0, 1})), Shown{-1});
    image.palette = {dicom::LookupTable{0, 16, {0xFFFF, 0}}, dicom::LookupTable{0, 16, {0, 0xFFFF}},
                     dicom::LookupTable{0, 8, {1, 2}}};
    EXPECT_EQ(seen(words(image, {0, 1})), (Shown{255, 0, 1, 0, 255, 2}));
}

TEST(Shades, colours_by_pixel_by_plane_and_as_brightness_and_difference) {
    auto image = grey_header(2, 8);
    image.photometric = "RGB";
    image.samples = 3;
    EXPECT_EQ(seen(words(image, {1, 2, 3, 4, 5, 6})), (Shown{1, 2, 3, 4, 5, 6}));
    image.by_plane = true;
    EXPECT_EQ(seen(words(image, {1, 4, 2, 5, 3, 6})), (Shown{1, 2, 3, 4, 5, 6}));
    image.by_plane = false;
    image.photometric = "YBR_FULL";
    EXPECT_EQ(seen(words(image, {100, 128, 128, 76, 85, 255})), (Shown{100, 100, 100, 254, 0, 0}));
    image.photometric = "YBR_PARTIAL";
    EXPECT_EQ(seen(words(image, {16, 128, 128, 235, 128, 128})), (Shown{0, 0, 0, 255, 255, 255}));
    image.photometric = "CMYK";
    EXPECT_EQ(seen(words(image, {1, 2, 3, 4, 5, 6})), Shown{-1});
}

Shades ramp() { return {4, 2, 1, {0, 10, 20, 30, 40, 50, 60, 70}}; }

// PS3.18 8.3.5.1.3
TEST(Viewport, shows_a_part_as_large_as_it_fits) {
    auto half = scaled(ramp(), {.width = 2, .height = 2});
    ASSERT_TRUE(half);
    EXPECT_EQ(half->width, 2U);
    EXPECT_EQ(half->height, 1U);
    EXPECT_EQ(half->bytes, (std::vector<std::uint8_t>{25, 45}));
    auto corner = scaled(ramp(), {.width = 2, .height = 1, .x = 2, .y = 1, .part_width = 2, .part_height = 1});
    ASSERT_TRUE(corner);
    EXPECT_EQ(corner->bytes, (std::vector<std::uint8_t>{60, 70}));
    auto larger = scaled(ramp(), {.width = 8, .height = 8});
    ASSERT_TRUE(larger);
    EXPECT_EQ(larger->width * larger->height, 32U);
    EXPECT_EQ(larger->bytes.front(), 0);
    EXPECT_EQ(larger->bytes.back(), 70);
}

TEST(Viewport, negative_sizes_mirror) {
    auto mirrored = scaled(ramp(), {.width = 4, .height = 2, .part_width = -4, .part_height = -2});
    ASSERT_TRUE(mirrored);
    EXPECT_EQ(mirrored->bytes, (std::vector<std::uint8_t>{70, 60, 50, 40, 30, 20, 10, 0}));
}

TEST(Viewport, outside_of_the_image_there_is_nothing) {
    EXPECT_FALSE(scaled(ramp(), {.width = 4, .height = 2, .x = 4}));
    EXPECT_FALSE(scaled(ramp(), {.width = 4, .height = 2, .x = 1, .part_width = 4}));
    EXPECT_FALSE(scaled(ramp(), {.width = 4, .height = 2, .y = -1}));
}

}  // namespace
}  // namespace portico::imaging
