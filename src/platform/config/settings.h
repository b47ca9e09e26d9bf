// The settings of the server itself. Features keep their own structs and register their own keys beside these.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/config/loader.h"
#include "platform/config/message_settings.h"

namespace portico::config {

// A value; read-only once the server runs, except for what SIGHUP reloads.
struct Settings {
    std::filesystem::path data = "data";
    std::string database_url;  // empty until resolve(): sqlite:<data>/portico.db
    std::int64_t scrub_mib_per_minute = 256;
    std::string storage_url;  // empty until resolve(): file:<data>/blobs

    std::string http_listen = "127.0.0.1:8080";
    std::string public_url;  // empty: http(s)://localhost:<port>
    std::vector<std::string> allowed_hosts;
    std::vector<std::string> trusted_proxies;
    std::filesystem::path tls_certificate;
    std::filesystem::path tls_key;
    std::filesystem::path web_root;  // empty: the program looks beside itself

    std::string dicom_address = "127.0.0.1";
    std::int64_t dicom_port = 11112;
    std::int64_t dicom_tls_port = 2762;           // used when there is a certificate
    std::filesystem::path dicom_tls_certificate;  // with the key, or neither
    std::filesystem::path dicom_tls_key;
    std::int64_t hl7_port = 2575;

    std::vector<std::string> outgoing_hosts;
    MessageSettings messages;

    std::string log_level = "info";
    std::int64_t argon2_memory_mib = 46;
    bool registration_enabled = true;
    bool demo = false;
};

// Registers the keys of `settings`, which must outlive the loader.
void register_settings(Loader& loader, Settings& settings);

// After load(): fills what follows from other settings and checks what concerns several of them.
Result<void> resolve(Settings& settings);

struct HostPort {
    std::string host;
    std::uint16_t port = 0;
};
// "127.0.0.1:8080", "[::1]:8080", "localhost:0".
std::optional<HostPort> parse_host_port(std::string_view text);

// The address that people use, without a slash at the end: public_url, or what follows from the port that was bound.
std::string public_url_of(const Settings& settings, std::uint16_t bound_port);
// Host and port of a URL without the standard port: "portal.example", "localhost:8080". Empty when it is no such URL.
std::string base_domain_of(std::string_view url);

// True for "localhost", "::1" and 127.0.0.0/8.
bool is_loopback(std::string_view host);

// True for "127.0.0.1", "::1" and for networks such as "10.0.0.0/8", "fd00::/8".
bool is_address_or_network(std::string_view text);

}  // namespace portico::config
