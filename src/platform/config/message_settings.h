// How mail and text messages leave the installation.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/config/loader.h"

namespace portico::config {

struct MailSettings {
    std::string channel = "log";  // "smtp"
    std::string host;
    std::int64_t port = 0;              // 0: 587, or 465 with security "tls"
    std::string security = "starttls";  // "tls", "none" (to this machine only)
    std::string user;                   // empty: without signing in
    std::string password;
    std::string from;  // "Portal <noreply@portal.example>"
    std::string reply_to;
    std::filesystem::path ca_file;  // empty: what the system trusts
};

struct SmsSettings {
    std::string channel = "log";  // "kannel", "twilio"
    std::string url;              // of sendsms; or of the API, empty: Twilio's own
    std::string user;             // or the account's SID
    std::string password;         // or the auth token
    std::string from;
    std::string country = "BE";          // of numbers that are typed without a prefix
    std::vector<std::string> countries;  // that are written to; empty: `country` alone
    std::int64_t monthly_limit = 1000;
    bool reports = true;
    std::string report_url;  // where the gateway reaches this server; empty: the public one
};

struct MessageSettings {
    MailSettings mail;
    SmsSettings sms;
};

// Registers the keys below "mail" and "sms"; `settings` must outlive the loader.
void register_message_settings(Loader& loader, MessageSettings& settings);

// Fills what follows from other settings and adds what is wrong to `problems`.
void resolve_message_settings(MessageSettings& settings, Error& problems);

struct Mailbox {
    std::string name;  // may be empty
    std::string address;
};
// "noreply@portal.example" or "Portal <noreply@portal.example>"; nothing for what is neither.
std::optional<Mailbox> parse_mailbox(std::string_view text);

}  // namespace portico::config
