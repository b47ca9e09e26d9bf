#include "platform/dicom/dicom_json.h"

#include <charconv>
#include <cmath>

#include "platform/dicom/header_data.h"
#include "platform/dicom/person_name.h"

namespace portico::dicom {
namespace {

void append_string(std::string& out, std::string_view utf8) {
    out.push_back('"');
    for (const char c : utf8) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20)
                    out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
                else
                    out.push_back(c);
        }
    }
    out.push_back('"');
}

void append_base64(std::string& out, std::span<const std::uint8_t> bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto left = bytes.size() - i;
        const std::uint32_t group = static_cast<std::uint32_t>(bytes[i] << 16) |
                                    static_cast<std::uint32_t>(left > 1 ? bytes[i + 1] << 8 : 0) |
                                    static_cast<std::uint32_t>(left > 2 ? bytes[i + 2] : 0);
        out.push_back(letters[group >> 18 & 63]);
        out.push_back(letters[group >> 12 & 63]);
        out.push_back(left > 1 ? letters[group >> 6 & 63] : '=');
        out.push_back(left > 2 ? letters[group & 63] : '=');
    }
}

// A decimal string (VR DS or IS) in JSON's grammar; nothing when it is no number that JSON readers take.
std::optional<std::string> json_number(std::string_view text) {
    std::string number;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        if (text.front() == '-') number = "-";
        text.remove_prefix(1);
    }
    const auto digits = [&text] {
        const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
        const auto found = text.substr(0, end);
        text.remove_prefix(end);
        return found;
    };
    auto whole = digits();
    std::string_view fraction;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        fraction = digits();
    }
    if (whole.empty() && fraction.empty()) return std::nullopt;
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    number += whole.empty() ? "0" : whole;
    if (!fraction.empty()) number.append(".").append(fraction);
    if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
        text.remove_prefix(1);
        number.push_back('e');
        if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
            number.push_back(text.front());
            text.remove_prefix(1);
        }
        const auto exponent = digits();
        if (exponent.empty() || exponent.size() > 4) return std::nullopt;
        number += exponent;
    }
    double value = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
    if (!text.empty() || parsed.ec != std::errc() || !std::isfinite(value)) return std::nullopt;
    return number;
}

template <class Float>
void append_float(std::string& out, Float value) {
    if (!std::isfinite(value)) {
        out += std::isnan(value) ? "\"NaN\"" : value > 0 ? "\"inf\"" : "\"-inf\"";
        return;
    }
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out.append(buffer.data(), end);
}

// A component group as "Family^Given^…" again, without the empty components at its end.
std::string group_text(const NameComponents& name) {
    std::string text;
    for (const auto* component : {&name.family, &name.given, &name.middle, &name.prefix, &name.suffix})
        text += *component + '^';
    while (!text.empty() && text.back() == '^') text.pop_back();
    return text;
}

class JsonWriter {
public:
    JsonWriter(const JsonOptions& options, std::string& out) : options_(options), out_(out) {}

    void item(DcmItem& item, TextDecoder& decoder, const std::string& path, bool& first) {
        DcmObject* object = nullptr;
        while ((object = item.nextInContainer(object)) != nullptr) {
            auto* element = dynamic_cast<DcmElement*>(object);
            if (element != nullptr && element->getETag() != 0) this->element(*element, decoder, path, first);
        }
    }

    void begin(Tag tag, std::string_view vr, bool& first) {
        if (!first) out_.push_back(',');
        first = false;
        append_string(out_, to_text(tag));
        out_ += ":{\"vr\":\"";
        out_ += vr;
        out_.push_back('"');
    }

    void bulk(const std::string& path) {
        if (!options_.bulk_data_uri) return;
        out_ += ",\"BulkDataURI\":";
        append_string(out_, options_.bulk_data_uri(path));
    }

private:
    void element(DcmElement& element, TextDecoder& decoder, const std::string& parent, bool& first) {
        const auto tag = tag_of(element);
        const auto vr = vr_name(element);
        const auto path = parent + to_text(tag);
        begin(tag, vr, first);
        if (tag == tags::specific_character_set) {
            out_ += ",\"Value\":[\"ISO_IR 192\"]";
        } else if (auto* sequence = dynamic_cast<DcmSequenceOfItems*>(&element)) {
            // Also encapsulated pixel data of an icon, whose fragments are no items.
            if (vr == "SQ") items(*sequence, decoder, path);
        } else if (!element.valueLoaded()) {
            if (vr != "PN") bulk(path);
        } else if (element.getLengthField() != 0) {
            value(element, vr, decoder, path);
        }
        out_.push_back('}');
    }

    void items(DcmSequenceOfItems& sequence, TextDecoder& decoder, const std::string& path) {
        if (sequence.card() == 0) return;
        out_ += ",\"Value\":[";
        // nextInContainer() is constant in time where getItem() counts from the beginning.
        DcmObject* object = nullptr;
        for (unsigned long number = 1; (object = sequence.nextInContainer(object)) != nullptr; ++number) {
            auto* item = dynamic_cast<DcmItem*>(object);
            out_ += number == 1 ? "{" : ",{";
            if (item != nullptr) {
                bool first = true;
                const auto inner_path = fmt::format("{}/{}/", path, number);
                if (const auto charset = charset_of(*item, decoder.charset()); charset != decoder.charset()) {
                    TextDecoder own(charset);
                    this->item(*item, own, inner_path, first);
                } else {
                    this->item(*item, decoder, inner_path, first);
                }
            }
            out_.push_back('}');
        }
        out_.push_back(']');
    }

