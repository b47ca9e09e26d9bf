#include "platform/text/fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace portico::text;
using testing::ElementsAre;

TEST(Fold, takes_case_diacritics_and_ligatures_away) {
    EXPECT_EQ(fold("Éva MÜLLER"), "eva muller");
    EXPECT_EQ(fold("Øst Łódź Straße Ægir"), "ost lodz strasse aegir");
    EXPECT_EQ(fold("ＡＢＣ１２"), "abc12");
}

TEST(Fold, gives_the_same_for_composed_and_decomposed_text) {
    EXPECT_EQ(fold("e\xCC\x81"), fold("\xC3\xA9"));
    EXPECT_EQ(fold("İstanbul"), "istanbul");
}

TEST(Fold, keeps_letters_of_other_scripts_apart) {
    EXPECT_EQ(fold("山田"), "山田");
    EXPECT_NE(fold("が"), fold("か"));
    EXPECT_EQ(fold("ΑΘΉΝΑ"), "αθηνα");
}

TEST(Fold, replaces_broken_bytes) {
    EXPECT_EQ(valid_utf8("a\xFF"), "a\xEF\xBF\xBD");
    EXPECT_EQ(valid_utf8("\xC3"), "\xEF\xBF\xBD");
    EXPECT_EQ(valid_utf8("\xED\xA0\x80").find('\xED'), std::string::npos);
    EXPECT_EQ(valid_utf8("Zoë"), "Zoë");
    EXPECT_EQ(fold("\xFF"), "\xEF\xBF\xBD");
}

TEST(Tokens, are_the_folded_words_each_once) {
    EXPECT_THAT(tokens("O'Brien-Smith^Éva^^Dr"), ElementsAre("o", "brien", "smith", "eva", "dr"));
    EXPECT_THAT(tokens("CT Thorax, thorax"), ElementsAre("ct", "thorax"));
    EXPECT_THAT(tokens(" ^^ "), ElementsAre());
}

TEST(SortKey, orders_names_by_family_then_given) {
    EXPECT_LT(sort_key("Smith^Anna"), sort_key("Smith^Bob"));
    EXPECT_LT(sort_key("Smith^Zoe"), sort_key("Smith Jones^Anna"));
    EXPECT_LT(sort_key("Ångström^A"), sort_key("Zorn^A"));
    EXPECT_EQ(sort_key("MÜLLER^A"), sort_key("Müller^a"));
    EXPECT_EQ(sort_key("Doe^^^"), sort_key("doe"));
}

TEST(SortKey, orders_numbers_by_value) {
    EXPECT_LT(sort_key("room 9"), sort_key("room 10"));
    EXPECT_EQ(sort_key("room 007"), sort_key("room 7"));
    EXPECT_LT(sort_key("0"), sort_key("1"));
}

TEST(SortKey, is_short_and_whole) {
    std::string long_name;
    for (int i = 0; i < 300; ++i) long_name += "山";
    const auto key = sort_key(long_name);
    EXPECT_LE(key.size(), 200U);
    EXPECT_EQ(valid_utf8(key), key);
}

TEST(NormaliseIdentifier, removes_what_people_write_between) {
    EXPECT_EQ(normalise_identifier("NL-123.456 b"), "NL123456B");
    EXPECT_EQ(normalise_identifier(" 19‑0057–4\t"), "1900574");
    EXPECT_EQ(normalise_identifier("..."), "");
    // What is normal stays: a mark that a dash held apart from its letter, a letter whose capital has a mark.
    for (const auto* text : {"u-\u030C", "\u0390", "\u01F0"}) {
        const auto normal = normalise_identifier(text);
        EXPECT_EQ(normalise_identifier(normal), normal);
    }
    EXPECT_EQ(normalise_identifier("u-\u030C"), normalise_identifier("\u01D4"));
}
