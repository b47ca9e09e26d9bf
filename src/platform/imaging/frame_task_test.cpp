// The form and the limits of what a worker is asked.
#include "platform/imaging/frame_task.h"

#include <gtest/gtest.h>

#include <limits>

#include "platform/imaging/decoders.h"

namespace portico::imaging {
namespace {

FrameTask full_task() {
    FrameTask task;
    auto& image = task.image;
    image.transfer_syntax = "1.2.840.10008.1.2.4.90";
    image.photometric = "MONOCHROME2";
    image.rows = 512;
    image.columns = 256;
    image.bits_allocated = 16;
    image.bits_stored = 12;
    image.high_bit = 11;
    image.is_signed = true;
    image.slope = 2.5;
    image.modality_lut = dicom::LookupTable{-5, 12, {1, 2, 3}};
    image.window = dicom::Window{40, 400, dicom::VoiFunction::sigmoid};
    image.palette[1] = {0, 8, {7}};
    Rendering rendering;
    rendering.format = PictureFormat::gif;
    rendering.quality = 55;
    rendering.viewport = Viewport{100, 200, 1.5, 2.5, -10.0, std::nullopt};
    rendering.annotation = {"Doe^Jane", ""};
    task.wish = rendering;
    return task;
}

Result<FrameTask> read(const std::string& bytes) {
    return decode_task({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

TEST(FrameTask, arrives_as_it_was_sent) {
    auto task = full_task();
    auto arrived = read(encode_task(task));
    ASSERT_TRUE(arrived);
    EXPECT_EQ(*arrived, task);
    task.wish = Decoding{};
    arrived = read(encode_task(task));
    ASSERT_TRUE(arrived);
    EXPECT_EQ(*arrived, task);
}

TEST(FrameTask, cut_or_followed_by_something_it_is_refused) {
    const auto bytes = encode_task(full_task());
    for (std::size_t length = 0; length < bytes.size(); ++length) EXPECT_FALSE(read(bytes.substr(0, length)));
    EXPECT_FALSE(read(bytes + "x"));
}

template <class F>
bool accepted(F change) {
    auto task = full_task();
    change(task, std::get<Rendering>(task.wish));
    return check(task).has_value() && read(encode_task(task)).has_value();
}

TEST(FrameTask, what_makes_no_sense_is_refused_on_both_sides) {
    EXPECT_TRUE(accepted([](auto&, auto&) {}));
    EXPECT_FALSE(accepted([](auto& task, auto&) { task.image.rows = 0; }));
    EXPECT_FALSE(accepted([](auto& task, auto&) { task.image.bits_allocated = 12; }));
    EXPECT_FALSE(accepted([](auto& task, auto&) { task.image.bits_stored = 17; }));
    EXPECT_FALSE(accepted([](auto& task, auto&) { task.image.high_bit = 10; }));
    EXPECT_FALSE(accepted([](auto& task, auto&) { task.image.samples = 5; }));
    EXPECT_FALSE(accepted([](auto& task, auto&) { task.first_bit = 8; }));
    EXPECT_FALSE(accepted([](auto& task, auto&) { task.image.slope = std::numeric_limits<double>::quiet_NaN(); }));
    EXPECT_FALSE(accepted([](auto& task, auto&) { task.image.modality_lut->values.resize(65'537); }));
    EXPECT_FALSE(accepted([](auto& task, auto&) { task.image.rows = task.image.columns = 20'000; }));
    EXPECT_FALSE(accepted([](auto&, auto& rendering) { rendering.quality = 0; }));
    EXPECT_FALSE(accepted([](auto&, auto& rendering) { rendering.viewport->width = 100'000; }));
    EXPECT_FALSE(accepted([](auto&, auto& rendering) { rendering.viewport->part_width = 0; }));
    EXPECT_FALSE(accepted([](auto&, auto& rendering) { rendering.annotation.assign(100, "x"); }));
    EXPECT_FALSE(accepted([](auto&, auto& rendering) {
        rendering.window = dicom::Window{0, -1, dicom::VoiFunction::linear_exact};
    }));
}

TEST(AnnotationText, keeps_what_can_be_drawn) {
    EXPECT_EQ(annotation_text("M\xC3\xBCller\n\xD0\x96"), "M\xFCller??");
    EXPECT_EQ(annotation_text(std::string(1000, 'x')).size(), 120U);
    EXPECT_EQ(annotation_text("\xFF"), "?");
}

}  // namespace
}  // namespace portico::imaging
