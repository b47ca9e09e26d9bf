#include "platform/http/media_type.h"

#include "platform/http/detail/text.h"

namespace portico::http {

using detail::is_token;
using detail::trim;

std::optional<std::string_view> MediaType::parameter(std::string_view parameter_name) const {
    for (const auto& [name, value] : parameters) {
        if (name == parameter_name) return value;
    }
    return std::nullopt;
}

namespace {

// The value at the start of `text`, which is moved behind it; nothing when it is broken. Unquoted values may hold more
// than a token: DICOMweb clients write type=application/dicom without quotes.
std::optional<std::string> take_value(std::string_view& text) {
    std::string value;
    if (!text.starts_with('"')) {
        const auto end = std::min(text.find_first_of("; \t"), text.size());
        value = std::string(text.substr(0, end));
        text.remove_prefix(end);
        const auto allowed = [](char c) { return c > 0x20 && c < 0x7F && c != '"'; };
        if (value.empty() || !std::all_of(value.begin(), value.end(), allowed)) return std::nullopt;
        return value;
    }
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        if (text[i] == '\\' && ++i == text.size()) break;
        if (static_cast<unsigned char>(text[i]) < 0x20 && text[i] != '\t') break;
        value.push_back(text[i]);
    }
    return std::nullopt;
}

// qvalue of RFC 9110, 12.4.2 in thousandths.
std::optional<int> parse_quality(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int quality = (text[0] - '0') * 1000;
    int weight = 100;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (!detail::is_digit(c)) return std::nullopt;
        quality += (c - '0') * weight;
        weight /= 10;
    }
    if (quality > 1000) return std::nullopt;
    return quality;
}

int specificity(const MediaType& range) {
    if (range.type == "*") return 0;
    if (range.subtype == "*") return 1;
    return 2 + static_cast<int>(range.parameters.size());
}

}  // namespace

std::optional<MediaType> parse_media_type(std::string_view text) {
    text = trim(text);
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto end = std::min(text.find_first_of("; \t", slash), text.size());
    MediaType type{detail::lower(text.substr(0, slash)), detail::lower(text.substr(slash + 1, end - slash - 1)), {}};
    if (!is_token(type.type) || !is_token(type.subtype)) return std::nullopt;
    text.remove_prefix(end);
    while (!(text = trim(text)).empty()) {
        if (text.front() != ';') return std::nullopt;
        text = trim(text.substr(1));
        if (text.empty() || text.front() == ';') continue;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const auto name = trim(text.substr(0, equals));
        if (!is_token(name)) return std::nullopt;
        text = trim(text.substr(equals + 1));
        auto value = take_value(text);
        if (!value) return std::nullopt;
        type.parameters.emplace_back(detail::lower(name), std::move(*value));
    }
    return type;
}

std::vector<AcceptEntry> parse_accept(std::string_view header) {
    std::vector<AcceptEntry> entries;
    for (const auto element : detail::split_list(header)) {
        auto range = parse_media_type(element);
        if (!range) continue;
        AcceptEntry entry{std::move(*range), 1000};
        auto& parameters = entry.range.parameters;
        const auto q = std::find_if(parameters.begin(), parameters.end(), [](const auto& p) { return p.first == "q"; });
        if (q != parameters.end()) {
            const auto quality = parse_quality(q->second);
            if (!quality) continue;
            entry.quality = *quality;
            parameters.erase(q, parameters.end());  // what follows q are extensions of Accept, not of the type
        }
        entries.push_back(std::move(entry));
    }
    std::stable_sort(entries.begin(), entries.end(), [](const AcceptEntry& a, const AcceptEntry& b) {
        if (a.quality != b.quality) return a.quality > b.quality;
        return specificity(a.range) > specificity(b.range);
    });
    return entries;
}

std::string to_string(const MediaType& type) {
    std::string text = type.name();
    for (const auto& [name, value] : type.parameters) {
        text += "; " + name + "=";
        if (is_token(value)) {
            text += value;
            continue;
        }
        text += '"';
        for (const char c : value) {
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
        text += '"';
    }
    return text;
}

bool covers(const MediaType& range, std::string_view type, std::string_view subtype) {
    if (range.type != "*" && range.type != type) return false;
    return range.subtype == "*" || range.subtype == subtype;
}

std::optional<std::string_view> negotiate(std::string_view accept, const std::vector<std::string_view>& offers) {
    if (offers.empty()) return std::nullopt;
    if (trim(accept).empty()) return offers.front();
    const auto entries = parse_accept(accept);
    std::optional<std::string_view> best;
    int best_quality = 0;
    for (const auto offer : offers) {
        const auto type = parse_media_type(offer);
        if (!type) continue;
        // The most specific range that covers an offer says its quality (RFC 9110, 12.5.1).
        const AcceptEntry* match = nullptr;
        for (const auto& entry : entries) {
            if (!covers(entry.range, type->type, type->subtype)) continue;
            if (!match || specificity(entry.range) > specificity(match->range)) match = &entry;
        }
        if (match && match->quality > best_quality) {
            best = offer;
            best_quality = match->quality;
        }
    }
    return best;
}

}  // namespace portico::http
