#include "platform/dicom/person_name.h"

#include <gtest/gtest.h>

#include "platform/dicom/tag.h"
#include "platform/dicom/uid.h"

using namespace portico::dicom;

TEST(PersonName, has_three_groups_of_five_components) {
    const auto name = parse_person_name("Adams^John Robert Quincy^^Rev.^B.A. M.Div.=山田^太郎=やまだ^たろう");
    EXPECT_EQ(name.alphabetic, (NameComponents{"Adams", "John Robert Quincy", "", "Rev.", "B.A. M.Div."}));
    EXPECT_EQ(name.ideographic.family, "山田");
    EXPECT_EQ(name.phonetic.given, "たろう");
    EXPECT_EQ(parse_person_name("A^B^C^D^E^F=G=H=I\\J^K").alphabetic, (NameComponents{"A", "B", "C", "D", "E"}));
    EXPECT_TRUE(parse_person_name("").alphabetic.empty());
}

TEST(PersonName, is_shown_as_family_comma_given) {
    // GEN-8
    EXPECT_EQ(display_name("Doe^Jane"), "Doe, Jane");
    EXPECT_EQ(display_name("Doe^Jane^M^Dr"), "Doe, Jane M");
    EXPECT_EQ(display_name("Doe"), "Doe");
    EXPECT_EQ(display_name("^Jane"), "Jane");
    EXPECT_EQ(display_name("=山田^太郎"), "山田, 太郎");
    EXPECT_EQ(display_name(" ^^ "), "");
}

TEST(PersonName, is_normalised_for_matching) {
    EXPECT_EQ(normalised_name("O'Brien-Smith^Éva"), "o brien smith^eva");
    EXPECT_EQ(normalised_name("DOE ^ JANE^^Dr^MD"), normalised_name("Doe^Jane"));
    EXPECT_EQ(normalised_name("MÜLLER^A"), normalised_name("Mu\xCC\x88ller^a"));
    EXPECT_NE(normalised_name("Doe^Jane"), normalised_name("Jane^Doe"));
    EXPECT_NE(normalised_name("Doe^Jane"), normalised_name("DoeJane"));
    EXPECT_EQ(normalised_name("^^"), "");
    EXPECT_EQ(normalised_name("Jan Jan^X"), "jan jan^x");
}

TEST(Uid, has_the_form_of_the_standard) {
    EXPECT_TRUE(is_valid_uid("1.2.840.10008.1.2"));
    EXPECT_TRUE(is_valid_uid("0"));
    for (const char* bad : {"", ".", "1.", ".1", "1..2", "1.02", "1.2a", "1,2", "1.2 "})
        EXPECT_FALSE(is_valid_uid(bad)) << bad;
    EXPECT_TRUE(is_acceptable_uid("1.02"));
    EXPECT_TRUE(is_acceptable_uid(std::string(64, '1')));
    EXPECT_FALSE(is_acceptable_uid(std::string(65, '1')));
}

TEST(Uid, is_made_new_or_from_a_seed) {
    EXPECT_TRUE(is_valid_uid(new_uid()));
    EXPECT_NE(new_uid(), new_uid());
    EXPECT_TRUE(is_valid_uid(uid_from("a")));
    EXPECT_EQ(uid_from("a"), uid_from("a"));
    EXPECT_NE(uid_from("a"), uid_from("b"));
    EXPECT_TRUE(uid_from("a").starts_with("2.25."));
}

TEST(Tag, is_known_by_keyword_and_number) {
    EXPECT_EQ(tag_from_text("PatientID"), tags::patient_id);
    EXPECT_EQ(tag_from_text("00100020"), tags::patient_id);
    EXPECT_EQ(tag_from_text("0010,0020"), tags::patient_id);
    EXPECT_EQ(tag_from_text("7fe00010"), tags::pixel_data);
    for (const char* bad : {"", "NoSuchThing", "0010002", "001000200", "0010002x"})
        EXPECT_FALSE(tag_from_text(bad)) << bad;
    EXPECT_EQ(to_text(tags::pixel_data), "7FE00010");
    EXPECT_EQ(keyword_of(tags::patient_name), "PatientName");
    EXPECT_EQ(keyword_of({0x0009, 0x1001}), "");
    EXPECT_EQ(vr_of(tags::patient_name), "PN");
    EXPECT_EQ(vr_of({0x0009, 0x1001}), "UN");
    EXPECT_EQ(vr_of({0x0009, 0x0010}), "LO");
    EXPECT_EQ(vr_of(tags::pixel_data), "OW");
    EXPECT_EQ(vr_of({0x0028, 0x0106}), "US");
}
