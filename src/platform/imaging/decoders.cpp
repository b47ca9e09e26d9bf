#include "platform/imaging/decoders.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include "platform/imaging/worker_process.h"

namespace portico::imaging {

struct Decoders::Slot {
    bool busy = false;
    std::optional<WorkerProcess> worker;
    std::chrono::milliseconds worked{0};
};

// A slot for the time of one request.
class Decoders::Turn {
public:
    static Result<Turn> take(Decoders& pool) {
        std::unique_lock lock(pool.mutex_);
        const auto free = [&]() -> Slot* {
            for (auto& slot : pool.slots_)
                if (!slot->busy) return slot.get();
            return nullptr;
        };
        if (free() == nullptr) {
            if (pool.waiting_ >= pool.options_.most_waiting) return fail(errors::decoders_busy);
            ++pool.waiting_;
            const bool found =
                pool.freed_.wait_for(lock, pool.options_.waiting_time, [&] { return free() != nullptr; });
            --pool.waiting_;
            if (!found) return fail(errors::decoders_busy);
        }
        auto* slot = free();
        slot->busy = true;
        return Turn(pool, *slot);
    }
    Turn(Turn&& other) noexcept : pool_(other.pool_), slot_(std::exchange(other.slot_, nullptr)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
        if (slot_ == nullptr) return;
        // A process has a limited time of its own; it is replaced long before that is used up.
        constexpr std::chrono::minutes long_enough{5};
        if (slot_->worker && (!slot_->worker->usable() || slot_->worked > long_enough)) slot_->worker.reset();
        {
            std::lock_guard lock(pool_.mutex_);
            slot_->busy = false;
        }
        pool_.freed_.notify_one();
    }

    Result<RawAnswer> ask(const Question& question) {
        if (!slot_->worker) {
            PORTICO_TRY(auto fresh, WorkerProcess::start(pool_.options_.program, pool_.options_.arguments));
            slot_->worker.emplace(std::move(fresh));
            slot_->worked = {};
            std::lock_guard lock(pool_.mutex_);
            ++pool_.started_;
        }
        const auto begin = std::chrono::steady_clock::now();
        auto answer = slot_->worker->ask(question, pool_.options_.frame_time);
        slot_->worked +=
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
        return answer;
    }

private:
    Turn(Decoders& pool, Slot& slot) : pool_(pool), slot_(&slot) {}
    Decoders& pool_;
    Slot* slot_;
};

Decoders::Decoders(DecoderOptions options) : options_(std::move(options)) {
    for (std::size_t i = 0; i < options_.workers; ++i) slots_.push_back(std::make_unique<Slot>());
}

Decoders::~Decoders() = default;

Result<RawAnswer> Decoders::run(const dicom::ImageFrame& frame, const FrameTask& task) {
    PORTICO_CHECK(check(task));
    if (!can_decode(task.image.transfer_syntax))
        return fail(errors::cannot_be_shown, "a transfer syntax without a decoder");
    PORTICO_TRY(auto turn, Turn::take(*this));
    return turn.ask({encode_task(task), frame.length, frame.read, answer_limit(task)});
}

Result<DecodedFrame> Decoders::decode(const dicom::ImageFrame& frame) {
    PORTICO_TRY(auto answer, run(frame, {frame.header, frame.first_bit, Decoding{}}));
    std::string photometric = answer.head.photometric.data();
    // What a worker says is believed only where it can be true.
    if (photometric != frame.header.photometric && photometric != "RGB" && photometric != "YBR_FULL")
        return fail(errors::cannot_be_shown, "the decoder answered nonsense");
    return DecodedFrame{std::move(answer.bytes), std::move(photometric)};
}

Result<RenderedFrame> Decoders::render(const dicom::ImageFrame& frame, const Rendering& rendering) {
    PORTICO_TRY(auto answer, run(frame, {frame.header, frame.first_bit, rendering}));
    return RenderedFrame{std::move(answer.bytes), answer.head.width, answer.head.height};
}

std::size_t Decoders::started() const {
    std::lock_guard lock(mutex_);
    return started_;
}

std::string annotation_text(std::string_view utf8) {
    constexpr std::size_t longest = 120;
    const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int>(utf8.size())));
    std::string line;
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UConverter, void (*)(UConverter*)> converter(::ucnv_open("iso-8859-2", &status), ::ucnv_close);
    for (int32_t i = 0; i < text.length() && line.size() < longest; i = text.moveIndex32(i, 1)) {
        const icu::UnicodeString one(text.char32At(i));
        char byte[4] = {};
        status = U_ZERO_ERROR;
        const auto length =
            converter ? ::ucnv_fromUChars(converter.get(), byte, sizeof byte, one.getBuffer(), one.length(), &status)
                      : 0;
        const auto code = static_cast<unsigned char>(byte[0]);
        // The converter's own sign for what it does not have is SUB (0x1A).
        line += length == 1 && code >= 0x20 && code != 0x7F ? byte[0] : '?';
    }
    return line;
}

}  // namespace portico::imaging
