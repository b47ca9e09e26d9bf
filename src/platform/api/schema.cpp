#include "platform/api/schema.h"

#include <algorithm>
#include <stdexcept>

namespace portico::api {
namespace {

using Kind = Schema::Kind;

std::string_view json_type(Kind kind) {
    switch (kind) {
        case Kind::boolean:
            return "boolean";
        case Kind::integer:
            return "integer";
        case Kind::number:
            return "number";
        case Kind::array:
            return "array";
        case Kind::map:
        case Kind::object:
            return "object";
        case Kind::text:
        case Kind::timestamp:
        case Kind::id:
        case Kind::choice:
            return "string";
        case Kind::json:
            break;
    }
    return "";
}

void write_type(JsonWriter& out, const Schema& schema) {
    out.key("type");
    if (!schema.nullable) return out.text(json_type(schema.kind));
    out.begin_array();
    out.text(json_type(schema.kind));
    out.text("null");
    out.end_array();
}

void write_count(JsonWriter& out, std::string_view key, std::size_t value) {
    out.key(key);
    out.integer(static_cast<std::int64_t>(value));
}

void write_numbers(JsonWriter& out, const Schema& schema) {
    bool whole = schema.kind == Kind::integer;
    if (whole && schema.highest > std::numeric_limits<std::int32_t>::max()) out.member("format", "int64");
    std::int64_t minimum = whole ? std::max(schema.lowest, schema.limits.minimum) : schema.limits.minimum;
    std::int64_t maximum = whole ? std::min(schema.highest, schema.limits.maximum) : schema.limits.maximum;
    if (minimum != Limits{}.minimum) {
        out.key("minimum");
        out.integer(minimum);
    }
    if (maximum != Limits{}.maximum) {
        out.key("maximum");
        out.integer(maximum);
    }
}

void write_items(JsonWriter& out, const Limits& limits, bool list) {
    if (limits.min_items > 0) write_count(out, list ? "minItems" : "minProperties", limits.min_items);
    if (limits.max_items != Limits::default_max_items) {
        write_count(out, list ? "maxItems" : "maxProperties", limits.max_items);
    }
}

void write_string_limits(JsonWriter& out, const Limits& limits) {
    if (limits.min_length > 0) write_count(out, "minLength", limits.min_length);
    if (limits.max_length != Limits::default_max_length) write_count(out, "maxLength", limits.max_length);
    if (limits.format == Format::email) out.member("format", "email");
    if (limits.format == Format::date) out.member("format", "date");
    if (limits.format == Format::uri) out.member("format", "uri");
    if (!limits.pattern.empty()) out.member("pattern", "^(?:" + std::string(limits.pattern) + ")$");
}

void write_choices(JsonWriter& out, const Schema& schema) {
    out.key("enum");
    out.begin_array();
    for (auto choice : schema.choices) out.text(choice);
    if (schema.nullable) out.null();
    out.end_array();
}

// One DTO has a properties function in each translation unit that uses it, so functions are no proof of a difference.
bool same_properties(const std::vector<Property>& a, const std::vector<Property>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Property& x, const Property& y) {
        return x.name == y.name && x.required == y.required && x.schema.kind == y.schema.kind &&
               x.schema.nullable == y.schema.nullable && x.schema.name == y.schema.name;
    });
}

}  // namespace

void SchemaBook::refer(const Schema& schema) {
    auto [entry, is_new] = known_.emplace(schema.name, schema.properties);
    if (is_new) {
        waiting_.emplace(schema.name, schema);
    } else if (entry->second != schema.properties && !same_properties(entry->second(), schema.properties())) {
        throw std::logic_error("two DTOs are named " + std::string(schema.name));
    }
}

void SchemaBook::write(JsonWriter& out, const Schema& schema) {
    if (schema.kind == Kind::object) {
        refer(schema);
        write_reference(out, schema);
        return;
    }
    // The limits of items stand on the items; the text stands on the whole.
    out.begin_object();
    if (schema.kind != Kind::json) write_type(out, schema);
    switch (schema.kind) {
        case Kind::text:
            write_string_limits(out, schema.limits);
            break;
        case Kind::integer:
        case Kind::number:
            write_numbers(out, schema);
            break;
        case Kind::timestamp:
            out.member("format", "date-time");
            break;
        case Kind::id:
            out.member("pattern", "^[0-7][0-9a-hjkmnp-tv-z]{25}$");
            break;
        case Kind::choice:
            write_choices(out, schema);
            break;
        case Kind::array:
        case Kind::map: {
            write_items(out, schema.limits, schema.kind == Kind::array);
            out.key(schema.kind == Kind::array ? "items" : "additionalProperties");
            Schema item = schema.item.at(0);
            item.limits.text = {};
            write(out, item);
            break;
        }
        case Kind::boolean:
        case Kind::json:
        case Kind::object:
            break;
    }
    if (!schema.limits.text.empty()) out.member("description", schema.limits.text);
    out.end_object();
}

void SchemaBook::write_reference(JsonWriter& out, const Schema& schema) {
    std::string reference = "#/components/schemas/" + std::string(schema.name);
    out.begin_object();
    if (schema.nullable) {
        out.key("anyOf");
        out.begin_array();
        out.begin_object();
        out.member("$ref", reference);
        out.end_object();
        out.begin_object();
        out.member("type", "null");
        out.end_object();
        out.end_array();
    } else {
        out.member("$ref", reference);
    }
    if (!schema.limits.text.empty()) out.member("description", schema.limits.text);
    out.end_object();
}

std::string SchemaBook::object_schema(const Schema& schema) {
    auto properties = schema.properties();
    JsonWriter out;
    out.begin_object();
    out.member("type", "object");
    out.key("required");
    out.begin_array();
    for (const auto& property : properties) {
        if (property.required) out.text(property.name);
    }
    out.end_array();
    out.key("properties");
    out.begin_object();
    for (const auto& property : properties) {
        out.key(property.name);
        write(out, property.schema);
    }
    out.end_object();
    out.key("additionalProperties");
    out.boolean(false);
    out.end_object();
    return out.take();
}

void SchemaBook::write_components(JsonWriter& out) {
    std::map<std::string_view, std::string> written;
    while (!waiting_.empty()) {
        auto next = waiting_.extract(waiting_.begin());
        written.emplace(next.key(), object_schema(next.mapped()));
    }
    out.begin_object();
    for (const auto& [name, text] : written) {
        out.key(name);
        out.raw(text);
    }
    out.end_object();
}

}  // namespace portico::api
