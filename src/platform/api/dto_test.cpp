#include "platform/api/dto.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/api/core_codecs.h"

namespace portico::api {
namespace {

enum class Colour { red, green };

struct Part {
    std::string name;
    std::int64_t weight = 0;
    bool operator==(const Part&) const = default;
};

struct Thing {
    StudyId id;
    std::string title;
    Colour colour = Colour::red;
    bool shown = false;
    int count = 0;
    double share = 0;
    Timestamp made;
    std::vector<Part> items;
    std::map<std::string, std::string> labels;
    std::optional<std::string> mail;
    std::optional<Part> best;
    std::string code = "X1";
    std::string born;
    Json extra;
    bool operator==(const Thing&) const = default;
};

struct Change {
    std::optional<std::optional<std::string>> note;
};

struct Tree {
    std::vector<Tree> branches;
};

struct ListQuery {
    int limit = 50;
    std::optional<bool> shown;
    std::vector<std::string> colours;
    std::optional<Timestamp> since;
};

constexpr std::string_view some_id = "01jd5ykz3wq8x7v6t5r4p3n2m1";

}  // namespace

template <>
struct EnumNames<Colour> {
    static constexpr EnumName<Colour> table[] = {{Colour::red, "red"}, {Colour::green, "green"}};
};
template <>
struct Dto<Part> {
    static constexpr std::string_view name = "Part";
    static constexpr auto fields =
        std::tuple{field("name", &Part::name, {.min_length = 1, .max_length = 5}),
                   field("weight", &Part::weight, {.minimum = 0, .maximum = 1000, .optional = true})};
};
template <>
struct Dto<Thing> {
    static constexpr std::string_view name = "Thing";
    static constexpr auto fields =
        std::tuple{field("id", &Thing::id),
                   field("title", &Thing::title, {.min_length = 2, .max_length = 10, .text = "What it is called."}),
                   field("colour", &Thing::colour),
                   field("shown", &Thing::shown),
                   field("count", &Thing::count),
                   field("share", &Thing::share, {.minimum = 0, .maximum = 1}),
                   field("made", &Thing::made),
                   field("items", &Thing::items, {.min_items = 1, .max_items = 3}),
                   field("labels", &Thing::labels, {.max_length = 4, .max_items = 2, .optional = true}),
                   field("mail", &Thing::mail, {.format = Format::email}),
                   field("best", &Thing::best),
                   field("code", &Thing::code, {.max_length = 8, .pattern = "[A-Z][0-9]+", .optional = true}),
                   field("born", &Thing::born, {.format = Format::date, .optional = true}),
                   field("extra", &Thing::extra, {.max_bytes = 20, .optional = true})};
};
template <>
struct Dto<Change> {
    static constexpr std::string_view name = "Change";
    static constexpr auto fields = std::tuple{field("note", &Change::note)};
};
template <>
struct Dto<Tree> {
    static constexpr std::string_view name = "Tree";
    static constexpr auto fields = std::tuple{field("branches", &Tree::branches)};
};
template <>
struct Dto<ListQuery> {
    static constexpr std::string_view name = "ListQuery";
    static constexpr auto fields =
        std::tuple{field("limit", &ListQuery::limit, {.minimum = 1, .maximum = 200, .optional = true}),
                   field("shown", &ListQuery::shown),
                   field("colours", &ListQuery::colours, {.max_length = 5, .max_items = 2, .optional = true}),
                   field("since", &ListQuery::since)};
};

namespace {

// A valid Thing with one member replaced; an empty value leaves the member out.
std::string thing_with(std::string_view member = "", std::string_view value = "") {
    std::vector<std::pair<std::string, std::string>> members = {{"id", "\"" + std::string(some_id) + "\""},
                                                                {"title", "\"Lamp\""},
                                                                {"colour", "\"green\""},
                                                                {"shown", "true"},
                                                                {"count", "3"},
                                                                {"share", "0.5"},
                                                                {"made", "\"2026-11-21T14:05:00.123Z\""},
                                                                {"items", R"([{"name":"foot","weight":7}])"}};
    std::string out = "{";
    bool found = false;
    for (auto& [name, text] : members) {
        if (name == member) {
            found = true;
            text = value;
        }
        if (!text.empty()) out += (out.size() > 1 ? ",\"" : "\"") + name + "\":" + text;
    }
    if (!found && !member.empty()) out += fmt::format(",\"{}\":{}", member, value);
    return out + "}";
}

using Errors = std::vector<std::pair<std::string, std::string>>;

Errors field_errors(const Error& error) {
    Errors all;
    for (const auto& field : error.fields()) all.emplace_back(field.path, field.code);
    return all;
}

Errors errors_of(std::string_view text) {
    auto read = read_json<Thing>(text);
    if (read) return {};
    EXPECT_TRUE(read.error().is(errors::invalid_input)) << read.error().detail();
    return field_errors(read.error());
}

Errors one(std::string path, std::string code) { return {{std::move(path), std::move(code)}}; }

std::string schemas_of(const Schema& schema) {
    SchemaBook book;
    JsonWriter place;
    book.write(place, schema);
    JsonWriter out;
    book.write_components(out);
    return out.take();
}

}  // namespace

TEST(Dto, is_read_with_every_kind_of_member) {
    auto read = read_json<Thing>(thing_with("labels", R"({"en":"lamp"})"));
    ASSERT_TRUE(read) << read.error().detail();
    EXPECT_EQ(read->id.text(), some_id);
    EXPECT_EQ(read->colour, Colour::green);
    EXPECT_TRUE(read->shown);
    EXPECT_EQ(read->count, 3);
    EXPECT_EQ(read->share, 0.5);
    EXPECT_EQ(to_rfc3339(read->made), "2026-11-21T14:05:00.123Z");
    EXPECT_EQ(read->items, (std::vector<Part>{{"foot", 7}}));
    EXPECT_EQ(read->labels.at("en"), "lamp");
    EXPECT_FALSE(read->mail);
    EXPECT_EQ(read->code, "X1");  // absent: the member's initial value
}

TEST(Dto, comes_back_the_same_after_writing_and_reading) {
    auto first = read_json<Thing>(thing_with("extra", R"([1,{"a":null}])"));
    ASSERT_TRUE(first);
    first->title = "\"\\\n\té\U0001F600/";
    first->mail = "jan@example.org";
    first->best = Part{"shade", 2};
    first->labels = {{"nl", "voet"}};
    first->born = "1980-02-29";
    auto again = read_json<Thing>(write_json(*first));
    ASSERT_TRUE(again) << write_json(*first);
    EXPECT_EQ(*again, *first);
}

TEST(Dto, every_wrong_field_is_named_with_its_path_and_code) {  // GEN-4
    EXPECT_EQ(errors_of(thing_with("title", "")), one("title", "required"));
    EXPECT_EQ(errors_of(thing_with("title", "null")), one("title", "required"));
    EXPECT_EQ(errors_of(thing_with("title", "\"\"")), one("title", "required"));
    EXPECT_EQ(errors_of(thing_with("title", "7")), one("title", "wrong_type"));
    EXPECT_EQ(errors_of(thing_with("title", "\"a\"")), one("title", "too_short"));
    EXPECT_EQ(errors_of(thing_with("title", "\"12345678901\"")), one("title", "too_long"));
    EXPECT_EQ(errors_of(thing_with("colour", "\"blue\"")), one("colour", "not_a_choice"));
    EXPECT_EQ(errors_of(thing_with("colour", "1")), one("colour", "wrong_type"));
    EXPECT_EQ(errors_of(thing_with("shown", "\"yes\"")), one("shown", "wrong_type"));
    EXPECT_EQ(errors_of(thing_with("count", "1.5")), one("count", "wrong_type"));
    EXPECT_EQ(errors_of(thing_with("count", "\"1\"")), one("count", "wrong_type"));
    EXPECT_EQ(errors_of(thing_with("count", "2147483648")), one("count", "too_big"));
    EXPECT_EQ(errors_of(thing_with("count", "-2147483649")), one("count", "too_small"));
    EXPECT_EQ(errors_of(thing_with("count", "18446744073709551615")), one("count", "too_big"));
    EXPECT_EQ(errors_of(thing_with("share", "1.01")), one("share", "too_big"));
    EXPECT_EQ(errors_of(thing_with("share", "-0.01")), one("share", "too_small"));
    EXPECT_EQ(errors_of(thing_with("id", "\"01JD5YKZ3WQ8X7V6T5R4P3N2M1\"")), one("id", "bad_format"));
    EXPECT_EQ(errors_of(thing_with("made", "\"2026-02-30T00:00:00Z\"")), one("made", "bad_format"));
    EXPECT_EQ(errors_of(thing_with("made", "12")), one("made", "wrong_type"));
    EXPECT_EQ(errors_of(thing_with("mail", "\"jan at example\"")), one("mail", "bad_format"));
    EXPECT_EQ(errors_of(thing_with("code", "\"x1\"")), one("code", "bad_format"));
    EXPECT_EQ(errors_of(thing_with("born", "\"2023-02-29\"")), one("born", "bad_format"));
    EXPECT_EQ(errors_of(thing_with("items", "[]")), one("items", "required"));
    EXPECT_EQ(errors_of(thing_with("items", "{}")), one("items", "wrong_type"));
    EXPECT_EQ(errors_of(thing_with("items", R"([{"name":"a"},{"name":"b"},{"name":"c"},{"name":"d"}])")),
              one("items", "too_many"));
    EXPECT_EQ(errors_of(thing_with("labels", R"({"a":"1","b":"2","c":"3"})")), one("labels", "too_many"));
    EXPECT_EQ(errors_of(thing_with("labels", R"({"a":"12345"})")), one("labels.a", "too_long"));
    EXPECT_EQ(errors_of(thing_with("extra", R"("12345678901234567890")")), one("extra", "too_long"));
    EXPECT_EQ(errors_of(thing_with("extra", R"({"a":[1,-1e999]})")), one("extra", "too_big"));
    EXPECT_EQ(errors_of(thing_with("size", "1")), one("size", "unknown_field"));
    EXPECT_EQ(errors_of(thing_with("best", R"({"name":7})")), one("best.name", "wrong_type"));
    EXPECT_EQ(errors_of("[]"), one("", "wrong_type"));
}

TEST(Dto, all_errors_are_given_at_once_also_those_in_lists) {  // GEN-4
    EXPECT_EQ(
        errors_of(thing_with("items", R"([{"name":"a"},{"weight":-1,"name":"b"},{"colour":1}])")),
        (Errors{
            {"items[1].weight", "too_small"}, {"items[2].colour", "unknown_field"}, {"items[2].name", "required"}}));
}

TEST(Dto, gives_no_more_than_a_hundred_errors) {
    std::string text = "{";
    for (int i = 0; i < 500; ++i) text += fmt::format("\"m{}\":1,", i);
    auto read = read_json<Change>(text + "\"note\":null}");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().fields().size(), 100U);
}

