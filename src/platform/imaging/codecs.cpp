#include "platform/imaging/codecs.h"

#include <array>

namespace portico::imaging {
namespace {

enum class Family { native, run_length, dcmtk, jpeg2000 };
struct Syntax {
    std::string_view uid;
    Family family;
};
constexpr std::array syntaxes{
    Syntax{"1.2.840.10008.1.2", Family::native},         Syntax{"1.2.840.10008.1.2.1", Family::native},
    Syntax{"1.2.840.10008.1.2.1.99", Family::native},    Syntax{"1.2.840.10008.1.2.2", Family::native},
    Syntax{"1.2.840.10008.1.2.5", Family::run_length},   Syntax{"1.2.840.10008.1.2.4.50", Family::dcmtk},
    Syntax{"1.2.840.10008.1.2.4.51", Family::dcmtk},     Syntax{"1.2.840.10008.1.2.4.57", Family::dcmtk},
    Syntax{"1.2.840.10008.1.2.4.70", Family::dcmtk},     Syntax{"1.2.840.10008.1.2.4.80", Family::dcmtk},
    Syntax{"1.2.840.10008.1.2.4.81", Family::dcmtk},     Syntax{"1.2.840.10008.1.2.4.90", Family::jpeg2000},
    Syntax{"1.2.840.10008.1.2.4.91", Family::jpeg2000},  Syntax{"1.2.840.10008.1.2.4.92", Family::jpeg2000},
    Syntax{"1.2.840.10008.1.2.4.93", Family::jpeg2000},  Syntax{"1.2.840.10008.1.2.4.201", Family::jpeg2000},
    Syntax{"1.2.840.10008.1.2.4.202", Family::jpeg2000}, Syntax{"1.2.840.10008.1.2.4.203", Family::jpeg2000}};

const Syntax* find(std::string_view uid) {
    const auto* found = std::ranges::find(syntaxes, uid, &Syntax::uid);
    return found == syntaxes.end() ? nullptr : found;
}

}  // namespace

bool is_native(std::string_view transfer_syntax) {
    const auto* syntax = find(transfer_syntax);
    return syntax != nullptr && syntax->family == Family::native;
}

bool can_decode(std::string_view transfer_syntax) { return find(transfer_syntax) != nullptr; }

Result<Samples> decode_frame(const FrameTask& task, std::span<const std::uint8_t> bytes) {
    const auto* syntax = find(task.image.transfer_syntax);
    if (syntax == nullptr) return fail(errors::cannot_be_shown, "a transfer syntax without a decoder");
    switch (syntax->family) {
        case Family::native:
            return codecs::native(task, bytes);
        case Family::run_length:
            return codecs::run_length(task.image, bytes);
        case Family::dcmtk:
            return codecs::dcmtk(task.image, bytes);
        case Family::jpeg2000:
            return codecs::jpeg2000(task.image, bytes);
    }
    return fail(errors::cannot_be_shown);
}

namespace codecs {

std::optional<DeclaredSize> jpeg_size(std::span<const std::uint8_t> stream) {
    const auto word = [&](std::size_t at) { return std::uint32_t{stream[at]} << 8 | stream[at + 1]; };
    if (stream.size() < 4 || word(0) != 0xFFD8) return std::nullopt;
    for (std::size_t at = 2; at + 10 < stream.size();) {
        if (stream[at] != 0xFF) return std::nullopt;
        const auto marker = stream[at + 1];
        if (marker == 0xFF) {
            ++at;  // fill byte
            continue;
        }
        const bool huffman_or_arithmetic =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (huffman_or_arithmetic || marker == 0xF7)
            return DeclaredSize{word(at + 5), word(at + 7), stream[at + 9], stream[at + 4]};
        at += 2 + word(at + 2);
    }
    return std::nullopt;
}

}  // namespace codecs
}  // namespace portico::imaging
