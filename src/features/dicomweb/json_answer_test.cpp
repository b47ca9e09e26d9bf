// The DICOM JSON Model (PS3.18 Annex F) of answers.
#include "features/dicomweb/json_answer.h"

#include <gtest/gtest.h>

namespace portico::dicomweb {
namespace {

constexpr dicom::Tag name{0x0010, 0x0010};

std::string with(const std::function<void(JsonDataSet&)>& fill) {
    JsonDataSet item;
    fill(item);
    return item.str();
}

// STU-30
TEST(JsonAnswer, attributes_stand_in_the_order_of_their_tags) {
    EXPECT_EQ(with([](JsonDataSet& item) {
                  item.text({0x0020, 0x000D}, "UI", "1.2");
                  item.text({0x0008, 0x0050}, "SH", "A1");
              }),
              R"({"00080050":{"vr":"SH","Value":["A1"]},"0020000D":{"vr":"UI","Value":["1.2"]}})");
    EXPECT_EQ(JsonDataSet().str(), "{}");
}

// F.2.5: an attribute without a value has neither Value nor null.
TEST(JsonAnswer, an_empty_value_is_left_out) {
    EXPECT_EQ(with([](JsonDataSet& item) { item.text({0x0008, 0x0050}, "SH", ""); }), R"({"00080050":{"vr":"SH"}})");
    EXPECT_EQ(with([](JsonDataSet& item) { item.texts({0x0008, 0x0061}, "CS", {}); }), R"({"00080061":{"vr":"CS"}})");
    EXPECT_EQ(with([](JsonDataSet& item) { item.text(name, "PN", ""); }), R"({"00100010":{"vr":"PN"}})");
    EXPECT_EQ(with([](JsonDataSet& item) { item.text(name, "PN", "=="); }), R"({"00100010":{"vr":"PN"}})");
}

TEST(JsonAnswer, a_person_name_is_split_into_its_groups) {
    EXPECT_EQ(
        with([](JsonDataSet& item) { item.text(name, "PN", "Yamada^Tarou=山田^太郎=やまだ^たろう"); }),
        R"({"00100010":{"vr":"PN","Value":[{"Alphabetic":"Yamada^Tarou","Ideographic":"山田^太郎","Phonetic":"やまだ^たろう"}]}})");
    EXPECT_EQ(with([](JsonDataSet& item) { item.text(name, "PN", "=山田"); }),
              R"({"00100010":{"vr":"PN","Value":[{"Ideographic":"山田"}]}})");
    EXPECT_EQ(with([](JsonDataSet& item) { item.text(name, "PN", "A=B=C=D"); }),
              R"({"00100010":{"vr":"PN","Value":[{"Alphabetic":"A","Ideographic":"B","Phonetic":"C"}]}})");
}

TEST(JsonAnswer, numbers_are_numbers_and_lists_are_lists) {
    EXPECT_EQ(with([](JsonDataSet& item) {
                  item.number({0x0028, 0x0010}, "US", 512);
              }),
              R"({"00280010":{"vr":"US","Value":[512]}})");
    EXPECT_EQ(with([](JsonDataSet& item) {
                  item.texts({0x0008, 0x0061}, "CS", {"CT", "SR"});
              }),
              R"({"00080061":{"vr":"CS","Value":["CT","SR"]}})");
}

TEST(JsonAnswer, text_cannot_break_out_of_its_place) {
    EXPECT_EQ(with([](JsonDataSet& item) {
                  item.text({0x0008, 0x1030}, "LO", "a\"},\\\n");
              }),
              R"({"00081030":{"vr":"LO","Value":["a\"},\\\u000a"]}})");
}

TEST(JsonAnswer, sequences_hold_data_sets) {
    JsonDataSet inner;
    inner.text({0x0008, 0x1150}, "UI", "1.2");
    EXPECT_EQ(with([&](JsonDataSet& item) {
                  item.sequence({0x0008, 0x1199}, {inner, JsonDataSet()});
              }),
              R"({"00081199":{"vr":"SQ","Value":[{"00081150":{"vr":"UI","Value":["1.2"]}},{}]}})");
    EXPECT_EQ(with([](JsonDataSet& item) { item.sequence({0x0008, 0x1199}, {}); }), R"({"00081199":{"vr":"SQ"}})");
    EXPECT_EQ(json_array({}), "[]");
    EXPECT_EQ(json_array({inner, inner}),
              R"([{"00081150":{"vr":"UI","Value":["1.2"]}},{"00081150":{"vr":"UI","Value":["1.2"]}}])");
}

}  // namespace
}  // namespace portico::dicomweb
