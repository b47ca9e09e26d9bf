#include "features/dicomweb/answers.h"

#include <algorithm>
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

// Which transfer syntax a range asks for; empty: none in particular.
std::string_view wanted_syntax(const http::MediaType& range) {
    return range.parameter("transfer-syntax").value_or(std::string_view{});
}

bool is_any(const http::MediaType& range) { return range.type == "*"; }
bool is_multipart(const http::MediaType& range) { return range.type == "multipart" && range.subtype == "related"; }

FrameAnswer frame_answer(Packing packing, Form form, std::string_view stored) {
    const auto media_type = form == Form::native ? octets : media_type_of(stored);
    // Implicit little endian has no place in a media type of its own: the bytes are those of explicit little endian.
    const auto label = form == Form::native || stored == implicit_little_endian ? explicit_little_endian : stored;
    FrameAnswer answer{packing, form, std::string(media_type), std::string(media_type)};
    answer.part_type += "; transfer-syntax=" + std::string(label);
    return answer;
}

// What one range of an Accept header takes, in the form `form`.
std::optional<FrameAnswer> take_frames(const http::MediaType& range, const StoredSyntax& stored, std::size_t count,
                                       Form form) {
    const auto& syntax = stored.transfer_syntax;
    if (is_any(range)) {
        if (form == Form::native) return std::nullopt;
        return frame_answer(Packing::multipart, form, syntax);
    }
    const bool multipart = is_multipart(range);
    if (!multipart && count != 1) return std::nullopt;
    const auto packing = multipart ? Packing::multipart : Packing::single;
    const auto name = multipart ? std::string(range.parameter("type").value_or(octets)) : range.name();
    const auto wanted = wanted_syntax(range);
    const bool as_octets = name == octets || name == "*/*";
    if (form == Form::native) {
        const bool asked = wanted == explicit_little_endian || (wanted.empty() && name == octets);
        if (!stored.decodable || !as_octets || !asked) return std::nullopt;
        return frame_answer(packing, form, syntax);
    }
    const bool lies_native = syntax == explicit_little_endian || syntax == implicit_little_endian;
    // Octets are a fair name for whatever is stored when it is asked for; a picture type only for what is stored so.
    if (!as_octets && name != media_type_of(syntax)) return std::nullopt;
    const bool fits = wanted == "*" || wanted == syntax ||
                      (lies_native && (wanted.empty() || wanted == explicit_little_endian)) ||
                      (wanted.empty() && name != octets);
    if (!fits) return std::nullopt;
    return frame_answer(packing, form, syntax);
}

// Whether a range takes objects at all in one of the packings that are possible.
std::optional<Packing> packing_of(const http::MediaType& range, bool single_object) {
    if (is_any(range)) return Packing::multipart;
    if (is_multipart(range) && range.parameter("type").value_or("application/dicom") == "application/dicom")
        return Packing::multipart;
    if (single_object && http::covers(range, "application", "dicom")) return Packing::single;
    return std::nullopt;
}

bool takes_object(const http::MediaType& range, const StoredSyntax& stored, Form form) {
    const auto wanted = wanted_syntax(range);
    if (form == Form::stored) return wanted.empty() || wanted == "*" || wanted == stored.transfer_syntax;
    return stored.decodable && wanted == explicit_little_endian;
}

using Entries = std::vector<http::AcceptEntry>;

// Calls `take` with every range that is acceptable: best quality first, of one quality all for what is stored before
// all for what is decoded. Stops at the first that gives something.
template <class Take>
auto first_taken(const Entries& entries, Take take) -> decltype(take(entries.front().range, Form::stored)) {
    for (auto begin = entries.begin(); begin != entries.end();) {
        const auto end =
            std::find_if(begin, entries.end(), [&](const auto& entry) { return entry.quality != begin->quality; });
        if (begin->quality > 0)
            for (const auto form : {Form::stored, Form::native})
                for (auto entry = begin; entry != end; ++entry)
                    if (auto taken = take(entry->range, form)) return taken;
        begin = end;
    }
    return {};
}

}  // namespace

Result<FrameAnswer> negotiate_frames(std::string_view accept, const StoredSyntax& stored, std::size_t count) {
    const auto entries = http::parse_accept(accept);
    if (entries.empty()) return frame_answer(Packing::multipart, Form::stored, stored.transfer_syntax);
    auto answer = first_taken(
        entries, [&](const http::MediaType& range, Form form) { return take_frames(range, stored, count, form); });
    if (!answer) return fail(http::errors::not_acceptable);
    return std::move(*answer);
}

Result<ObjectAnswer> negotiate_instances(std::string_view accept, const std::vector<StoredSyntax>& stored,
                                         bool single_object) {
    ObjectAnswer answer{Packing::multipart, std::vector<Form>(stored.size(), Form::stored)};
    const auto entries = http::parse_accept(accept);
    if (entries.empty()) return answer;
    // All go out in one packing: that of the range which takes the first.
    std::optional<Packing> packing;
    for (std::size_t i = 0; i < stored.size(); ++i) {
        using Taken = std::optional<std::pair<Packing, Form>>;
        const auto taken = first_taken(entries, [&](const http::MediaType& range, Form form) -> Taken {
            const auto possible = packing_of(range, single_object);
            if (!possible || (packing && *possible != *packing) || !takes_object(range, stored[i], form))
                return std::nullopt;
            return std::pair(*possible, form);
        });
        if (!taken) return fail(http::errors::not_acceptable);
        packing = taken->first;
        answer.forms[i] = taken->second;
    }
    answer.packing = packing.value_or(Packing::multipart);
    return answer;
}

Result<std::string> negotiate_picture(std::string_view accept) {
    const auto chosen = http::negotiate(accept, {"image/jpeg", "image/png", "image/gif"});
    if (!chosen) return fail(http::errors::not_acceptable);
    return std::string(*chosen);
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
