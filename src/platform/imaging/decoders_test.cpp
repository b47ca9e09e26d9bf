// Workers that crash, loop, ask for memory or try to get out (S17). The deeds are those of test_worker/main.cpp.
#include "platform/imaging/decoders.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <thread>

namespace portico::imaging {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sandboxed = false;
#else
constexpr bool sandboxed = true;
#endif

using namespace std::chrono_literals;

dicom::ImageFrame frame_of(std::string bytes) {
    dicom::ImageFrame frame;
    frame.header.transfer_syntax = "1.2.840.10008.1.2.1";
    frame.header.photometric = "MONOCHROME2";
    frame.header.rows = 8;
    frame.header.columns = 8;
    frame.header.bits_allocated = frame.header.bits_stored = 8;
    frame.header.high_bit = 7;
    bytes.resize(64, ' ');
    frame.length = bytes.size();
    frame.read = [bytes](std::span<std::uint8_t> into) {
        std::memcpy(into.data(), bytes.data(), bytes.size());
        return Result<void>();
    };
    return frame;
}

DecoderOptions options() {
    DecoderOptions options;
    options.program = TEST_WORKER;
    options.arguments = {"imaging_test_worker"};
    return options;
}

std::string outcome(Decoders& decoders, const std::string& deed) {
    auto answer = decoders.decode(frame_of("!do " + deed + " "));
    if (answer) return "went on";
    return std::string(answer.error().kind().code);
}

void expect_in_service(Decoders& decoders) {
    auto answer = decoders.decode(frame_of("a frame"));
    ASSERT_TRUE(answer) << answer.error().detail();
    EXPECT_TRUE(answer->bytes.starts_with("a frame "));
}

// S17
TEST(Decoders, give_pixels_and_pictures) {
    Decoders decoders(options());
    expect_in_service(decoders);
    auto picture = decoders.render(frame_of("a frame"), {.format = PictureFormat::png, .annotation = {"Doe"}});
    ASSERT_TRUE(picture);
    EXPECT_TRUE(picture->file.starts_with("\x89PNG"));
    EXPECT_EQ(picture->width, 8U);
    EXPECT_EQ(decoders.started(), 1U);
}

TEST(Decoders, a_crash_is_one_clear_error_and_the_next_frame_is_shown) {
    Decoders decoders(options());
    for (int i = 0; i < 10; ++i) EXPECT_EQ(outcome(decoders, "crash"), "image_cannot_be_shown");
    EXPECT_EQ(outcome(decoders, "leave"), "image_cannot_be_shown");
    expect_in_service(decoders);
    EXPECT_EQ(decoders.started(), 12U);
}

TEST(Decoders, an_endless_loop_is_ended_in_time) {
    auto quick = options();
    quick.frame_time = 200ms;
    Decoders decoders(quick);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(outcome(decoders, "loop"), "image_cannot_be_shown");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
    quick.frame_time = 5s;
    Decoders patient(quick);
    expect_in_service(patient);
}

TEST(Decoders, four_gibibytes_are_refused_and_the_worker_lives) {
    if (!sandboxed) GTEST_SKIP() << "no limit of memory under a sanitizer";
    Decoders decoders(options());
    EXPECT_EQ(outcome(decoders, "allocate"), "image_too_large_to_show");
    expect_in_service(decoders);
    EXPECT_EQ(decoders.started(), 1U);
}

TEST(Decoders, what_tries_to_get_out_is_ended) {
    if (!sandboxed) GTEST_SKIP() << "no sandbox under a sanitizer";
    Decoders decoders(options());
    for (const auto* deed : {"open", "create", "socket", "fork", "exec", "signal", "code"})
        EXPECT_EQ(outcome(decoders, deed), "image_cannot_be_shown") << deed;
    EXPECT_FALSE(std::filesystem::exists("/tmp/portico-escaped"));
    EXPECT_EQ(outcome(decoders, "nothing"), "went on");  // a deed that is allowed comes back and is noticed
    EXPECT_EQ(decoders.started(), 8U);
    expect_in_service(decoders);
}

TEST(Decoders, what_a_worker_says_is_not_believed) {
    Decoders decoders(options());
    EXPECT_EQ(outcome(decoders, "lie"), "image_cannot_be_shown");
    EXPECT_EQ(outcome(decoders, "rename"), "image_cannot_be_shown");
    expect_in_service(decoders);
}

TEST(Decoders, serve_many_at_once_and_send_away_who_would_wait_too_long) {
    auto crowd = options();
    crowd.most_waiting = 1;
    crowd.frame_time = 400ms;
    Decoders decoders(crowd);
    std::atomic<int> busy = 0, ended = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            const auto code = outcome(decoders, "loop");
            if (code == "decoders_busy") ++busy;
            if (code == "image_cannot_be_shown") ++ended;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_GE(busy.load(), 1);
    EXPECT_EQ(busy + ended, 8);
}

TEST(Decoders, a_program_that_is_not_there_is_told) {
    auto missing = options();
    missing.program = "/nonexistent";
    Decoders decoders(missing);
    auto answer = decoders.decode(frame_of("a frame"));
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().is(portico::errors::unavailable));
}

TEST(Decoders, absurd_sizes_are_refused_before_anything_is_read) {
    Decoders decoders(options());
    auto frame = frame_of("");
    frame.header.rows = frame.header.columns = 65'535;
    frame.read = [](std::span<std::uint8_t>) -> Result<void> { throw std::logic_error("read"); };
    auto answer = decoders.decode(frame);
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().is(errors::image_too_large));
    EXPECT_EQ(decoders.started(), 0U);
}

}  // namespace
}  // namespace portico::imaging
