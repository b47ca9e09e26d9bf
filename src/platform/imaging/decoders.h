// Decodes and renders frames in processes of their own, so that a frame made to break a decoder breaks nothing else
// (S17, STU-31).
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "platform/dicom/stored_image.h"
#include "platform/imaging/errors.h"
#include "platform/imaging/frame_task.h"

namespace portico::imaging {

struct DecoderOptions {
    std::string program = "/proc/self/exe";
    std::vector<std::string> arguments = {"portico", "decode-worker"};
    std::size_t workers = 2;
    std::size_t most_waiting = 32;
    std::chrono::milliseconds frame_time{5'000};  // after that a worker is ended
    std::chrono::milliseconds waiting_time{10'000};
};

struct DecodedFrame {
    std::string bytes;  // as Decoding describes
    std::string photometric;
};
struct RenderedFrame {
    std::string file;
    std::uint32_t width = 0, height = 0;
};

struct RawAnswer;

// A few workers, started when they are needed, replaced when they die. Thread-safe; a call blocks for at most
// waiting_time and frame_time. Errors of all calls: cannot_be_shown, image_too_large, decoders_busy, unavailable, and
// those of reading the frame.
class Decoders {
public:
    explicit Decoders(DecoderOptions options = {});
    ~Decoders();

    Result<DecodedFrame> decode(const dicom::ImageFrame&);
    Result<RenderedFrame> render(const dicom::ImageFrame&, const Rendering&);

    // How many workers were started so far; for tests and figures.
    std::size_t started() const;

private:
    struct Slot;
    class Turn;
    Result<RawAnswer> run(const dicom::ImageFrame&, const FrameTask&);
    DecoderOptions options_;
    mutable std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Slot>> slots_;
    std::size_t waiting_ = 0, started_ = 0;
};

// True when a frame in this transfer syntax can be decoded at all.
bool can_decode(std::string_view transfer_syntax);
bool is_native(std::string_view transfer_syntax);
// A line of UTF-8 as it can be drawn on pictures: ISO 8859-2, '?' for what that does not have, cut to fit.
std::string annotation_text(std::string_view utf8);

}  // namespace portico::imaging
