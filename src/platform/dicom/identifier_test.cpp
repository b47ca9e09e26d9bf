#include "platform/dicom/identifier.h"

#include <gtest/gtest.h>

#include "platform/dicom/errors.h"

namespace portico::dicom {
namespace {

constexpr Tag level{0x0008, 0x0052};
constexpr Tag references{0x0008, 0x1199};
constexpr Tag reference_uid{0x0008, 0x1155};
constexpr Tag rows{0x0028, 0x0010};

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (int value : values) out.push_back(static_cast<char>(value));
    return out;
}
const std::string item_header = bytes({0xFE, 0xFF, 0x00, 0xE0});
const std::string endless = bytes({0xFF, 0xFF, 0xFF, 0xFF});
const std::string sequence_header = bytes({0x08, 0x00, 0x99, 0x11});

Identifier sample() {
    Identifier item;
    item.put(reference_uid, "UI", "1.2.3");
    Identifier identifier;
    identifier.put(level, "CS", "STUDY").put(tags::patient_name, "PN", "M\xC3\xBCller^Eva").put(rows, "US", "512");
    identifier.put(references, {item, item});
    return identifier;
}

TEST(Identifier, is_read_as_it_was_written_in_both_encodings) {  // STU-1
    for (const bool explicit_vr : {false, true})
        for (const auto* wanted : {"", "ISO_IR 100"}) {
            const auto read = parse_identifier(encode_identifier(sample(), explicit_vr, wanted), explicit_vr);
            ASSERT_TRUE(read) << read.error().detail();
            EXPECT_EQ(read->text(level), "STUDY");
            EXPECT_EQ(read->text(tags::patient_name), "M\xC3\xBCller^Eva");
            EXPECT_EQ(read->text(rows), "512");
            ASSERT_EQ(read->find(references)->items.size(), 2U);
            EXPECT_EQ(read->find(references)->items[1].text(reference_uid), "1.2.3");
            EXPECT_EQ(read->text(tags::specific_character_set), *wanted == 0 ? "ISO_IR 192" : "ISO_IR 100");
        }
}

TEST(Identifier, keeps_to_the_wanted_character_set_only_where_it_suffices) {  // STU-1
    Identifier beyond;
    beyond.put(tags::patient_name, "PN", "\xE5\xB1\xB1\xE7\x94\xB0");
    const auto read = parse_identifier(encode_identifier(beyond, true, "ISO_IR 100"), true);
    EXPECT_EQ(read->text(tags::specific_character_set), "ISO_IR 192");
    Identifier ascii;
    ascii.put(tags::patient_name, "PN", "Doe");
    EXPECT_FALSE(
        parse_identifier(encode_identifier(ascii, true, "ISO_IR 100"), true)->has(tags::specific_character_set));
}

TEST(Identifier, reads_sequences_and_items_of_undefined_length) {  // STU-1
    Identifier inner;
    inner.put(reference_uid, "UI", "1.2.3");
    const auto item =
        item_header + endless + encode_identifier(inner, false) + bytes({0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0});
    const auto read =
        parse_identifier(sequence_header + endless + item + item + bytes({0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0}), false);
    ASSERT_TRUE(read) << read.error().detail();
    EXPECT_EQ(read->find(references)->items.at(1).text(reference_uid), "1.2.3");
}

TEST(Identifier, refuses_what_does_not_fit) {  // STU-6
    const auto whole = encode_identifier(sample(), true);
    const auto problem = [](const std::string& data, bool explicit_vr = true) {
        const auto read = parse_identifier(data, explicit_vr);
        return read ? std::string_view("read") : read.error().kind().code;
    };
    EXPECT_EQ(problem(whole.substr(0, whole.size() - 1)), errors::truncated.code);
    EXPECT_EQ(problem(whole + whole), errors::malformed.code);
    EXPECT_EQ(problem(std::string(70'000, '\0')), errors::too_complex.code);
    EXPECT_EQ(problem(bytes({8, 0, 0x52, 0, 1, 2, 0, 0})), errors::malformed.code);  // no VR
    EXPECT_EQ(problem(bytes({8, 0, 0x52, 0}) + endless, false), errors::truncated.code);
    EXPECT_EQ(problem(sequence_header + endless + item_header + endless, false), errors::truncated.code);
    EXPECT_EQ(problem(bytes({0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0})), errors::malformed.code);
    EXPECT_EQ(problem(""), "read");
}

TEST(Identifier, refuses_deep_nesting_and_too_many_elements) {  // STU-6
    std::string deep;
    for (int n = 0; n < 1000; ++n) deep += sequence_header + endless + item_header + endless;
    EXPECT_TRUE(parse_identifier(deep, false).error().is(errors::too_deep));
    Identifier many;
    for (std::uint16_t n = 0; n < 5000; ++n) many.put({0x0011, n}, "LO", "");
    EXPECT_TRUE(parse_identifier(encode_identifier(many, false), false).error().is(errors::too_complex));
}

}  // namespace
}  // namespace portico::dicom