    void value(DcmElement& element, std::string_view vr, TextDecoder& decoder, const std::string& path) {
        if (dynamic_cast<DcmByteString*>(&element) != nullptr) return text(element, vr, decoder);
        if (vr == "US") return numbers<Uint16>(element, &DcmElement::getUint16Array);
        if (vr == "SS") return numbers<Sint16>(element, &DcmElement::getSint16Array);
        if (vr == "UL") return numbers<Uint32>(element, &DcmElement::getUint32Array);
        if (vr == "SL") return numbers<Sint32>(element, &DcmElement::getSint32Array);
        if (vr == "UV") return numbers<Uint64>(element, &DcmElement::getUint64Array);
        if (vr == "SV") return numbers<Sint64>(element, &DcmElement::getSint64Array);
        if (vr == "FL") return numbers<Float32>(element, &DcmElement::getFloat32Array);
        if (vr == "FD") return numbers<Float64>(element, &DcmElement::getFloat64Array);
        if (vr == "AT") return attribute_tags(element);
        if (element.getLengthField() > options_.inline_binary_limit || tag_of(element) == tags::pixel_data)
            return bulk(path);
        if (vr == "OW") return binary<Uint16>(element, &DcmElement::getUint16Array);
        if (vr == "OL") return binary<Uint32>(element, &DcmElement::getUint32Array);
        if (vr == "OV") return binary<Uint64>(element, &DcmElement::getUint64Array);
        if (vr == "OF") return binary<Float32>(element, &DcmElement::getFloat32Array);
        if (vr == "OD") return binary<Float64>(element, &DcmElement::getFloat64Array);
        binary<Uint8>(element, &DcmElement::getUint8Array);
    }

    void text(DcmElement& element, std::string_view vr, TextDecoder& decoder) {
        const auto values = decoder.values(raw_text(element), vr);
        if (std::ranges::all_of(values, [](const auto& value) { return value.empty(); })) return;
        out_ += ",\"Value\":[";
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0) out_.push_back(',');
            if (values[i].empty())
                out_ += "null";
            else if (vr == "PN")
                person(values[i]);
            else if (const auto number = vr == "DS" || vr == "IS" ? json_number(values[i]) : std::nullopt)
                out_ += *number;
            else
                append_string(out_, values[i]);
        }
        out_.push_back(']');
    }

    void person(std::string_view pn) {
        const auto name = parse_person_name(pn);
        const std::pair<std::string_view, std::string> groups[] = {{"Alphabetic", group_text(name.alphabetic)},
                                                                   {"Ideographic", group_text(name.ideographic)},
                                                                   {"Phonetic", group_text(name.phonetic)}};
        out_.push_back('{');
        bool first = true;
        for (const auto& [key, text] : groups) {
            if (text.empty()) continue;
            if (!first) out_.push_back(',');
            first = false;
            append_string(out_, key);
            out_.push_back(':');
            append_string(out_, text);
        }
        out_.push_back('}');
    }

    template <class Number>
    std::span<const Number> array_of(DcmElement& element, OFCondition (DcmElement::*get)(Number*&)) {
        Number* array = nullptr;
        if ((element.*get)(array).bad() || array == nullptr) return {};
        return {array, element.getLengthField() / sizeof(Number)};
    }

    template <class Number>
    void numbers(DcmElement& element, OFCondition (DcmElement::*get)(Number*&)) {
        const auto values = array_of(element, get);
        if (values.empty()) return;
        out_ += ",\"Value\":[";
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0) out_.push_back(',');
            if constexpr (std::is_floating_point_v<Number>)
                append_float(out_, values[i]);
            else
                out_ += fmt::format_int(values[i]).str();
        }
        out_.push_back(']');
    }

    void attribute_tags(DcmElement& element) {
        const auto count = element.getLengthField() / 4;
        out_ += ",\"Value\":[";
        for (unsigned long i = 0; i < count; ++i) {
            DcmTagKey key;
            element.getTagVal(key, i);
            if (i > 0) out_.push_back(',');
            append_string(out_, to_text({key.getGroup(), key.getElement()}));
        }
        out_.push_back(']');
    }

    // Little endian, as the model wants it (PS3.18 F.2.7) and as this machine has it.
    template <class Number>
    void binary(DcmElement& element, OFCondition (DcmElement::*get)(Number*&)) {
        const auto values = array_of(element, get);
        if (values.empty()) return;
        out_ += ",\"InlineBinary\":\"";
        append_base64(out_, {reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()});
        out_.push_back('"');
    }

    const JsonOptions& options_;
    std::string& out_;
};

std::string_view pixel_vr(const HeaderData& header) {
    if (header.walked.layout.pixel_tag == tags::float_pixel_data) return "OF";
    if (header.walked.layout.pixel_tag == tags::double_float_pixel_data) return "OD";
    return header.read_layout().pixels == PixelKind::encapsulated || header.attributes.bits_allocated <= 8 ? "OB"
                                                                                                           : "OW";
}

}  // namespace

std::string to_json(const InstanceFile& instance, const JsonOptions& options) {
    // DCMTK's getters are not const; what they change is only what was loaded.
    auto& header = const_cast<HeaderData&>(instance.header());
    std::string out;
    out.reserve(8 * 1024);
    out.push_back('{');
    JsonWriter writer(options, out);
    TextDecoder decoder(charset_of(header.before, {}));
    bool first = true;
    writer.item(header.before, decoder, {}, first);
    if (const auto& layout = header.read_layout(); layout.pixels != PixelKind::none) {
        writer.begin(layout.pixel_tag, pixel_vr(header), first);
        writer.bulk(to_text(layout.pixel_tag));
        out.push_back('}');
    }
    writer.item(header.after, decoder, {}, first);
    out.push_back('}');
    return out;
}

}  // namespace portico::dicom
