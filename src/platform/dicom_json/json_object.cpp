#include "platform/dicom_json/json_object.h"

#include <algorithm>

#include "platform/dicom/errors.h"
#include "platform/dicom/uid.h"
#include "platform/dicom/writer.h"
#include "platform/dicom_json/json_array.h"
#include "platform/dicom_json/json_encoder.h"

namespace portico::dicom {
namespace {

constexpr std::uint64_t longest_value = 0xFFFF'FFFE;
constexpr std::string_view item_tag("\xFE\xFF\x00\xE0", 4);
constexpr std::string_view sequence_end("\xFE\xFF\xDD\xE0\0\0\0\0", 8);

std::string number32(std::uint64_t value) {
    std::string out;
    for (int i = 0; i < 4; ++i, value >>= 8) out.push_back(static_cast<char>(value & 0xFF));
    return out;
}

Result<void> write_padded(const ObjectSink& sink, std::size_t bulk, std::size_t part, std::uint64_t size) {
    PORTICO_CHECK(sink.bulk(bulk, part));
    if (size % 2 == 0) return {};
    return sink.text(std::string_view("\0", 1));
}

// One value of explicit length; `head` is its tag.
Result<void> write_native(const ObjectSink& sink, std::size_t bulk, const std::vector<std::uint64_t>& sizes,
                          std::string_view vr) {
    if (sizes.size() != 1 || sizes.front() >= longest_value) return fail(errors::malformed, "bulk data");
    const auto length = sizes.front() + sizes.front() % 2;
    PORTICO_CHECK(sink.text(std::string(vr) + std::string(2, '\0') + number32(length)));
    return write_padded(sink, bulk, 0, sizes.front());
}

// PS3.5 A.4: an empty Basic Offset Table, then a fragment for each piece.
Result<void> write_encapsulated(const ObjectSink& sink, std::size_t bulk, const std::vector<std::uint64_t>& sizes) {
    PORTICO_CHECK(sink.text(std::string("OB") + std::string(2, '\0') + number32(0xFFFF'FFFF) + std::string(item_tag) +
                            number32(0)));
    for (std::size_t part = 0; part < sizes.size(); ++part) {
        if (sizes[part] >= longest_value) return fail(errors::malformed, "a frame of 4 GiB");
        PORTICO_CHECK(sink.text(std::string(item_tag) + number32(sizes[part] + sizes[part] % 2)));
        PORTICO_CHECK(write_padded(sink, bulk, part, sizes[part]));
    }
    return sink.text(sequence_end);
}

}  // namespace

std::size_t JsonObject::size() const {
    std::size_t size = 0;
    for (const auto& piece : pieces_) size += piece.text.capacity() + sizeof(Piece);
    for (const auto& bulk : bulks_) size += bulk.uri.capacity() + sizeof(BulkValue);
    return size;
}

Result<void> JsonObject::write(std::string_view transfer_syntax, BulkEncoding encoding,
                               const std::vector<std::vector<std::uint64_t>>& sizes, const ObjectSink& sink) const {
    PORTICO_CHECK(sink.text(file_meta(sop_class_, sop_instance_, transfer_syntax)));
    for (const auto& piece : pieces_) {
        PORTICO_CHECK(sink.text(piece.text));
        if (piece.bulk < 0) continue;
        const auto bulk = static_cast<std::size_t>(piece.bulk);
        if (bulks_[bulk].is_pixel_data && encoding == BulkEncoding::encapsulated)
            PORTICO_CHECK(write_encapsulated(sink, bulk, sizes[bulk]));
        else
            PORTICO_CHECK(write_native(sink, bulk, sizes[bulk], piece.vr));
    }
    return {};
}

// Turns one JSON object into pieces.
class JsonEncoder {
public:
    Result<JsonObject> encode(const boost::json::value& value) {
        const auto* set = value.if_object();
        if (set == nullptr) return fail(errors::malformed, "not an object");
        PORTICO_CHECK(put_set(*set, 0));
        finish_text(-1, {});
        PORTICO_CHECK(take_uids(*set));
        return std::move(object_);
    }

private:
    struct Key {
        Tag tag;
        const boost::json::value* element;
    };

    static Result<std::vector<Key>> sorted_keys(const boost::json::object& set, int depth) {
        std::vector<Key> keys;
        for (const auto& [name, element] : set) {
            const auto tag = json::tag_of({name.data(), name.size()});
            if (!tag) return fail(errors::malformed, "a name that is no tag");
            // Written anew, or only of the file: character set, lengths of groups, file meta information.
            if (tag->element == 0 || tag->group == 2 || *tag == tags::specific_character_set) continue;
            if (tag->group < 8 || tag->group >= 0xFFFC) return fail(errors::malformed, to_text(*tag));
            keys.push_back({*tag, &element});
        }
        std::ranges::sort(keys, {}, &Key::tag);
        const auto twice = std::ranges::adjacent_find(keys, {}, &Key::tag);
        if (twice != keys.end()) return fail(errors::malformed, "twice: " + to_text(twice->tag));
        if (depth > 60) return fail(errors::too_deep);
        return keys;
    }

