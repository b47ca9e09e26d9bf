// Reads a DTO of every kind of member from any bytes: no crash, errors only of the two kinds, and what was read is
// written as JSON that reads the same again.
// The parser itself too, so that the fuzzer sees its ways.
#include <boost/json/src.hpp>
#include <cstdint>
#include <cstdlib>

#include "platform/api/dto.h"

namespace portico::api {
namespace {

enum class Side { left, right };

struct Leaf {
    std::string name;
    std::optional<std::optional<std::string>> note;
};

struct Bush {
    StudyId id;
    std::string title;
    std::string mail;
    std::string code;
    std::string born;
    Side side = Side::left;
    bool open = false;
    std::int64_t count = 0;
    std::uint8_t small = 0;
    double share = 0;
    Timestamp made;
    std::vector<Leaf> leaves;
    std::vector<Bush> bushes;
    std::map<std::string, Leaf> labels;
    Json extra;
};

}  // namespace

template <>
struct EnumNames<Side> {
    static constexpr EnumName<Side> table[] = {{Side::left, "left"}, {Side::right, "right"}};
};
template <>
struct Dto<Leaf> {
    static constexpr std::string_view name = "Leaf";
    static constexpr auto fields = std::tuple{field("name", &Leaf::name), field("note", &Leaf::note)};
};
template <>
struct Dto<Bush> {
    static constexpr std::string_view name = "Bush";
    static constexpr auto fields =
        std::tuple{field("id", &Bush::id, {.optional = true}),
                   field("title", &Bush::title, {.max_length = 10, .optional = true}),
                   field("mail", &Bush::mail, {.format = Format::email, .optional = true}),
                   field("code", &Bush::code, {.max_length = 20, .pattern = "([A-Z]+[0-9]?)*", .optional = true}),
                   field("born", &Bush::born, {.format = Format::date, .optional = true}),
                   field("side", &Bush::side, {.optional = true}),
                   field("open", &Bush::open, {.optional = true}),
                   field("count", &Bush::count, {.optional = true}),
                   field("small", &Bush::small, {.optional = true}),
                   field("share", &Bush::share, {.optional = true}),
                   field("made", &Bush::made, {.optional = true}),
                   field("leaves", &Bush::leaves, {.max_items = 5, .optional = true}),
                   field("bushes", &Bush::bushes, {.optional = true}),
                   field("labels", &Bush::labels, {.optional = true}),
                   field("extra", &Bush::extra, {.max_bytes = 100, .optional = true})};
};

}  // namespace portico::api

// The contract of libFuzzer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
    using namespace portico;
    auto read = api::read_json<api::Leaf>({reinterpret_cast<const char*>(data), size});
    if (read) {
        std::string written = api::write_json(*read);
        auto again = api::read_json<api::Leaf>(written);
        if (!again || api::write_json(*again) != written) std::abort();
    }
    auto bush = api::read_json<api::Bush>({reinterpret_cast<const char*>(data), size});
    if (!bush && !bush.error().is(errors::malformed) && !bush.error().is(errors::invalid_input)) std::abort();
    if (!bush && bush.error().is(errors::invalid_input) && bush.error().fields().empty()) std::abort();
    if (!bush) return 0;
    // Members that may be absent are written with their empty values, which need not be valid ones.
    if (!api::JsonDocument::parse(api::write_json(*bush))) std::abort();
    return 0;
}
