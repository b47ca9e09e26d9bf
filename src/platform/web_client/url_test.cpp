// What an administrator may type, and what is called then (S23).
#include "platform/web_client/url.h"

#include <gtest/gtest.h>

#include "platform/web_client/errors.h"

namespace portico::web_client {
namespace {

std::string base(std::string_view text, bool allow_loopback = false) {
    const auto url = parse_base_url(text, {allow_loopback});
    return url ? url->text() : std::string(url.error().kind().code);
}

TEST(Url, is_read_into_the_parts_that_are_called) {
    EXPECT_EQ(base("https://pacs.example/dicom-web"), "https://pacs.example:443/dicom-web");
    EXPECT_EQ(base("http://PACS.example:8042/dicom-web/"), "http://pacs.example:8042/dicom-web");
    EXPECT_EQ(base("http://10.1.2.3"), "http://10.1.2.3:80");
    EXPECT_EQ(base("http://[fd12::1]:80/x"), "http://[fd12::1]:80/x");
    EXPECT_EQ(base("http://127.0.0.1:8042/x", true), "http://127.0.0.1:8042/x");
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
        {"http://127.0.0.1/", "web_address_refused"},
        {"http://127.1/", "web_address_refused"},
        {"http://127.255.255.254/", "web_address_refused"},
        {"http://2130706433/", "web_address_refused"},
        {"http://0x7f000001/", "web_address_refused"},
        {"http://0x7f.0.0.1/", "web_address_refused"},
        {"http://0177.0.0.1/", "web_address_refused"},
        {"http://017700000001/", "web_address_refused"},
        {"http://0/", "web_address_refused"},
        {"http://0.0.0.0/", "web_address_refused"},
        {"http://[::]/", "web_address_refused"},
        {"http://[::1]/", "web_address_refused"},
        {"http://[0:0:0:0:0:0:0:1]/", "web_address_refused"},
        {"http://[::ffff:127.0.0.1]/", "web_address_refused"},
        {"http://[::ffff:7f00:1]/", "web_address_refused"},
        {"http://[::ffff:0:127.0.0.1]/", "web_address_refused"},
        {"http://[::127.0.0.1]/", "web_address_refused"},
        {"http://[64:ff9b::7f00:1]/", "web_address_refused"},
        {"http://[64:ff9b::169.254.169.254]/", "web_address_refused"},
        {"http://[2002:7f00:1::]/", "web_address_refused"},
        {"http://[2002:a9fe:a9fe::]/", "web_address_refused"},
        {"http://[2001:0:1234::5601:5601]/", "web_address_refused"},
        {"http://169.254.169.254/latest/meta-data/", "web_address_refused"},
        {"http://0xA9FEA9FE/", "web_address_refused"},
        {"http://2852039166/", "web_address_refused"},
        {"http://0251.0376.0251.0376/", "web_address_refused"},
        {"http://[::ffff:169.254.169.254]/", "web_address_refused"},
        {"http://[fe80::1]/", "web_address_refused"},
        {"http://[febf::1]/", "web_address_refused"},
        {"http://[fd00:ec2::254]/", "web_address_refused"},
        {"http://100.100.100.200/", "web_address_refused"},
        {"http://168.63.129.16/", "web_address_refused"},
        {"http://224.0.0.1/", "web_address_refused"},
        {"http://255.255.255.255/", "web_address_refused"},
        {"http://[ff02::1]/", "web_address_refused"},
    };
    for (const auto& [text, code] : tricks) EXPECT_EQ(base(text), code) << text;
}

TEST(Url, private_networks_are_where_archives_live) {
    for (const auto* text : {"http://10.0.0.1:8042/", "http://172.16.5.5/", "http://192.168.1.2/", "http://100.64.0.1/",
                             "http://[fd12:3456::1]/", "http://[2001:db8::1]/"})
        EXPECT_TRUE(parse_base_url(text, {})) << text;
}

}  // namespace
}  // namespace portico::web_client