    Result<void> put_set(const boost::json::object& set, int depth) {
        PORTICO_TRY(const auto keys, sorted_keys(set, depth));
        bool charset_due = depth == 0;
        for (const auto& key : keys) {
            if (charset_due && key.tag > tags::specific_character_set) {
                json::put_short(text_, tags::specific_character_set, "CS", "ISO_IR 192");
                charset_due = false;
            }
            PORTICO_CHECK(put_element(key, depth));
        }
        return {};
    }

    Result<void> put_element(const Key& key, int depth) {
        const auto* element = key.element->if_object();
        const auto* vr = element ? element->if_contains("vr") : nullptr;
        const auto* name = vr ? vr->if_string() : nullptr;
        if (name == nullptr || !json::is_vr({name->data(), name->size()}))
            return fail(errors::malformed, to_text(key.tag) + ": vr");
        const std::string_view kind{name->data(), name->size()};
        if (kind == "SQ") return put_sequence(key.tag, *element, depth);
        if (const auto* uri = element->if_contains("BulkDataURI")) return put_bulk(key.tag, kind, *uri, depth);
        PORTICO_TRY(auto value, json::value_bytes(*element, kind, key.tag));
        if (json::put_value(text_, key.tag, kind, std::move(value))) return {};
        return fail(errors::malformed, to_text(key.tag) + ": too long");
    }

    // Of undefined length, since what bulk values within it are as long as is not known yet.
    Result<void> put_sequence(Tag tag, const boost::json::object& element, int depth) {
        json::put_tag(text_, tag);
        text_ += std::string("SQ") + std::string(2, '\0') + number32(0xFFFF'FFFF);
        if (const auto* value = element.if_contains("Value")) {
            const auto* items = value->if_array();
            if (items == nullptr) return fail(errors::malformed, to_text(tag));
            for (const auto& item : *items) {
                const auto* set = item.if_object();
                if (set == nullptr && !item.is_null()) return fail(errors::malformed, to_text(tag));
                text_ += std::string(item_tag) + number32(0xFFFF'FFFF);
                if (set != nullptr) PORTICO_CHECK(put_set(*set, depth + 1));
                text_ += std::string_view("\xFE\xFF\x0D\xE0\0\0\0\0", 8);
            }
        }
        text_ += sequence_end;
        return {};
    }

    Result<void> put_bulk(Tag tag, std::string_view vr, const boost::json::value& uri, int depth) {
        const auto* text = uri.if_string();
        if (text == nullptr || text->empty()) return fail(errors::malformed, to_text(tag) + ": BulkDataURI");
        if (!json::has_long_length(vr)) return fail(errors::malformed, to_text(tag) + ": bulk data of this vr");
        object_.bulks_.push_back({std::string(*text), tag, depth == 0 && tag == tags::pixel_data});
        json::put_tag(text_, tag);
        finish_text(static_cast<int>(object_.bulks_.size()) - 1, vr);
        return {};
    }

    void finish_text(int bulk, std::string_view vr) {
        object_.pieces_.push_back({std::exchange(text_, {}), bulk, std::string(vr)});
    }

    Result<void> take_uids(const boost::json::object& set) {
        object_.sop_class_ = json::first_text(set, "00080016");
        object_.sop_instance_ = json::first_text(set, "00080018");
        object_.study_uid_ = json::first_text(set, "0020000D");
        object_.transfer_syntax_ = json::first_text(set, "00020010");
        for (const auto* uid : {&object_.sop_class_, &object_.sop_instance_, &object_.study_uid_}) {
            if (uid->empty()) return fail(errors::missing_uid);
            if (!is_acceptable_uid(*uid)) return fail(errors::invalid_uid);
        }
        if (!object_.transfer_syntax_.empty() && !is_acceptable_uid(object_.transfer_syntax_))
            return fail(errors::invalid_uid, "00020010");
        const auto frames = json::first_number(set, "00280008");
        if (frames && *frames > 0 && *frames < 1'000'000'000) object_.frames_ = static_cast<std::uint64_t>(*frames);
        return {};
    }

    JsonObject object_;
    std::string text_;
};

Result<Result<JsonObject>> read_json_object(std::string_view text) {
    boost::json::error_code error;
    boost::json::parse_options options;
    options.max_depth = 200;
    boost::json::monotonic_resource memory;
    const auto parsed = boost::json::parse({text.data(), text.size()}, error, &memory, options);
    if (error) return fail(errors::malformed, "JSON: " + error.message());
    return JsonEncoder().encode(parsed);
}

Result<std::vector<Result<JsonObject>>> read_json_objects(std::string_view text) {
    std::vector<Result<JsonObject>> objects;
    JsonArrayCutter cutter;
    PORTICO_CHECK(cutter.put(text, [&objects](std::string_view element) -> Result<void> {
        PORTICO_TRY(auto object, read_json_object(element));
        objects.push_back(std::move(object));
        return {};
    }));
    PORTICO_CHECK(cutter.finish());
    return objects;
}

}  // namespace portico::dicom
