#include "platform/crypto/encoding.h"

#include <gtest/gtest.h>

#include "platform/crypto/random.h"

namespace portico::crypto {
namespace {

using namespace std::string_literals;

TEST(Encoding, gives_the_examples_of_rfc_4648) {
    EXPECT_EQ(to_base64("f"), "Zg==");
    EXPECT_EQ(to_base64("fo"), "Zm8=");
    EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(to_base64url("\xFB\xFF"), "-_8");
    EXPECT_EQ(to_hex("\x00\xAB\xFF"s), "00abff");
    EXPECT_EQ(to_base32("f"), "cr");
    EXPECT_EQ(to_base32(""), "");
}

TEST(Encoding, gives_back_what_it_was_given) {
    for (std::size_t length = 0; length < 40; ++length) {
        auto bytes = random_bytes(length);
        EXPECT_EQ(from_hex(to_hex(bytes)), bytes);
        EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
        EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
        EXPECT_EQ(from_base32(to_base32(bytes)), bytes);
    }
}

TEST(Encoding, refuses_what_no_encoder_writes) {
    EXPECT_FALSE(from_hex("abc"));
    EXPECT_FALSE(from_hex("zz"));
    EXPECT_FALSE(from_base64("Zg"));      // padding is missing
    EXPECT_FALSE(from_base64("Zg==\n"));  // blanks
    EXPECT_FALSE(from_base64("Zh=="));    // loose bits
    EXPECT_FALSE(from_base64("Z==="));
    EXPECT_FALSE(from_base64("===="));
    EXPECT_FALSE(from_base64url("Zg=="));
    EXPECT_FALSE(from_base64url("Z+8"));
    EXPECT_FALSE(from_base32("cu"));  // u is no digit
    EXPECT_FALSE(from_base32("c"));
    EXPECT_FALSE(from_base64url("Zm9v\0"s));
}

TEST(Base32, takes_what_people_write_instead) {
    EXPECT_EQ(from_base32("CR"), "f");
    EXPECT_EQ(from_base32("oO"), "\0"s);
    EXPECT_EQ(from_base32("iL1I0"), from_base32("11110"));
}

}  // namespace
}  // namespace portico::crypto
