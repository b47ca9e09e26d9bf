#include "platform/config/settings.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <charconv>

namespace portico::config {
namespace {

std::optional<unsigned> number_up_to(std::string_view text, unsigned limit) {
    unsigned number = 0;
    auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || number > limit) return std::nullopt;
    return number;
}

// 32 or 128 for an address, nothing for anything else.
std::optional<unsigned> bits_of_address(std::string_view text) {
    std::array<unsigned char, 16> bytes{};
    std::string terminated(text);
    if (::inet_pton(AF_INET, terminated.c_str(), bytes.data()) == 1) return 32;
    if (::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) return 128;
    return std::nullopt;
}

std::string check_listen(std::string_view text) {
    return parse_host_port(text) ? "" : "must be HOST:PORT, for example 127.0.0.1:8080 or [::]:8080";
}

std::string check_address(std::string_view text) {
    return bits_of_address(text) ? "" : "must be an address, for example 0.0.0.0";
}

std::string check_network(std::string_view text) {
    return is_address_or_network(text) ? ""
                                       : fmt::format("has {}, which is no address or network such as 10.0.0.0/8", text);
}

std::string check_public_url(std::string_view text) {
    return base_domain_of(text).empty() ? "must be http(s)://HOST[:PORT] without a path" : "";
}

std::string check_database_url(std::string_view text) {
    bool known = text.starts_with("sqlite:") || text.starts_with("postgresql://") || text.starts_with("postgres://");
    return known ? "" : "must begin with sqlite: or postgresql://";
}

std::string check_storage_url(std::string_view text) {
    return text.starts_with("file:") || text.starts_with("s3://") ? "" : "must begin with file: or s3://";
}

std::string check_host(std::string_view text) {
    bool odd = text.find_first_of("/@ ") != std::string_view::npos || text.starts_with('.');
    return odd ? fmt::format("has {}, which is no host name", text) : "";
}

std::string check_outgoing(std::string_view text) {
    const bool odd = text.empty() || text.find_first_not_of(
                                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789.-_:/*") != std::string_view::npos;
    if (odd) return fmt::format("has {}, which is no host, address or network", text);
    return text.find('/') != std::string_view::npos ? check_network(text) : std::string();
}

void register_places(Loader& loader, Settings& s) {
    loader.add({.name = "data",
                .slot = &s.data,
                .explanation =
                    "Folder for everything that the server keeps: keys, and unless said otherwise the database "
                    "and the images.",
                .flag = "data"});
    loader.add({.name = "demo",
                .slot = &s.demo,
                .explanation = "Makes a demonstration tenant with studies at the first start and shows its sign-ins. "
                               "Never for real patients.",
                .flag = "demo"});
    loader.add({.name = "database.url",
                .slot = &s.database_url,
                .explanation = "sqlite:FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME. Empty: an SQLite file in the "
                               "data folder.",
                .flag = "database",
                .check = check_database_url});
    loader.add({.name = "storage.url",
                .slot = &s.storage_url,
                .explanation =
                    "Where images and documents are kept: file:FOLDER or s3://BUCKET. Empty: the folder blobs "
                    "in the data folder.",
                .flag = "storage",
                .check = check_storage_url});
    loader.add({.name = "storage.scrub_mib_per_minute",
                .slot = &s.scrub_mib_per_minute,
                .explanation = "How much of the archive is read back and checked a minute, in MiB. 0: nothing.",
                .minimum = 0,
                .maximum = 100'000});
    loader.add({.name = "log.level",
                .slot = &s.log_level,
                .explanation = "Lines below this level are not written: debug, info, warning or error. Read again on "
                               "SIGHUP.",
                .flag = "log-level",
                .choices = {"debug", "info", "warning", "error"}});
}

void register_http(Loader& loader, Settings& s) {
    loader.add({.name = "http.listen",
                .slot = &s.http_listen,
                .explanation =
                    "Address and port for browsers and programs. Port 0 takes a free one. On other addresses "
                    "than this machine's own, TLS or a trusted proxy must be configured.",
                .flag = "http",
                .check = check_listen});
    loader.add({.name = "http.public_url",
                .slot = &s.public_url,
                .explanation =
                    "The address under which people reach the server, https://portal.example. Organisations "
                    "live on subdomains of its host. Empty: http://localhost with the port that is listened on.",
                .flag = "public-url",
                .check = check_public_url});
    loader.add({.name = "http.allowed_hosts",
                .slot = &s.allowed_hosts,
                .explanation =
                    "Further host names under which requests are answered, beside the host of public_url and "
                    "its subdomains. Others are refused.",
                .check = check_host});
    loader.add(
        {.name = "http.trusted_proxies",
         .slot = &s.trusted_proxies,
         .explanation =
             "Addresses or networks of proxies whose X-Forwarded-For, X-Forwarded-Proto and X-Request-Id are believed.",
         .check = check_network});
    loader.add({.name = "http.tls_certificate",
                .slot = &s.tls_certificate,
                .explanation =
                    "PEM file with the certificate chain; together with tls_key it turns on TLS. Read again on "
                    "SIGHUP."});
    loader.add({.name = "http.tls_key", .slot = &s.tls_key, .explanation = "PEM file with the private key."});
    loader.add({.name = "http.web_root",
                .slot = &s.web_root,
                .explanation = "Folder with the built web front-end. Empty: found beside the program.",
                .flag = "web-root"});
}

void register_listeners(Loader& loader, Settings& s) {
    loader.add({.name = "dicom.address",
                .slot = &s.dicom_address,
                .explanation = "Address on which DICOM nodes are served; 0.0.0.0 for the whole network.",
                .check = check_address});
    loader.add({.name = "dicom.port",
                .slot = &s.dicom_port,
                .explanation = "Port for DICOM. 0 takes a free one.",
                .flag = "dicom",
                .minimum = 0,
                .maximum = 65535});
    loader.add({.name = "dicom.tls_port",
                .slot = &s.dicom_tls_port,
                .explanation = "Port for DICOM over TLS, used when there is a certificate. 0 takes a free one.",
                .minimum = 0,
                .maximum = 65535});
    loader.add({.name = "dicom.tls_certificate",
                .slot = &s.dicom_tls_certificate,
                .explanation = "Certificate chain for DICOM over TLS, PEM. Without it there is no TLS port."});
    loader.add({.name = "dicom.tls_key",
                .slot = &s.dicom_tls_key,
                .explanation = "Private key of the certificate for DICOM, PEM."});
    loader.add({.name = "hl7.port",
                .slot = &s.hl7_port,
                .explanation = "Port for HL7 v2 messages (MLLP). 0 takes a free one.",
                .flag = "hl7",
                .minimum = 0,
                .maximum = 65535});
}

void register_outgoing(Loader& loader, Settings& s) {
    loader.add({.name = "outgoing.hosts",
                .slot = &s.outgoing_hosts,
                .explanation =
                    "Other systems that may be called: names (pacs.example, *.example), addresses, networks "
                    "(10.0.0.0/8), localhost; * for every public one. Private addresses need a network here. Empty: "
                    "nothing is called, so studies are neither sent nor pulled.",
                .check = check_outgoing});
}

void register_people(Loader& loader, Settings& s) {
    loader.add({.name = "passwords.argon2_memory_mib",
                .slot = &s.argon2_memory_mib,
                .explanation = "Memory for one password hash (argon2id) in MiB; at most four run at a time.",
                .minimum = 46,
                .maximum = 4096});
    loader.add({.name = "registration.enabled",
                .slot = &s.registration_enabled,
                .explanation = "Clinicians may register an individual account by themselves."});
}

}  // namespace

void register_settings(Loader& loader, Settings& settings) {
    register_places(loader, settings);
    register_http(loader, settings);
    register_listeners(loader, settings);
    register_outgoing(loader, settings);
    register_people(loader, settings);
    register_message_settings(loader, settings.messages);
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || (host.starts_with("127.") && bits_of_address(host) == 32U);
}

Result<void> resolve(Settings& s) {
    if (s.database_url.empty()) s.database_url = "sqlite:" + (s.data / "portico.db").string();
    if (s.storage_url.empty()) s.storage_url = "file:" + (s.data / "blobs").string();
    while (s.public_url.ends_with('/')) s.public_url.pop_back();

    Error problems(errors::invalid_configuration);
    if (s.tls_certificate.empty() != s.tls_key.empty())
        problems.at("http.tls_key", "incomplete", "http.tls_certificate and http.tls_key are needed together");
    if (s.dicom_tls_certificate.empty() != s.dicom_tls_key.empty())
        problems.at("dicom.tls_key", "incomplete", "dicom.tls_certificate and dicom.tls_key are needed together");
    auto listen = parse_host_port(s.http_listen);
    bool plain = s.tls_certificate.empty() && s.trusted_proxies.empty();
    // ACC-23: cookies and passwords do not travel in the clear.
    if (plain && listen && !is_loopback(listen->host))
        problems.at("http.listen", "not_allowed",
                    fmt::format("http.listen {} is open to the network without TLS: set http.tls_certificate and "
                                "http.tls_key, or name the proxy that does TLS in http.trusted_proxies",
                                s.http_listen));
    resolve_message_settings(s.messages, problems);
    if (!problems.fields().empty()) return fail(std::move(problems));
    return {};
}

std::optional<HostPort> parse_host_port(std::string_view text) {
    auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto host = text.substr(0, colon);
    auto port = number_up_to(text.substr(colon + 1), 65535);
    if (!port || host.empty()) return std::nullopt;
    if (host.starts_with('[')) {
        if (!host.ends_with(']')) return std::nullopt;
        host = host.substr(1, host.size() - 2);
        if (bits_of_address(host) != 128U) return std::nullopt;
    } else if (host.find_first_of(":/@ ") != std::string_view::npos) {
        return std::nullopt;
    }
    return HostPort{std::string(host), static_cast<std::uint16_t>(*port)};
}

std::string base_domain_of(std::string_view url) {
    std::string_view standard_port;
    for (auto [scheme, port] :
         {std::pair<std::string_view, std::string_view>{"http://", ":80"}, {"https://", ":443"}}) {
        if (url.starts_with(scheme)) {
            url.remove_prefix(scheme.size());
            standard_port = port;
            break;
        }
    }
    if (standard_port.empty()) return "";
    if (url.ends_with('/')) url.remove_suffix(1);
    if (url.empty() || url.find_first_of("/?#@ ") != std::string_view::npos) return "";
    bool bare_v6 = url.starts_with('[') && url.ends_with(']') && bits_of_address(url.substr(1, url.size() - 2)) == 128U;
    bool has_port = url.find(':') != std::string_view::npos && !bare_v6;
    if (has_port && !parse_host_port(url)) return "";
    if (url.ends_with(standard_port)) url.remove_suffix(standard_port.size());
    std::string domain(url);
    for (char& c : domain)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return domain;
}

std::string public_url_of(const Settings& settings, std::uint16_t bound_port) {
    if (!settings.public_url.empty()) return settings.public_url;
    bool tls = !settings.tls_certificate.empty();
    bool standard = bound_port == (tls ? 443 : 80);
    return fmt::format("{}://localhost{}", tls ? "https" : "http", standard ? "" : fmt::format(":{}", bound_port));
}

bool is_address_or_network(std::string_view text) {
    auto slash = text.find('/');
    auto bits = bits_of_address(text.substr(0, slash));
    if (!bits) return false;
    return slash == std::string_view::npos || number_up_to(text.substr(slash + 1), *bits).has_value();
}

}  // namespace portico::config
