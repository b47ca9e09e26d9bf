// What a DTO looks like, as data: made from its field table by dto.h, turned into JSON Schema (2020-12, as OpenAPI 3.1
// uses it) by write_schema().
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/api/json_writer.h"
#include "platform/api/limits.h"

namespace portico::api {

struct Property;

struct Schema {
    enum class Kind { text, boolean, integer, number, timestamp, id, json, choice, array, map, object };

    Kind kind = Kind::text;
    bool nullable = false;
    Limits limits{};
    std::int64_t lowest = 0;  // of the C++ type; integers only
    std::int64_t highest = 0;
    std::vector<Schema> item{};                       // one: of a list or a map
    std::vector<std::string_view> choices{};          // of a choice
    std::string_view name{};                          // of a DTO: its name among the components
    std::vector<Property> (*properties)() = nullptr;  // of a DTO; a function, since DTOs may contain each other
};

struct Property {
    std::string_view name;
    bool required = true;
    Schema schema;
};

// Schemas of DTOs by name, collected while schemas that refer to them are written.
// Two different DTOs of one name are a mistake of the program: std::logic_error.
class SchemaBook {
public:
    // Writes the schema in place; a DTO as a reference to #/components/schemas/<name>.
    void write(JsonWriter& out, const Schema& schema);
    // Writes the object of all schemas that were referred to, and those that these refer to, in order of name.
    void write_components(JsonWriter& out);

private:
    static void write_reference(JsonWriter& out, const Schema& schema);
    std::string object_schema(const Schema& schema);
    void refer(const Schema& schema);

    std::map<std::string_view, Schema> waiting_;
    std::map<std::string_view, std::vector<Property> (*)()> known_;
};

}  // namespace portico::api
