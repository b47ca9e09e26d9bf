#include "platform/dicom_json/json_array.h"

#include <gtest/gtest.h>

#include <vector>

#include "platform/dicom/errors.h"

namespace portico::dicom {
namespace {

struct Cut {
    std::vector<std::string> elements;
    const ErrorKind* error = nullptr;
};

// With pieces of `step` bytes.
Cut cut(std::string_view text, std::size_t step, JsonArrayLimits limits = {}) {
    Cut done;
    JsonArrayCutter cutter(limits);
    const auto take = [&done](std::string_view element) -> Result<void> {
        done.elements.emplace_back(element);
        return {};
    };
    for (std::size_t at = 0; at < text.size(); at += step) {
        if (auto put = cutter.put(text.substr(at, step), take); !put) {
            done.error = &put.error().kind();
            return done;
        }
    }
    if (auto finished = cutter.finish(); !finished) done.error = &finished.error().kind();
    return done;
}

// STU-2
TEST(JsonArrayCutter, cuts_wherever_the_text_was_cut_before) {
    const std::string text = " \n[ {\"a\":[1,{\"b\":\"]},\\\"{\\\\\"}]} ,{} , null,[[]] ]\r\n";
    for (std::size_t step = 1; step <= text.size(); ++step) {
        const auto done = cut(text, step);
        ASSERT_EQ(done.error, nullptr) << step;
        const std::vector<std::string> expected{R"({"a":[1,{"b":"]},\"{\\"}]} )", "{} ", "null", "[[]] "};
        EXPECT_EQ(done.elements, expected) << step;
    }
    EXPECT_TRUE(cut("[]", 1).elements.empty());
}

TEST(JsonArrayCutter, refuses_what_is_no_array) {
    for (const std::string_view text :
         {"", "{}", "null", "[", "[{}", "[{}] x", "[{}]]", "[}]", "[,]", "[{},,{}]", "x[]", "[\"a]"})
        EXPECT_EQ(cut(text, 1).error, &errors::malformed) << text;
}

// STU-6
TEST(JsonArrayCutter, holds_texts_against_their_limits) {
    const JsonArrayLimits few{.element_bytes = 20, .values = 5, .elements = 3};
    EXPECT_EQ(cut("[{},{},{}]", 1, few).error, nullptr);
    EXPECT_EQ(cut("[{},{},{},{}]", 1, few).error, &errors::too_complex);
    EXPECT_EQ(cut("[\"123456789012345678\"]", 1, few).error, nullptr);
    EXPECT_EQ(cut("[\"1234567890123456789\"]", 1, few).error, &errors::too_complex);
    EXPECT_EQ(cut("[[1,2,3,4,5]]", 1, few).error, nullptr);
    EXPECT_EQ(cut("[[1,2,3,4,5,6]]", 1, few).error, &errors::too_complex);
}

}  // namespace
}  // namespace portico::dicom
