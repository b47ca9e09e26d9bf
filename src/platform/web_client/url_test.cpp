// What an administrator may type, and what is called then (S23).
#include "platform/web_client/url.h"

#include <gtest/gtest.h>

#include "platform/web_client/errors.h"

namespace portico::web_client {
namespace {

outgoing::HostRules rules(const std::vector<std::string>& entries) { return outgoing::HostRules::of(entries).value(); }

std::string base(std::string_view text, const std::vector<std::string>& allowed = {"*", "10.0.0.0/8", "fd12::/16"}) {
    const auto url = parse_base_url(text, rules(allowed));
    return url ? url->text() : std::string(url.error().kind().code);
}

TEST(Url, is_read_into_the_parts_that_are_called) {
    EXPECT_EQ(base("https://pacs.example/dicom-web"), "https://pacs.example:443/dicom-web");
    EXPECT_EQ(base("http://PACS.example:8042/dicom-web/"), "http://pacs.example:8042/dicom-web");
    EXPECT_EQ(base("http://10.1.2.3"), "http://10.1.2.3:80");
    EXPECT_EQ(base("http://[fd12::1]:80/x"), "http://[fd12::1]:80/x");
    EXPECT_EQ(base("http://127.0.0.1:8042/x", {"localhost"}), "http://127.0.0.1:8042/x");
}

TEST(Url, tricks_are_refused_before_anything_is_called) {  // S23
    const std::pair<std::string_view, std::string_view> tricks[] = {
        {"", "web_address_invalid"},
        {"pacs.example", "web_address_invalid"},
        {"//pacs.example/", "web_address_invalid"},
        {"ftp://pacs.example/", "web_address_invalid"},
        {"file:///etc/passwd", "web_address_invalid"},
        {"gopher://pacs.example:70/x", "web_address_invalid"},
        {"dict://pacs.example:11211/", "web_address_invalid"},
        {"javascript:alert(1)", "web_address_invalid"},
        {"http:///x", "web_address_invalid"},
        {"http://user@pacs.example/", "web_address_invalid"},
        {"http://user:secret@pacs.example/", "web_address_invalid"},
        {"http://pacs.example@evil.example/", "web_address_invalid"},
        {"http://pacs.example%40evil.example/", "web_address_invalid"},
        {"http://pacs.example#@evil.example/", "web_address_invalid"},
        {"http://pacs.example\\@evil.example/", "web_address_invalid"},
        {"http://pacs.example\r\nHost: evil/", "web_address_invalid"},
        {"http://pacs.example/ x", "web_address_invalid"},
        {"http://pacs.example/?a=b", "web_address_invalid"},
        {"http://pacs.example?", "web_address_invalid"},
        {"http://pacs.example:0/", "web_address_invalid"},
        {"http://pacs.example:99999/", "web_address_invalid"},
        {"http://pacs.ex\xC3\xA4mple/", "web_address_invalid"},
        {"http://%31%32%37.0.0.1/", "web_address_invalid"},
        {"http://[fe80::1%25eth0]/", "web_address_invalid"},
        {"http://127.0.0.1/", "outgoing_host_not_allowed"},
        {"http://127.1/", "outgoing_host_not_allowed"},
        {"http://127.255.255.254/", "outgoing_host_not_allowed"},
        {"http://2130706433/", "outgoing_host_not_allowed"},
        {"http://0x7f000001/", "outgoing_host_not_allowed"},
        {"http://0x7f.0.0.1/", "outgoing_host_not_allowed"},
        {"http://0177.0.0.1/", "outgoing_host_not_allowed"},
        {"http://017700000001/", "outgoing_host_not_allowed"},
        {"http://0/", "outgoing_host_not_allowed"},
        {"http://0.0.0.0/", "outgoing_host_not_allowed"},
        {"http://[::]/", "outgoing_host_not_allowed"},
        {"http://[::1]/", "outgoing_host_not_allowed"},
        {"http://[0:0:0:0:0:0:0:1]/", "outgoing_host_not_allowed"},
        {"http://[::ffff:127.0.0.1]/", "outgoing_host_not_allowed"},
        {"http://[::ffff:7f00:1]/", "outgoing_host_not_allowed"},
        {"http://[::ffff:0:127.0.0.1]/", "outgoing_host_not_allowed"},
        {"http://[::127.0.0.1]/", "outgoing_host_not_allowed"},
        {"http://[64:ff9b::7f00:1]/", "outgoing_host_not_allowed"},
        {"http://[64:ff9b::169.254.169.254]/", "outgoing_host_not_allowed"},
        {"http://[2002:7f00:1::]/", "outgoing_host_not_allowed"},
        {"http://[2002:a9fe:a9fe::]/", "outgoing_host_not_allowed"},
        {"http://[2001:0:1234::5601:5601]/", "outgoing_host_not_allowed"},
        {"http://169.254.169.254/latest/meta-data/", "outgoing_host_not_allowed"},
        {"http://0xA9FEA9FE/", "outgoing_host_not_allowed"},
        {"http://2852039166/", "outgoing_host_not_allowed"},
        {"http://0251.0376.0251.0376/", "outgoing_host_not_allowed"},
        {"http://[::ffff:169.254.169.254]/", "outgoing_host_not_allowed"},
        {"http://[fe80::1]/", "outgoing_host_not_allowed"},
        {"http://[febf::1]/", "outgoing_host_not_allowed"},
        {"http://[fd00:ec2::254]/", "outgoing_host_not_allowed"},
        {"http://100.100.100.200/", "outgoing_host_not_allowed"},
        {"http://168.63.129.16/", "outgoing_host_not_allowed"},
        {"http://224.0.0.1/", "outgoing_host_not_allowed"},
        {"http://255.255.255.255/", "outgoing_host_not_allowed"},
        {"http://[ff02::1]/", "outgoing_host_not_allowed"},
    };
    for (const auto& [text, code] : tricks) EXPECT_EQ(base(text), code) << text;
}

TEST(Url, only_hosts_that_the_operator_allows_are_taken) {  // SEC-6
    EXPECT_EQ(base("https://pacs.example/x", {}), "outgoing_host_not_allowed");
    EXPECT_EQ(base("https://pacs.example/x", {"other.example"}), "outgoing_host_not_allowed");
    EXPECT_EQ(base("https://pacs.example/x", {"pacs.example"}), "https://pacs.example:443/x");
    EXPECT_EQ(base("http://[fd12::1]/x", {"*"}), "outgoing_host_not_allowed");
}

}  // namespace
}  // namespace portico::web_client
