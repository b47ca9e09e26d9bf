// Which media type goes out for what a caller takes (PS3.18 8.7).
#include "features/dicomweb/answers.h"

#include <gtest/gtest.h>

#include "platform/http/errors.h"

namespace portico::dicomweb {
namespace {

constexpr std::string_view little = "1.2.840.10008.1.2.1";
constexpr std::string_view implicit = "1.2.840.10008.1.2";
constexpr std::string_view jls = "1.2.840.10008.1.2.4.80";
constexpr std::string_view big = "1.2.840.10008.1.2.2";
constexpr std::string_view video = "1.2.840.10008.1.2.4.102";

std::string frames(std::string_view accept, std::string_view stored, std::size_t count = 1) {
    auto answer = negotiate_frames(accept, {std::string(stored), stored != video}, count);
    if (!answer) {
        EXPECT_TRUE(answer.error().is(http::errors::not_acceptable));
        return "406";
    }
    const std::string form = answer->form == Form::native ? "decoded " : "";
    return form + (answer->packing == Packing::multipart ? "parts of " : "single ") + answer->part_type;
}

// STU-31
TEST(FrameAnswers, go_out_as_they_are_stored_in_parts) {
    const std::string octets = "parts of application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1";
    const std::string picture = "parts of image/jls; transfer-syntax=1.2.840.10008.1.2.4.80";
    EXPECT_EQ(frames("", little), octets);
    EXPECT_EQ(frames("*/*", little), octets);
    EXPECT_EQ(frames("multipart/related; type=\"application/octet-stream\"", little), octets);
    EXPECT_EQ(frames("multipart/related; type=application/octet-stream", little), octets);  // quoted or not
    EXPECT_EQ(frames("multipart/related", little), octets);
    EXPECT_EQ(frames("multipart/related; type=\"application/octet-stream\"; transfer-syntax=*", jls), picture);
    EXPECT_EQ(frames("multipart/related; type=\"image/jls\"", jls), picture);
}

TEST(FrameAnswers, implicit_little_endian_is_given_as_explicit) {
    EXPECT_EQ(
        frames("multipart/related; type=\"application/octet-stream\"; transfer-syntax=1.2.840.10008.1.2.1", implicit),
        "parts of application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1");
}

TEST(FrameAnswers, one_frame_may_go_out_alone_but_not_several) {
    EXPECT_EQ(frames("application/octet-stream", little),
              "single application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1");
    EXPECT_EQ(frames("image/jls", jls), "single image/jls; transfer-syntax=1.2.840.10008.1.2.4.80");
    EXPECT_EQ(frames("application/octet-stream", little, 2), "406");
}

TEST(FrameAnswers, octets_are_decoded_unless_told_otherwise) {
    const std::string native = "octet-stream; transfer-syntax=1.2.840.10008.1.2.1";
    const auto octets = "multipart/related; type=\"application/octet-stream\"";
    EXPECT_EQ(frames(octets, jls), "decoded parts of application/" + native);
    EXPECT_EQ(frames(std::string(octets) + "; transfer-syntax=1.2.840.10008.1.2.1", jls),
              "decoded parts of application/" + native);
    EXPECT_EQ(frames("application/octet-stream", jls), "decoded single application/" + native);
    EXPECT_EQ(frames(octets, big), "decoded parts of application/" + native);
    EXPECT_EQ(frames(octets, video), "406");
    EXPECT_EQ(frames(std::string(octets) + "; transfer-syntax=*", video),
              "parts of video/mp4; transfer-syntax=1.2.840.10008.1.2.4.102");
}

TEST(FrameAnswers, what_is_stored_comes_first_where_it_is_liked_as_much) {
    const auto native = "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1";
    EXPECT_EQ(frames(std::string(native) + ", image/jls", jls),
              "single image/jls; transfer-syntax=1.2.840.10008.1.2.4.80");
    EXPECT_EQ(frames(std::string(native) + ", image/jls; q=0.5", jls), "decoded single " + std::string(native));
}

TEST(FrameAnswers, other_compressions_than_the_stored_are_not_acceptable) {
    EXPECT_EQ(frames("image/jpeg", little), "406");
    EXPECT_EQ(frames("multipart/related; type=\"image/jpeg\"", jls), "406");
    EXPECT_EQ(frames("application/octet-stream; transfer-syntax=1.2.840.10008.1.2.5", jls), "406");
    EXPECT_EQ(frames("text/html", little), "406");
    EXPECT_EQ(frames("*/*; q=0", little), "406");
    EXPECT_EQ(frames("image/jpeg, */*; q=0.1", little),
              "parts of application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1");
}

std::string instances(std::string_view accept, std::string_view stored, bool single) {
    auto answer = negotiate_instances(accept, {{std::string(stored), stored != video}}, single);
    if (!answer) return "406";
    const std::string form = answer->forms.front() == Form::native ? "decoded " : "";
    return form + (answer->packing == Packing::multipart ? "multipart" : "single");
}

// STU-31
TEST(InstanceAnswers, objects_go_out_in_parts_or_one_alone) {
    EXPECT_EQ(instances("", little, true), "multipart");
    EXPECT_EQ(instances("*/*", little, true), "multipart");
    EXPECT_EQ(instances("multipart/related; type=\"application/dicom\"", little, false), "multipart");
    EXPECT_EQ(instances("application/dicom", little, true), "single");
    EXPECT_EQ(instances("application/dicom", little, false), "406");
    EXPECT_EQ(instances("application/dicom; transfer-syntax=*", jls, true), "single");
    EXPECT_EQ(instances("application/dicom; transfer-syntax=1.2.840.10008.1.2.1", jls, true), "decoded single");
    EXPECT_EQ(instances("application/dicom; transfer-syntax=1.2.840.10008.1.2.1", implicit, true), "decoded single");
    EXPECT_EQ(instances("application/dicom; transfer-syntax=1.2.840.10008.1.2.1", video, true), "406");
    EXPECT_EQ(instances("application/dicom; transfer-syntax=1.2.840.10008.1.2.4.50", jls, true), "406");
    EXPECT_EQ(instances("multipart/related; type=\"image/jpeg\"", little, true), "406");
    EXPECT_EQ(instances("application/json", little, true), "406");
}

TEST(InstanceAnswers, each_object_of_a_series_goes_out_as_it_can) {
    const std::vector<StoredSyntax> mixed{{std::string(jls), true}, {std::string(little), true}};
    auto answer = negotiate_instances(
        "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1", mixed, false);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->forms, (std::vector<Form>{Form::native, Form::stored}));
    EXPECT_FALSE(negotiate_instances(
        "multipart/related; type=\"application/dicom\"; transfer-syntax=" + std::string(jls), mixed, false));
}

TEST(PictureAnswers, are_jpeg_png_or_gif) {
    EXPECT_EQ(*negotiate_picture(""), "image/jpeg");
    EXPECT_EQ(*negotiate_picture("image/*"), "image/jpeg");
    EXPECT_EQ(*negotiate_picture("image/png, image/jpeg; q=0.5"), "image/png");
    EXPECT_FALSE(negotiate_picture("image/webp"));
    EXPECT_FALSE(negotiate_picture("application/dicom"));
}

// STU-30
TEST(JsonAnswers, dicom_json_is_given_to_who_takes_json) {
    for (const auto* accept : {"", "*/*", "application/dicom+json", "application/json", "application/*"})
        EXPECT_TRUE(negotiate_json(accept)) << accept;
    for (const auto* accept :
         {"application/dicom+xml", "text/html", "multipart/related; type=\"application/dicom+xml\""})
        EXPECT_TRUE(negotiate_json(accept).error().is(http::errors::not_acceptable)) << accept;
}

// STU-31
TEST(FrameList, is_numbers_from_one_in_any_order) {
    using Frames = std::vector<std::uint64_t>;
    EXPECT_EQ(parse_frame_list("1"), Frames{1});
    EXPECT_EQ(parse_frame_list("3,1,3"), (Frames{3, 1, 3}));
    for (const auto* wrong : {"", "0", "1,", ",1", "1,,2", "a", "-1", "1.5", " 1", "+1", "18446744073709551616"})
        EXPECT_FALSE(parse_frame_list(wrong)) << wrong;
    std::string many = "1";
    for (int i = 0; i < 10'000; ++i) many += ",1";
    EXPECT_FALSE(parse_frame_list(many));
}

}  // namespace
}  // namespace portico::dicomweb
