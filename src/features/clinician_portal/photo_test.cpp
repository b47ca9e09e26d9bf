// Pictures from outside: what is taken, what is refused, and what does not survive (CLA-1, SEC-5).
#include "features/clinician_portal/api/photo.h"

#include <gd.h>
#include <gtest/gtest.h>

#include <memory>

namespace portico::clinician_portal {
namespace {

constexpr std::string_view marker = "marker-that-must-not-survive";

struct ImageDeleter {
    void operator()(gdImagePtr image) const { gdImageDestroy(image); }
};
using Image = std::unique_ptr<gdImage, ImageDeleter>;

template <class Encode>
std::string encoded(const Image& image, Encode encode) {
    int length = 0;
    std::unique_ptr<void, void (*)(void*)> bytes(encode(image.get(), &length), gdFree);
    return {static_cast<const char*>(bytes.get()), static_cast<std::size_t>(length)};
}

// The left half red, the right half blue.
Image picture(int width, int height) {
    Image image(gdImageCreateTrueColor(width, height));
    gdImageFilledRectangle(image.get(), 0, 0, width / 2 - 1, height - 1, gdTrueColor(255, 0, 0));
    gdImageFilledRectangle(image.get(), width / 2, 0, width - 1, height - 1, gdTrueColor(0, 0, 255));
    return image;
}
std::string png(int width, int height) { return encoded(picture(width, height), gdImagePngPtr); }
std::string jpeg(int width, int height) {
    return encoded(picture(width, height), [](gdImagePtr image, int* size) { return gdImageJpegPtr(image, size, 90); });
}
std::string webp(int width, int height) { return encoded(picture(width, height), gdImageWebpPtr); }
std::string gif(int width, int height) { return encoded(picture(width, height), gdImageGifPtr); }

std::string big_endian(std::uint32_t value, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xFF);
    return text;
}
// PNG (ISO/IEC 15948) annex D.
std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? 0xEDB88320U ^ crc >> 1 : crc >> 1;
    }
    return ~crc;
}
std::string png_chunk(const std::string& type, const std::string& data) {
    return big_endian(static_cast<std::uint32_t>(data.size()), 4) + type + data + big_endian(crc32(type + data), 4);
}
std::string png_head(std::uint32_t width, std::uint32_t height) {
    return "\x89PNG\r\n\x1A\n" +
           png_chunk("IHDR", big_endian(width, 4) + big_endian(height, 4) + std::string("\x08\x02\0\0\0", 5));
}
std::string jpeg_head(std::uint32_t width, std::uint32_t height) {
    return std::string("\xFF\xD8\xFF\xC0\x00\x11\x08", 7) + big_endian(height, 2) + big_endian(width, 2) +
           std::string("\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01", 10);
}

std::string code_of(std::string_view file) {
    auto result = square_photo(file, {});
    return result ? "taken" : std::string(result.error().kind().code);
}

struct Colour {
    int red, blue;
};
Colour colour_at(const std::string& result, int x, int y) {
    std::string copy(result);
    Image image(gdImageCreateFromJpegPtr(static_cast<int>(copy.size()), copy.data()));
    if (!image) throw std::runtime_error("the result is no JPEG");
    auto colour = gdImageGetTrueColorPixel(image.get(), x, y);
    return {gdTrueColorGetRed(colour), gdTrueColorGetBlue(colour)};
}
void expect_square(const std::string& result) {
    std::string copy(result);
    Image image(gdImageCreateFromJpegPtr(static_cast<int>(copy.size()), copy.data()));
    ASSERT_TRUE(image);
    EXPECT_EQ(gdImageSX(image.get()), photo_side);
    EXPECT_EQ(gdImageSY(image.get()), photo_side);
}

// A scan of few bytes that is gone through for every pixel.
std::string jpeg_of_scans(std::uint32_t side, std::size_t scans) {
    auto file = jpeg_head(side, side);
    for (std::size_t i = 0; i < scans; ++i) file += std::string("\xFF\xDA\x00\x08\x01\x01\x00\x01\x3F\x00\x00", 11);
    return file + "\xFF\xD9";
}

// CLA-1
TEST(Photo, png_jpeg_and_webp_become_a_square_jpeg) {
    for (const auto& file : {png(200, 100), jpeg(200, 100), webp(200, 100)}) {
        auto result = square_photo(file, {});
        ASSERT_TRUE(result);
        expect_square(*result);
        // The largest square in the middle: half red, half blue.
        EXPECT_GT(colour_at(*result, 60, 256).red, 200);
        EXPECT_GT(colour_at(*result, photo_side - 60, 256).blue, 200);
    }
}

TEST(Photo, a_crop_chooses_its_part) {
    auto blue = square_photo(png(200, 100), Crop{100, 0, 100});
    ASSERT_TRUE(blue);
    EXPECT_GT(colour_at(*blue, 20, 256).blue, 200);
    auto red = square_photo(png(200, 100), Crop{0, 40, 60});
    ASSERT_TRUE(red);
    EXPECT_GT(colour_at(*red, photo_side - 20, 256).red, 200);
}