TEST(Dto, counts_code_points_and_refuses_control_characters) {
    EXPECT_EQ(errors_of(thing_with("title", "\"éééééééééé\"")), Errors{});
    EXPECT_EQ(errors_of(thing_with("title", "\"\U0001F600\U0001F600\"")), Errors{});
    EXPECT_EQ(errors_of(thing_with("title", "\"a\\n\\tb\"")), Errors{});
    for (auto bad : {"\"ab\\u0000\"", "\"ab\\u001b\"", "\"ab\\r\"", "\"ab\\u007f\"", "\"ab\\u0085\""}) {
        EXPECT_EQ(errors_of(thing_with("title", bad)), one("title", "bad_character")) << bad;
    }
}

TEST(Dto, text_that_is_no_json_is_malformed) {  // GEN-4
    std::string deep(40, '[');
    for (std::string text :
         {std::string(), std::string("{"), std::string("{} {}"), std::string("{\"a\":1,}"),
          std::string("\xEF\xBB\xBF{}"), thing_with("title", "\"a\xFF\""), thing_with("title", "\"\xED\xA0\x80\""),
          thing_with("title", "\"\\ud800\""), thing_with("title", "\"a\nb\""), thing_with("count", "NaN"),
          deep + std::string(40, ']')}) {
        auto read = read_json<Thing>(text);
        ASSERT_FALSE(read) << text;
        EXPECT_TRUE(read.error().is(errors::malformed)) << text;
    }
    EXPECT_TRUE(read_json<Thing>("{\"title\":1}", {.max_bytes = 5}).error().is(errors::too_large));
}

