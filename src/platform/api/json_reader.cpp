#include "platform/api/json_reader.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>

#include "core/id.h"
#include "platform/api/schema.h"
#include "platform/api/text_check.h"

namespace portico::api {
namespace json = boost::json;

namespace {

constexpr std::size_t most_errors = 100;
constexpr std::size_t longest_name = 64;  // of a foreign member name, in bytes of an error's path
constexpr std::size_t longest_key = 200;  // of a map's member name, in bytes

// A double that is an integer that both can hold exactly.
std::optional<std::int64_t> whole(double value) {
    constexpr double exact = 9007199254740992.0;  // 2^53
    if (!(std::abs(value) <= exact) || std::trunc(value) != value) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

// False where a number was read that no double can hold: it would be written as something that cannot be read again.
// The depth has been limited when the text was parsed.
bool has_finite_numbers(const json::value& value) {
    if (const double* number = value.if_double()) return std::isfinite(*number);
    if (const auto* list = value.if_array()) return std::all_of(list->begin(), list->end(), has_finite_numbers);
    if (const auto* object = value.if_object())
        return std::all_of(object->begin(), object->end(),
                           [](const auto& member) { return has_finite_numbers(member.value()); });
    return true;
}

bool has_format(std::string_view text, Format format) {
    switch (format) {
        case Format::none:
            return true;
        case Format::email:
            return is_email(text);
        case Format::date:
            return is_date(text);
        case Format::uri:
            return is_http_uri(text);
    }
    return false;
}

// A query parameter as the JSON value that the schema expects, where its text can be read as one.
json::value typed(const std::string& text, const Schema& schema) {
    using Kind = Schema::Kind;
    if (schema.kind == Kind::boolean) {
        if (text == "true") return true;
        if (text == "false") return false;
    }
    if (schema.kind == Kind::integer || schema.kind == Kind::number) {
        json::error_code failed;
        json::value number = json::parse(text, failed);
        if (!failed && number.is_number()) return number;
    }
    return json::string(text);
}

}  // namespace

void FieldErrors::add(std::string path, const FieldCode& code) {
    if (errors_.size() < most_errors) {
        errors_.push_back({std::move(path), std::string(code.code), std::string(code.text)});
    }
}

Error FieldErrors::to_error() const {
    Error error = errors::invalid_input;
    for (const auto& field : errors_) error.at(field.path, field.code, field.text);
    return error;
}

std::string JsonReader::path() const {
    if (!parent_) return {};
    std::string path = parent_->path();
    if (name_.empty()) return path + fmt::format("[{}]", index_);
    if (!path.empty()) path += '.';
    return path + std::string(cut_text(name_, longest_name));
}

void JsonReader::report(const FieldCode& code) const { errors_->add(path(), code); }

void JsonReader::report_missing(std::string_view name) const {
    JsonReader(*value_, *this, name, 0).report(field_codes::required);
}

bool JsonReader::is_null() const { return value_->is_null(); }

std::string JsonReader::text(const Limits& limits) const {
    const auto* string = value_->if_string();
    if (!string) {
        report(field_codes::wrong_type);
        return {};
    }
    std::string_view text(string->data(), string->size());
    auto length = count_clean_text(text);
    if (!length) {
        report(field_codes::bad_character);
    } else if (*length < limits.min_length) {
        report(*length == 0 ? field_codes::required : field_codes::too_short);
    } else if (*length > limits.max_length) {
        report(field_codes::too_long);
    } else if (!has_format(text, limits.format) ||
               (!limits.pattern.empty() && !matches_pattern(text, limits.pattern))) {
        report(field_codes::bad_format);
    } else {
        return std::string(text);
    }
    return {};
}

bool JsonReader::boolean() const {
    const bool* value = value_->if_bool();
    if (!value) report(field_codes::wrong_type);
    return value && *value;
}

std::int64_t JsonReader::integer(const Limits& limits, std::int64_t lowest, std::int64_t highest) const {
    std::optional<std::int64_t> value;
    if (const auto* n = value_->if_int64()) value = *n;
    if (const auto* d = value_->if_double()) value = whole(*d);
    if (value_->is_uint64()) {  // Boost.JSON uses it only above the range of int64
        report(field_codes::too_big);
        return 0;
    }
    if (!value) {
        report(field_codes::wrong_type);
    } else if (*value < std::max(lowest, limits.minimum)) {
        report(field_codes::too_small);
    } else if (*value > std::min(highest, limits.maximum)) {
        report(field_codes::too_big);
    } else {
        return *value;
    }
    return 0;
}

double JsonReader::number(const Limits& limits) const {
    double value = 0;
    if (const auto* n = value_->if_int64()) {
        value = static_cast<double>(*n);
    } else if (const auto* u = value_->if_uint64()) {
        value = static_cast<double>(*u);
    } else if (const auto* d = value_->if_double()) {
        value = *d;
    } else {
        report(field_codes::wrong_type);
        return 0;
    }
    bool small = limits.minimum != Limits{}.minimum && value < static_cast<double>(limits.minimum);
    bool big = limits.maximum != Limits{}.maximum && value > static_cast<double>(limits.maximum);
    if (!std::isfinite(value)) {
        report(value < 0 ? field_codes::too_small : field_codes::too_big);
    } else if (small) {
        report(field_codes::too_small);
    } else if (big) {
        report(field_codes::too_big);
    } else {
        return value;
    }
    return 0;
}

Timestamp JsonReader::timestamp() const {
    const auto* string = value_->if_string();
    if (!string) {
        report(field_codes::wrong_type);
        return {};
    }
    auto time = parse_rfc3339(std::string_view(string->data(), string->size()));
    if (!time) report(field_codes::bad_format);
    return time.value_or(Timestamp{});
}

std::string JsonReader::id() const {
    const auto* string = value_->if_string();
    if (!string) {
        report(field_codes::wrong_type);
        return {};
    }
    std::string_view text(string->data(), string->size());
    if (is_id_text(text)) return std::string(text);
    report(field_codes::bad_format);
    return {};
}

std::string JsonReader::raw(const Limits& limits) const {
    std::string text = json::serialize(*value_);
    if (text.size() > limits.max_bytes) {
        report(field_codes::too_long);
    } else if (!has_finite_numbers(*value_)) {
        report(field_codes::too_big);
    } else {
        return text;
    }
    return "null";
}

std::optional<std::size_t> JsonReader::choice(std::span<const std::string_view> names) const {
    const auto* string = value_->if_string();
    if (!string) {
        report(field_codes::wrong_type);
        return std::nullopt;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == std::string_view(string->data(), string->size())) return i;
    }
    report(field_codes::not_a_choice);
    return std::nullopt;
}

std::optional<std::size_t> JsonReader::array(const Limits& limits) const {
    const auto* list = value_->if_array();
    if (!list) {
        report(field_codes::wrong_type);
    } else if (list->size() < limits.min_items) {
        report(list->empty() ? field_codes::required : field_codes::too_few);
    } else if (list->size() > limits.max_items) {
        report(field_codes::too_many);
    } else {
        return list->size();
    }
    return std::nullopt;
}

JsonReader JsonReader::item(std::size_t index) const {
    return JsonReader(value_->as_array()[index], *this, std::string_view(), index);
}

bool JsonReader::object(std::span<const std::string_view> known) const {
    const auto* object = value_->if_object();
    if (!object) {
        report(field_codes::wrong_type);
        return false;
    }
    for (const auto& member : *object) {
        std::string_view name(member.key().data(), member.key().size());
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        JsonReader(member.value(), *this, name, 0).report(field_codes::unknown_field);
    }
    return true;
}

std::optional<JsonReader> JsonReader::member(std::string_view name) const {
    const auto& object = value_->as_object();
    const auto* found = object.if_contains(json::string_view(name.data(), name.size()));
    if (!found) return std::nullopt;
    return JsonReader(*found, *this, name, 0);
}

std::vector<std::pair<std::string, JsonReader>> JsonReader::members(const Limits& limits) const {
    std::vector<std::pair<std::string, JsonReader>> all;
    const auto* object = value_->if_object();
    if (!object) {
        report(field_codes::wrong_type);
        return all;
    }
    if (object->size() < limits.min_items || object->size() > limits.max_items) {
        report(object->size() < limits.min_items ? field_codes::too_few : field_codes::too_many);
        return all;
    }
    for (const auto& member : *object) {
        std::string_view name(member.key().data(), member.key().size());
        JsonReader reader(member.value(), *this, name, 0);
        if (name.empty() || !count_clean_text(name)) {
            reader.report(field_codes::bad_character);
        } else if (name.size() > longest_key) {
            reader.report(field_codes::too_long);
        } else {
            all.emplace_back(name, reader);
        }
    }
    return all;
}

struct JsonDocument::Impl {
    json::value value;
    FieldErrors errors;
};

JsonDocument::JsonDocument(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

Result<JsonDocument> JsonDocument::parse(std::string_view text, const ParseLimits& limits) {
    if (text.size() > limits.max_bytes) return fail(errors::too_large, fmt::format("{} bytes of JSON", text.size()));
    json::parse_options options;
    options.max_depth = limits.max_depth;
    json::error_code failed;
    auto impl = std::make_unique<Impl>();
    impl->value = json::parse(json::string_view(text.data(), text.size()), failed, {}, options);
    if (failed) return fail(errors::malformed, "JSON: " + failed.message());
    return JsonDocument(std::move(impl));
}

JsonDocument JsonDocument::from_query(std::span<const std::pair<std::string, std::string>> parameters,
                                      const Schema& schema) {
    auto impl = std::make_unique<Impl>();
    auto properties = schema.properties();
    auto& object = impl->value.emplace_object();
    for (const auto& [name, text] : parameters) {
        auto is_named = [&wanted = name](const Property& property) { return property.name == wanted; };
        auto property = std::find_if(properties.begin(), properties.end(), is_named);
        if (property == properties.end()) {
            object[name] = json::string(text);  // reported as unknown when it is read
        } else if (property->schema.kind == Schema::Kind::array) {
            auto& list = object[name];
            if (!list.is_array()) list.emplace_array();
            list.get_array().push_back(typed(text, property->schema.item.at(0)));
        } else if (object.contains(name)) {
            impl->errors.add(name, field_codes::too_many);
        } else {
            object[name] = typed(text, property->schema);
        }
    }
    return JsonDocument(std::move(impl));
}

JsonReader JsonDocument::root() const { return JsonReader(impl_->value, impl_->errors); }

Result<void> JsonDocument::finish() const {
    if (impl_->errors.empty()) return {};
    return tl::unexpected<Error>(impl_->errors.to_error());
}

}  // namespace portico::api