TEST(Photo, a_crop_outside_is_kept_within_the_picture) {
    auto far = square_photo(png(200, 100), Crop{1'000'000, 1'000'000, 2'000'000'000});
    ASSERT_TRUE(far);
    expect_square(*far);
    EXPECT_GT(colour_at(*far, 20, 20).blue, 200);
    auto before = square_photo(png(200, 100), Crop{-50, -50, 50});
    ASSERT_TRUE(before);
    EXPECT_GT(colour_at(*before, photo_side - 20, 20).red, 200);
    EXPECT_TRUE(square_photo(png(200, 100), Crop{0, 0, -1}));
}

// SEC-5: these are heads without any picture data, so only their size can be what is complained of.
TEST(Photo, a_picture_of_too_many_pixels_is_refused_by_its_head) {
    EXPECT_EQ(code_of(png_head(8'000, 7'000)), "image_too_large");
    EXPECT_EQ(code_of(png_head(60'000, 60'000)), "image_too_large");
    EXPECT_EQ(code_of(png_head(20'000, 10)), "image_too_large");
    EXPECT_EQ(code_of(png_head(0xFFFFFFFF, 0xFFFFFFFF)), "image_too_large");
    EXPECT_EQ(code_of(jpeg_head(65'000, 65'000)), "image_too_large");
    std::string extended("RIFF\x1E\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\x3E\0\xFF\x3E\0", 30);  // 16,128 squared
    EXPECT_EQ(code_of(extended), "image_too_large");
}

// SEC-5
TEST(Photo, a_jpeg_that_is_gone_through_without_end_is_refused) {
    EXPECT_EQ(code_of(jpeg_of_scans(7'000, 21)), "image_too_large");
    EXPECT_EQ(code_of(jpeg_of_scans(7'000, 20)), "not_an_image");  // looked at, and found to hold no picture
    EXPECT_EQ(code_of(jpeg_of_scans(100, 110'000)), "image_too_large");
}

TEST(Photo, a_file_that_ends_in_its_head_is_no_picture) {
    for (const auto& whole : {png(20, 10), jpeg(20, 10), webp(20, 10)})
        for (std::size_t size = 0; size < 40; ++size) EXPECT_EQ(code_of(whole.substr(0, size)), "not_an_image");
}

TEST(Photo, a_picture_of_too_many_bytes_is_refused) {
    EXPECT_EQ(code_of(png(10, 10) + std::string(photo_max_bytes, 'x')), "image_too_large");
}

// SEC-5
TEST(Photo, what_is_no_picture_is_refused) {
    EXPECT_EQ(code_of(""), "not_an_image");
    EXPECT_EQ(code_of("hello"), "not_an_image");
    EXPECT_EQ(code_of("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "not_an_image");
    EXPECT_EQ(code_of("%PDF-1.7\n"), "not_an_image");
    EXPECT_EQ(code_of(gif(10, 10)), "not_an_image");
    EXPECT_EQ(code_of("GIF89a" + jpeg(10, 10)), "not_an_image");
    EXPECT_EQ(code_of("<html>" + png(10, 10)), "not_an_image");
}

TEST(Photo, the_magic_number_alone_is_no_picture) {
    EXPECT_EQ(code_of("\x89PNG\r\n\x1A\n<html><script>alert(1)</script></html>          "), "image_too_large");
    EXPECT_EQ(code_of("\x89PNG\r\n\x1A\n"), "not_an_image");
    EXPECT_EQ(code_of("\xFF\xD8\xFF<html><script>alert(1)</script></html>"), "not_an_image");
    EXPECT_EQ(code_of("RIFF....WEBP<html><script>alert(1)</script></html>"), "not_an_image");
    EXPECT_EQ(code_of(png_head(10, 10)), "not_an_image");
    EXPECT_EQ(code_of(png_head(0, 10)), "not_an_image");
    EXPECT_EQ(code_of(jpeg_head(10, 10)), "not_an_image");
}

TEST(Photo, a_truncated_picture_is_refused) {
    for (const auto& file : {png(200, 100), jpeg(200, 100), webp(200, 100)}) {
        ASSERT_EQ(code_of(file), "taken");
        EXPECT_EQ(code_of(std::string_view(file).substr(0, file.size() / 2)), "not_an_image");
        EXPECT_EQ(code_of(std::string_view(file).substr(0, 20)), "not_an_image");
    }
}

// CLA-1: metadata dropped.
TEST(Photo, text_inside_the_file_does_not_come_out) {
    auto with_text = png(64, 64);
    with_text.insert(33, png_chunk("tEXt", std::string("Comment\0", 8) + std::string(marker)));
    auto with_comment = jpeg(64, 64);
    with_comment.insert(
        2, "\xFF\xFE" + big_endian(static_cast<std::uint32_t>(marker.size()) + 2, 2) + std::string(marker));
    auto with_position = jpeg(64, 64);  // an APP1 segment, where cameras write where they were
    with_position.insert(2, "\xFF\xE1" + big_endian(static_cast<std::uint32_t>(marker.size()) + 8, 2) +
                                std::string("Exif\0\0", 6) + std::string(marker));
    // Two files in one: the part behind the picture is gone.
    auto with_archive = jpeg(64, 64) + "PK\x03\x04" + std::string(marker);
    for (const auto& file : {with_text, with_comment, with_position, with_archive}) {
        ASSERT_NE(file.find(marker), std::string::npos);
        auto result = square_photo(file, {});
        ASSERT_TRUE(result);
        EXPECT_EQ(result->find(marker), std::string::npos);
        EXPECT_EQ(result->find("Exif"), std::string::npos);
        EXPECT_EQ(result->find("PK\x03\x04"), std::string::npos);
    }
}

}  // namespace
}  // namespace portico::clinician_portal