TEST(Dto, tells_absent_from_null_where_the_member_wants_it) {
    EXPECT_FALSE(read_json<Change>("{}")->note);
    auto cleared = read_json<Change>(R"({"note":null})");
    ASSERT_TRUE(cleared->note);
    EXPECT_FALSE(*cleared->note);
    EXPECT_EQ(read_json<Change>(R"({"note":"x"})")->note.value().value(), "x");
    EXPECT_EQ(write_json(Change{}), "{}");
    EXPECT_EQ(write_json(*cleared), R"({"note":null})");
}

TEST(Dto, is_read_from_query_parameters) {
    std::vector<std::pair<std::string, std::string>> good = {
        {"limit", "20"}, {"shown", "true"}, {"colours", "red"}, {"colours", "7"}, {"since", "2026-11-21T00:00:00Z"}};
    auto read = read_query<ListQuery>(good);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->limit, 20);
    EXPECT_EQ(read->shown, true);
    EXPECT_EQ(read->colours, (std::vector<std::string>{"red", "7"}));
    EXPECT_TRUE(read->since);
    EXPECT_EQ(read_query<ListQuery>({})->limit, 50);

    std::vector<std::pair<std::string, std::string>> bad = {{"limit", "many"}, {"shown", "1"}, {"colours", "\xFF"},
                                                            {"since", "now"},  {"page", "2"},  {"since", "now"}};
    EXPECT_EQ(field_errors(read_query<ListQuery>(bad).error()), (Errors{{"since", "too_many"},
                                                                        {"page", "unknown_field"},
                                                                        {"limit", "wrong_type"},
                                                                        {"shown", "wrong_type"},
                                                                        {"colours[0]", "bad_character"},
                                                                        {"since", "bad_format"}}));
}

