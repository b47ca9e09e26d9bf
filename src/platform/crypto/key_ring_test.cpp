#include "platform/crypto/key_ring.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "platform/crypto/encoding.h"
#include "platform/crypto/random.h"

namespace portico::crypto {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

// A folder of its own for each test, gone after it.
class KeyFile : public testing::Test {
protected:
    KeyFile() : folder_(fs::temp_directory_path() / ("portico-keys-" + to_hex(random_bytes(8)))) {}
    ~KeyFile() override { fs::remove_all(folder_); }

    fs::path file() const { return folder_ / "master.keys"; }
    std::string content() const {
        std::ifstream in(file());
        return {std::istreambuf_iterator<char>(in), {}};
    }
    unsigned mode(const fs::path& path) const {
        struct stat status {};
        EXPECT_EQ(::stat(path.c_str(), &status), 0);
        return status.st_mode & 0777U;
    }
    fs::path folder_;
};

TEST_F(KeyFile, is_made_once_for_its_owner_alone) {
    auto first = KeyRing::open_or_create(folder_);
    ASSERT_TRUE(first);
    EXPECT_EQ(mode(folder_), 0700U);
    EXPECT_EQ(mode(file()), 0600U);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
    auto second = KeyRing::open_or_create(folder_);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->open("smtp", first->seal("smtp", "secret")).value(), "secret");
}

TEST_F(KeyFile, is_refused_when_others_may_read_or_change_it) {
    ASSERT_TRUE(KeyRing::open_or_create(folder_));
    for (unsigned mode : {0644U, 0604U, 0602U, 0660U, 0601U}) {
        fs::permissions(file(), static_cast<fs::perms>(mode));
        auto ring = KeyRing::open_or_create(folder_);
        ASSERT_FALSE(ring) << mode;
        EXPECT_TRUE(ring.error().is(errors::key_file_unusable));
    }
    fs::permissions(file(), static_cast<fs::perms>(0640U));
    EXPECT_TRUE(KeyRing::open_or_create(folder_));
}

TEST_F(KeyFile, is_refused_when_it_is_damaged) {
    ASSERT_TRUE(KeyRing::open_or_create(folder_));
    auto good = content();
    for (const std::string& bad : {std::string(), std::string("\n"), good.substr(0, 20), good + good,
                                   "0" + good.substr(1), good + "2 AAAA\n", "x" + good}) {
        std::ofstream(file(), std::ios::trunc) << bad;
        auto ring = KeyRing::open_or_create(folder_);
        ASSERT_FALSE(ring) << bad.size();
        EXPECT_TRUE(ring.error().is(errors::key_file_unusable));
        // The error goes to the log, so it must not hold the key.
        EXPECT_EQ(ring.error().detail().find(good.substr(2, 20)), std::string::npos);
    }
}

TEST_F(KeyFile, that_cannot_be_made_is_an_error) {
    std::ofstream(folder_) << "a file in the way";
    auto ring = KeyRing::open_or_create(folder_);
    ASSERT_FALSE(ring);
    EXPECT_TRUE(ring.error().is(errors::key_file_unusable));
}

TEST_F(KeyFile, after_rotation_opens_the_old_and_seals_with_the_new) {
    auto before = KeyRing::open_or_create(folder_).value();
    auto sealed = before.seal("smtp", "secret");
    auto hashed = before.keyed_hash("code", "123456");
    auto after = KeyRing::rotate(folder_).value();
    EXPECT_EQ(after.key_count(), 2U);
    EXPECT_EQ(after.current_key(), 2U);
    EXPECT_EQ(mode(file()), 0600U);
    EXPECT_EQ(after.open("smtp", sealed).value(), "secret");
    EXPECT_TRUE(after.needs_resealing(sealed));
    EXPECT_FALSE(after.needs_resealing(after.seal("smtp", "secret")));
    EXPECT_TRUE(after.keyed_hash_matches(hashed, "code", "123456"));
    EXPECT_FALSE(before.open("smtp", after.seal("smtp", "secret")));
}

TEST(KeyRing, opens_only_what_is_whole_and_of_the_same_purpose) {
    auto ring = KeyRing::ephemeral();
    auto sealed = ring.seal("smtp.password", "p\0w"s);
    EXPECT_NE(sealed, ring.seal("smtp.password", "p\0w"s));
    EXPECT_EQ(ring.open("smtp.password", sealed).value(), "p\0w"s);
    EXPECT_EQ(ring.open("x", ring.seal("x", "")).value(), "");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto damaged = sealed;
        damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
        auto opened = ring.open("smtp.password", damaged);
        ASSERT_FALSE(opened) << i;
        EXPECT_TRUE(opened.error().is(errors::not_sealed_here));
    }
    EXPECT_FALSE(ring.open("other.purpose", sealed));
    EXPECT_FALSE(KeyRing::ephemeral().open("smtp.password", sealed));
    for (auto bad : {"", ".", "1", "1.", "1.AAAA", "99.AAAA", "-1.AAAA"}) EXPECT_FALSE(ring.open("x", bad)) << bad;
}

TEST(KeyRing, keyed_hashes_depend_on_key_purpose_and_text) {  // GEN-12
    auto ring = KeyRing::ephemeral();
    auto stored = ring.keyed_hash("sign-in", "user:123456");
    EXPECT_EQ(stored, ring.keyed_hash("sign-in", "user:123456"));
    EXPECT_TRUE(ring.keyed_hash_matches(stored, "sign-in", "user:123456"));
    EXPECT_FALSE(ring.keyed_hash_matches(stored, "sign-in", "user:123457"));
    EXPECT_FALSE(ring.keyed_hash_matches(stored, "share", "user:123456"));
    EXPECT_FALSE(KeyRing::ephemeral().keyed_hash_matches(stored, "sign-in", "user:123456"));
    EXPECT_FALSE(ring.keyed_hash_matches("", "sign-in", "user:123456"));
    EXPECT_EQ(stored.find("123456"), std::string::npos);
}

}  // namespace
}  // namespace portico::crypto
