#include "platform/crypto/hash.h"

#include <gtest/gtest.h>

#include "platform/crypto/encoding.h"

namespace portico::crypto {
namespace {

// FIPS 180-4 example values.
constexpr std::string_view of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::string_view of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256, gives_the_standard_values) {
    EXPECT_EQ(sha256_hex(""), of_nothing);
    EXPECT_EQ(sha256_hex("abc"), of_abc);
}

TEST(Sha256, takes_bytes_in_parts_and_starts_anew_after_a_finish) {
    Sha256 hash;
    hash.update("a");
    hash.update("");
    hash.update("bc");
    EXPECT_EQ(hash.finish_hex(), of_abc);
    EXPECT_EQ(hash.finish_hex(), of_nothing);
}

TEST(HmacSha256, gives_the_value_of_rfc_4231_case_2) {
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(ConstantTimeEqual, compares_whole_texts) {
    EXPECT_TRUE(constant_time_equal("", ""));
    EXPECT_TRUE(constant_time_equal("secret", "secret"));
    EXPECT_FALSE(constant_time_equal("secret", "secreT"));
    EXPECT_FALSE(constant_time_equal("secret", "secret2"));
}

}  // namespace
}  // namespace portico::crypto