TEST(Dto, permissions_travel_by_their_keys) {  // ACC-11
    auto read = read_json<std::vector<Permission>>(R"(["share_studies","manage_roles"])");
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, (std::vector{Permission::share_studies, Permission::manage_roles}));
    EXPECT_EQ(write_json(*read), R"(["share_studies","manage_roles"])");
    auto unknown = read_json<std::vector<ClinicianPermission>>(R"(["manage_roles"])");
    EXPECT_EQ(field_errors(unknown.error()), one("[0]", "not_a_choice"));
    EXPECT_EQ(read_json<StudyRight>("\"download\"").value(), StudyRight::download);
}

TEST(JsonWriter, always_writes_valid_utf8) {
    JsonWriter out;
    out.text(std::string_view("a\xFF\xE2\x82\0\x1F\x7F\"", 8));
    EXPECT_EQ(out.take(), "\"a\uFFFD\uFFFD\uFFFD\\u0000\\u001f\\u007f\\\"\"");
}

TEST(Schema, says_what_the_field_table_says) {  // GEN-7
    EXPECT_EQ(
        schemas_of(schema_of<Part>()),
        R"({"Part":{"type":"object","required":["name"],"properties":{)"
        R"("name":{"type":"string","minLength":1,"maxLength":5},)"
        R"("weight":{"type":"integer","format":"int64","minimum":0,"maximum":1000}},"additionalProperties":false}})");
    std::string thing = schemas_of(schema_of<Thing>());
    using testing::HasSubstr;
    EXPECT_THAT(thing, HasSubstr(R"("required":["id","title","colour","shown","count","share","made","items"])"));
    EXPECT_THAT(thing, HasSubstr(R"("title":{"type":"string","minLength":2,"maxLength":10,"description":"What)"));
    EXPECT_THAT(thing, HasSubstr(R"("colour":{"type":"string","enum":["red","green"]})"));
    EXPECT_THAT(thing, HasSubstr(R"("made":{"type":"string","format":"date-time"})"));
    EXPECT_THAT(
        thing,
        HasSubstr(
            R"("items":{"type":"array","minItems":1,"maxItems":3,"items":{"$ref":"#/components/schemas/Part"}})"));
    EXPECT_THAT(
        thing,
        HasSubstr(
            R"("labels":{"type":"object","maxProperties":2,"additionalProperties":{"type":"string","maxLength":4}})"));
    EXPECT_THAT(thing, HasSubstr(R"("mail":{"type":["string","null"],"format":"email"})"));
    EXPECT_THAT(thing, HasSubstr(R"("best":{"anyOf":[{"$ref":"#/components/schemas/Part"},{"type":"null"}]})"));
    EXPECT_THAT(thing, HasSubstr(R"("code":{"type":"string","maxLength":8,"pattern":"^(?:[A-Z][0-9]+)$"})"));
    EXPECT_THAT(thing, HasSubstr(R"("extra":{})"));
}

TEST(Schema, a_dto_may_contain_itself) {
    EXPECT_EQ(schemas_of(schema_of<Tree>()),
              R"({"Tree":{"type":"object","required":["branches"],"properties":{"branches":{"type":"array",)"
              R"("items":{"$ref":"#/components/schemas/Tree"}}},"additionalProperties":false}})");
    auto read = read_json<Tree>(R"({"branches":[{"branches":[{"branches":[]}]}]})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->branches.at(0).branches.size(), 1U);
}

}  // namespace portico::api
