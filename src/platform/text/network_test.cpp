#include "platform/text/network.h"

#include <gtest/gtest.h>

namespace portico::text {
namespace {

TEST(CountedNetwork, is_the_address_itself_for_ipv4) {
    EXPECT_EQ(counted_network("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(counted_network("::ffff:192.0.2.7"), "192.0.2.7");
}

TEST(CountedNetwork, is_a_64_for_ipv6) {
    EXPECT_EQ(counted_network("2001:db8:1:2::1"), "20010db800010002/64");
    EXPECT_EQ(counted_network("2001:db8:1:2::1"), counted_network("2001:db8:1:2:ffff::9"));
    EXPECT_NE(counted_network("2001:db8:1:2::1"), counted_network("2001:db8:1:3::1"));
}

TEST(CountedNetwork, leaves_what_is_no_address_alone) { EXPECT_EQ(counted_network("local"), "local"); }

}  // namespace
}  // namespace portico::text
