// SEC-6, S23: who may be called, and where an allowed name may lead.
#include "platform/outgoing/host_rules.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstring>

namespace portico::outgoing {
namespace {

HostRules rules(const std::vector<std::string>& entries) { return HostRules::of(entries).value(); }

bool leads_to(const HostRules& rules, const std::string& text) {
    sockaddr_in6 six{};
    sockaddr_in four{};
    if (::inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1) {
        four.sin_family = AF_INET;
        return rules.may_call(reinterpret_cast<const sockaddr&>(four));
    }
    EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), &six.sin6_addr), 1) << text;
    six.sin6_family = AF_INET6;
    return rules.may_call(reinterpret_cast<const sockaddr&>(six));
}

TEST(HostRules, without_entries_nothing_is_called) {  // SEC-6
    const HostRules none;
    for (const auto* host : {"pacs.example", "192.0.2.1", "10.0.0.1", "localhost", "2001:db8::1"})
        EXPECT_FALSE(none.may_call_host(host)) << host;
}

TEST(HostRules, a_name_stands_for_itself_and_a_star_for_the_names_below) {
    const auto some = rules({"PACS.example", "*.hospital.example"});
    EXPECT_TRUE(some.may_call_host("pacs.example"));
    EXPECT_TRUE(some.may_call_host("Pacs.Example."));
    EXPECT_TRUE(some.may_call_host("a.hospital.example"));
    EXPECT_TRUE(some.may_call_host("b.a.hospital.example"));
    for (const auto* other : {"hospital.example", "xhospital.example", "pacs.example.evil", "evilpacs.example",
                              "192.0.2.1", "", ".", "pacs.example%00", "pacs.example/"})
        EXPECT_FALSE(some.may_call_host(other)) << other;
}

TEST(HostRules, private_addresses_need_their_network) {  // SEC-6
    const auto any = rules({"*"});
    EXPECT_TRUE(any.may_call_host("pacs.example"));
    EXPECT_TRUE(any.may_call_host("192.0.2.1"));
    EXPECT_TRUE(leads_to(any, "192.0.2.1"));
    EXPECT_TRUE(leads_to(any, "2001:db8::1"));
    for (const auto* address :
         {"10.0.0.1", "172.16.5.5", "172.31.255.255", "192.168.1.2", "100.64.0.1", "198.18.0.1", "127.0.0.1", "::1",
          "fd12:3456::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::"}) {
        EXPECT_FALSE(any.may_call_host(address)) << address;
        EXPECT_FALSE(leads_to(any, address)) << address;
    }
    const auto hospital = rules({"pacs.example", "10.1.0.0/16", "fd12::/16", "192.168.7.9"});
    for (const auto* address : {"10.1.2.3", "::ffff:10.1.2.3", "fd12::5", "192.168.7.9"}) {
        EXPECT_TRUE(hospital.may_call_host(address)) << address;
        EXPECT_TRUE(leads_to(hospital, address)) << address;
    }
    for (const auto* address : {"10.2.0.1", "192.168.7.8", "fd13::5", "127.0.0.1"})
        EXPECT_FALSE(leads_to(hospital, address));
    // A public address by number is listed too, or all of them are.
    EXPECT_FALSE(hospital.may_call_host("192.0.2.1"));
    EXPECT_TRUE(leads_to(hospital, "192.0.2.1")) << "where pacs.example leads";
}

TEST(HostRules, networks_end_at_their_bit) {
    const auto odd = rules({"10.128.0.0/9", "2001:db8:8000::/33"});
    EXPECT_TRUE(odd.may_call_host("10.255.0.1"));
    EXPECT_FALSE(odd.may_call_host("10.127.255.255"));
    EXPECT_TRUE(odd.may_call_host("2001:db8:ffff::1"));
    EXPECT_FALSE(odd.may_call_host("2001:db8:7fff::1"));
    EXPECT_TRUE(rules({"0.0.0.0/0"}).may_call_host("10.0.0.1"));
    EXPECT_FALSE(rules({"0.0.0.0/0"}).may_call_host("fd12::1"));
}

TEST(HostRules, some_addresses_are_never_called) {  // S23
    const auto all = HostRules::of_operator();
    for (const auto* address : {"127.0.0.1", "::1", "10.0.0.1", "192.0.2.1", "gateway.example"})
        EXPECT_TRUE(all.may_call_host(address)) << address;
    for (const auto* address :
         {"0.0.0.0", "169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1", "240.0.0.1",
          "255.255.255.255", "::", "fe80::1", "fec0::1", "ff02::1", "fd00:ec2::254", "::ffff:169.254.169.254",
          "::169.254.169.254", "::ffff:0:169.254.169.254", "64:ff9b::a9fe:a9fe",
          "2002:a9fe:a9fe::", "2001:0:1::5601:5601"}) {
        EXPECT_FALSE(all.may_call_host(address)) << address;
        EXPECT_FALSE(leads_to(all, address)) << address;
    }
    sockaddr local{};
    local.sa_family = AF_UNIX;
    EXPECT_FALSE(all.may_call(local));
}

TEST(HostRules, localhost_is_this_machine) {
    const auto here = rules({"localhost"});
    for (const auto* host : {"localhost", "portal.localhost", "127.0.0.1", "127.9.9.9", "::1"})
        EXPECT_TRUE(here.may_call_host(host)) << host;
    EXPECT_TRUE(leads_to(here, "127.0.0.1"));
    EXPECT_TRUE(leads_to(here, "::1"));
    EXPECT_FALSE(leads_to(here, "10.0.0.1"));
}

TEST(HostRules, entries_that_mean_nothing_are_refused) {
    for (const auto* entry : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "fd12::/129", "*.", "*x", "a b", "-a",
                              "http://pacs.example", "pacs.example/8", "10.0.0.0/-1"})
        EXPECT_FALSE(HostRules::of({entry})) << entry;
}

}  // namespace
}  // namespace portico::outgoing
