#include "platform/config/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portico::config {
namespace {

// The problems of settings given as flags: "path:code", after load and resolve.
std::vector<std::string> problems(std::vector<std::pair<std::string, std::string>> flags) {
    Settings settings;
    Loader loader;
    register_settings(loader, settings);
    auto result = loader.load({{}, {}, std::move(flags)});
    if (result) result = resolve(settings);
    std::vector<std::string> all;
    if (!result)
        for (const auto& field : result.error().fields()) all.push_back(field.path + ":" + field.code);
    return all;
}

TEST(Settings, have_the_defaults_of_the_command_line) {  // OPS-11
    Settings settings;
    Loader loader;
    register_settings(loader, settings);
    ASSERT_TRUE(loader.load({{}, {}, {{"data", "/srv/p"}}}));
    ASSERT_TRUE(resolve(settings));
    EXPECT_EQ(settings.http_listen, "127.0.0.1:8080");
    EXPECT_EQ(settings.dicom_port, 11112);
    EXPECT_EQ(settings.hl7_port, 2575);
    EXPECT_EQ(settings.database_url, "sqlite:/srv/p/portico.db");
    EXPECT_EQ(settings.storage_url, "file:/srv/p/blobs");
    EXPECT_EQ(public_url_of(settings, 8080), "http://localhost:8080");
    EXPECT_FALSE(settings.demo);
}

TEST(Settings, name_a_flag_for_what_scripts_give) {  // OPS-11
    Settings settings;
    Loader loader;
    register_settings(loader, settings);
    std::vector<std::string> flags;
    for (const auto& key : loader.keys()) flags.push_back(key.flag);
    for (auto flag : {"data", "http", "dicom", "hl7", "database", "storage", "demo"})
        EXPECT_THAT(flags, testing::Contains(flag));
}

TEST(Settings, refuse_what_makes_no_sense) {
    using testing::ElementsAre;
    EXPECT_THAT(problems({{"http.listen", "8080"}}), ElementsAre("http.listen:not_allowed"));
    EXPECT_THAT(problems({{"http.public_url", "portal.example"}}), ElementsAre("http.public_url:not_allowed"));
    EXPECT_THAT(problems({{"http.trusted_proxies", "10.0.0.0/33"}}), ElementsAre("http.trusted_proxies:not_allowed"));
    EXPECT_THAT(problems({{"http.allowed_hosts", "http://x"}}), ElementsAre("http.allowed_hosts:not_allowed"));
    EXPECT_THAT(problems({{"database.url", "mysql://x"}}), ElementsAre("database.url:not_allowed"));
    EXPECT_THAT(problems({{"storage.url", "/srv"}}), ElementsAre("storage.url:not_allowed"));
    EXPECT_THAT(problems({{"dicom.port", "65536"}}), ElementsAre("dicom.port:out_of_range"));
    EXPECT_THAT(problems({{"dicom.address", "modality"}}), ElementsAre("dicom.address:not_allowed"));
    EXPECT_THAT(problems({{"passwords.argon2_memory_mib", "45"}}),  // ACC-20
                ElementsAre("passwords.argon2_memory_mib:out_of_range"));
    EXPECT_THAT(problems({{"http.tls_key", "k.pem"}}), ElementsAre("http.tls_key:incomplete"));
}

TEST(Settings, refuse_plain_http_to_the_network) {  // ACC-23
    using testing::ElementsAre;
    using testing::IsEmpty;
    EXPECT_THAT(problems({{"http.listen", "0.0.0.0:80"}}), ElementsAre("http.listen:not_allowed"));
    EXPECT_THAT(problems({{"http.listen", "127.evil.example:80"}}), ElementsAre("http.listen:not_allowed"));
    EXPECT_THAT(problems({{"http.listen", "[::]:80"}}), ElementsAre("http.listen:not_allowed"));
    EXPECT_THAT(problems({{"http.listen", "[::1]:0"}}), IsEmpty());
    EXPECT_THAT(problems({{"http.listen", "0.0.0.0:80"}, {"http.trusted_proxies", "10.0.0.1"}}), IsEmpty());
    EXPECT_THAT(problems({{"http.listen", "0.0.0.0:443"}, {"http.tls_certificate", "c"}, {"http.tls_key", "k"}}),
                IsEmpty());
}

TEST(HostPort, is_read_strictly) {
    auto v6 = parse_host_port("[::1]:8080");
    ASSERT_TRUE(v6);
    EXPECT_EQ(v6->host, "::1");
    EXPECT_EQ(v6->port, 8080);
    EXPECT_EQ(parse_host_port("localhost:0")->port, 0);
    for (auto bad :
         {"", ":", ":80", "host", "host:", "host:65536", "host:-1", "host:8x", "::1:80", "[::1:80", "[x]:80"})
        EXPECT_FALSE(parse_host_port(bad)) << bad;
}

TEST(PublicUrl, follows_from_the_bound_port_unless_it_is_given) {
    Settings settings;
    EXPECT_EQ(public_url_of(settings, 80), "http://localhost");
    settings.tls_certificate = "c";
    EXPECT_EQ(public_url_of(settings, 8443), "https://localhost:8443");
    settings.public_url = "https://portal.example";
    EXPECT_EQ(public_url_of(settings, 8443), "https://portal.example");
}

TEST(BaseDomain, is_host_and_port_without_the_standard_port) {
    EXPECT_EQ(base_domain_of("http://localhost:8080"), "localhost:8080");
    EXPECT_EQ(base_domain_of("https://Portal.Example/"), "portal.example");
    EXPECT_EQ(base_domain_of("https://portal.example:443"), "portal.example");
    EXPECT_EQ(base_domain_of("http://portal.example:443"), "portal.example:443");
    EXPECT_EQ(base_domain_of("http://[::1]:80"), "[::1]");
    EXPECT_EQ(base_domain_of("http://[::1]"), "[::1]");
    for (auto bad : {"", "portal.example", "ftp://x", "https://", "https://x/path", "https://u@x", "https://x:port"})
        EXPECT_EQ(base_domain_of(bad), "") << bad;
}

TEST(Networks, are_told_from_other_texts) {
    for (auto good : {"127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8", "0.0.0.0/0"})
        EXPECT_TRUE(is_address_or_network(good));
    for (auto bad : {"", "host", "10.0.0.0/", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/8/8"})
        EXPECT_FALSE(is_address_or_network(bad)) << bad;
}

}  // namespace
}  // namespace portico::config
