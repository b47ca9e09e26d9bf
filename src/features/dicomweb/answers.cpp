#include "features/dicomweb/answers.h"

#include <array>
#include <charconv>

#include "platform/http/errors.h"
#include "platform/http/media_type.h"

namespace portico::dicomweb {
namespace {

constexpr std::string_view octets = "application/octet-stream";
constexpr std::string_view explicit_little_endian = "1.2.840.10008.1.2.1";
constexpr std::string_view implicit_little_endian = "1.2.840.10008.1.2";

struct SyntaxType {
    std::string_view transfer_syntax, media_type;
};
// PS3.18 table 8.7.3-5. Everything else is not encapsulated, or goes as octets.
constexpr std::array syntax_types{
    SyntaxType{"1.2.840.10008.1.2.4.50", "image/jpeg"},   SyntaxType{"1.2.840.10008.1.2.4.51", "image/jpeg"},
    SyntaxType{"1.2.840.10008.1.2.4.57", "image/jpeg"},   SyntaxType{"1.2.840.10008.1.2.4.70", "image/jpeg"},
    SyntaxType{"1.2.840.10008.1.2.4.80", "image/jls"},    SyntaxType{"1.2.840.10008.1.2.4.81", "image/jls"},
    SyntaxType{"1.2.840.10008.1.2.4.90", "image/jp2"},    SyntaxType{"1.2.840.10008.1.2.4.91", "image/jp2"},
    SyntaxType{"1.2.840.10008.1.2.4.92", "image/jpx"},    SyntaxType{"1.2.840.10008.1.2.4.93", "image/jpx"},
    SyntaxType{"1.2.840.10008.1.2.4.201", "image/jphc"},  SyntaxType{"1.2.840.10008.1.2.4.202", "image/jphc"},
    SyntaxType{"1.2.840.10008.1.2.4.203", "image/jphc"},  SyntaxType{"1.2.840.10008.1.2.5", "image/dicom-rle"},
    SyntaxType{"1.2.840.10008.1.2.4.100", "video/mpeg2"}, SyntaxType{"1.2.840.10008.1.2.4.102", "video/mp4"},
    SyntaxType{"1.2.840.10008.1.2.4.103", "video/mp4"}};

std::string_view media_type_of(std::string_view transfer_syntax) {
    for (const auto& entry : syntax_types)
        if (entry.transfer_syntax == transfer_syntax) return entry.media_type;
    return octets;
}

bool syntax_fits(const http::MediaType& range, std::string_view stored) {
    auto wanted = range.parameter("transfer-syntax");
    return !wanted || *wanted == "*" || *wanted == stored ||
           // The bytes of a frame are the same in both little endian syntaxes.
           (*wanted == explicit_little_endian && stored == implicit_little_endian);
}

bool is_any(const http::MediaType& range) { return range.type == "*"; }
bool is_multipart(const http::MediaType& range) { return range.type == "multipart" && range.subtype == "related"; }

FrameAnswer frame_answer(Packing packing, std::string_view stored) {
    // Implicit little endian has no place in a media type of its own: the bytes are those of explicit little endian.
    auto label = stored == implicit_little_endian ? explicit_little_endian : stored;
    FrameAnswer answer{packing, std::string(media_type_of(stored)), std::string(media_type_of(stored))};
    answer.part_type += "; transfer-syntax=" + std::string(label);
    return answer;
}

}  // namespace

Result<FrameAnswer> negotiate_frames(std::string_view accept, std::string_view stored, std::size_t count) {
    auto entries = http::parse_accept(accept);
    if (entries.empty()) return frame_answer(Packing::multipart, stored);
    auto media_type = media_type_of(stored);
    for (const auto& entry : entries) {
        if (entry.quality == 0) continue;
        const auto& range = entry.range;
        if (is_any(range)) return frame_answer(Packing::multipart, stored);
        bool multipart = is_multipart(range);
        if (!multipart && count != 1) continue;
        std::string name = multipart ? std::string(range.parameter("type").value_or(octets)) : range.name();
        // Octets are a fair name for whatever is stored; a picture type only for what is stored as such.
        if (name != octets && name != media_type && name != "*/*") continue;
        if (!syntax_fits(range, stored)) continue;
        return frame_answer(multipart ? Packing::multipart : Packing::single, stored);
    }
    return fail(http::errors::not_acceptable);
}

Result<Packing> negotiate_instances(std::string_view accept, std::string_view stored, bool single_object) {
    auto entries = http::parse_accept(accept);
    if (entries.empty()) return Packing::multipart;
    for (const auto& entry : entries) {
        if (entry.quality == 0) continue;
        const auto& range = entry.range;
        if (is_any(range)) return Packing::multipart;
        if (!stored.empty() && !syntax_fits(range, stored)) continue;
        if (is_multipart(range) && range.parameter("type").value_or("application/dicom") == "application/dicom")
            return Packing::multipart;
        if (single_object && http::covers(range, "application", "dicom")) return Packing::single;
    }
    return fail(http::errors::not_acceptable);
}

Result<void> negotiate_json(std::string_view accept) {
    if (http::negotiate(accept, {"application/dicom+json", "application/json"})) return {};
    return fail(http::errors::not_acceptable);
}

Result<std::vector<std::uint64_t>> parse_frame_list(std::string_view text) {
    std::vector<std::uint64_t> frames;
    while (true) {
        auto end = std::min(text.find(','), text.size());
        std::uint64_t number = 0;
        auto [stop, error] = std::from_chars(text.data(), text.data() + end, number);
        if (error != std::errc() || stop != text.data() + end || number == 0 || frames.size() >= 10'000)
            return fail(portico::errors::malformed);
        frames.push_back(number);
        if (end == text.size()) return frames;
        text.remove_prefix(end + 1);
    }
}

}  // namespace portico::dicomweb
