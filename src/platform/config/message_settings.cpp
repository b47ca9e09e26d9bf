#include "platform/config/message_settings.h"

#include <algorithm>

#include "platform/config/settings.h"

namespace portico::config {
namespace {

bool is_address(std::string_view text) {
    const auto at = text.rfind('@');
    if (at == 0 || at == std::string_view::npos || at + 1 == text.size()) return false;
    return std::none_of(text.begin(), text.end(), [](char c) {
        return c <= ' ' || c >= 0x7F || c == '<' || c == '>' || c == '"' || c == ',' || c == ';';
    });
}

std::string check_mailbox(std::string_view text) {
    return parse_mailbox(text) ? "" : "must be ADDRESS or NAME <ADDRESS>";
}

std::string check_name_of_host(std::string_view text) {
    const bool odd = text.find_first_of("/@: \t<>") != std::string_view::npos && !text.starts_with('[');
    return odd ? "must be the name or address of a server, without a port" : "";
}

std::string check_country(std::string_view text) {
    const bool two =
        text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return two ? "" : "must be a country's code of two capital letters, for example BE";
}

std::string check_gateway(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://") ? "" : "must begin with http:// or https://";
}

void register_mail(Loader& loader, MailSettings& s) {
    loader.add({.name = "mail.channel",
                .slot = &s.channel,
                .explanation = "How mail leaves: smtp, or log, which only notes that there is one.",
                .choices = {"log", "smtp"}});
    loader.add({.name = "mail.host",
                .slot = &s.host,
                .explanation = "The mail server that takes our mail.",
                .check = check_name_of_host});
    loader.add({.name = "mail.port",
                .slot = &s.port,
                .explanation = "Its port. 0: 587 for starttls, 465 for tls, 25 for none.",
                .minimum = 0,
                .maximum = 65535});
    loader.add({.name = "mail.security",
                .slot = &s.security,
                .explanation =
                    "starttls: the connection must become encrypted before anything is said; tls: it is from "
                    "the start; none: to a mail server on this machine only.",
                .choices = {"starttls", "tls", "none"}});
    loader.add({.name = "mail.user", .slot = &s.user, .explanation = "User at the mail server. Empty: no sign-in."});
    loader.add({.name = "mail.password",
                .slot = &s.password,
                .explanation = "Password at the mail server; better in the environment than in the file.",
                .secret = true});
    loader.add({.name = "mail.from",
                .slot = &s.from,
                .explanation = "Sender of mails: ADDRESS or NAME <ADDRESS>.",
                .check = check_mailbox});
    loader.add({.name = "mail.reply_to",
                .slot = &s.reply_to,
                .explanation = "Where answers go. Empty: to the sender.",
                .check = check_mailbox});
    loader.add({.name = "mail.ca_file",
                .slot = &s.ca_file,
                .explanation = "PEM file of the authorities that sign the mail server's certificate. Empty: those that "
                               "the system trusts."});
}

void register_sms(Loader& loader, SmsSettings& s) {
    loader.add({.name = "sms.channel",
                .slot = &s.channel,
                .explanation =
                    "How text messages leave: by a gateway that speaks like Kannel (sendsms) or like Twilio, or "
                    "log, which only notes that there is one.",
                .choices = {"log", "kannel", "twilio"}});
    loader.add({.name = "sms.url",
                .slot = &s.url,
                .explanation = "kannel: the address of sendsms, http://gateway:13013/cgi-bin/sendsms. twilio: the "
                               "address before /2010-04-01; empty: https://api.twilio.com.",
                .check = check_gateway});
    loader.add({.name = "sms.user", .slot = &s.user, .explanation = "kannel: user name. twilio: the account's SID."});
    loader.add({.name = "sms.password",
                .slot = &s.password,
                .explanation = "kannel: password. twilio: the auth token. Better in the environment than in the file.",
                .secret = true});
    loader.add({.name = "sms.from",
                .slot = &s.from,
                .explanation = "Sender of text messages: a number or a name; with twilio also a messaging service."});
    loader.add({.name = "sms.country",
                .slot = &s.country,
                .explanation = "Country of numbers that people type without a prefix.",
                .check = check_country});
    loader.add({.name = "sms.countries",
                .slot = &s.countries,
                .explanation = "Countries to whose numbers messages are sent. Empty: sms.country alone.",
                .check = check_country});
    loader.add({.name = "sms.monthly_limit",
                .slot = &s.monthly_limit,
                .explanation = "Text messages that a department may send in a month, long ones counted by their parts; "
                               "further ones are not sent.",
                .minimum = 0,
                .maximum = 10'000'000});
    loader.add({.name = "sms.reports",
                .slot = &s.reports,
                .explanation = "The gateway is asked to report whether messages arrived."});
    loader.add({.name = "sms.report_url",
                .slot = &s.report_url,
                .explanation =
                    "Under which address the gateway reaches this server, https://portal.example. Empty: the "
                    "public one.",
                .check = check_gateway});
}

void check_mail(MailSettings& s, Error& problems) {
    if (s.port == 0) s.port = s.security == "tls" ? 465 : s.security == "none" ? 25 : 587;
    if (s.channel != "smtp") return;
    if (s.host.empty()) problems.at("mail.host", "required", "mail.host is needed with mail.channel smtp");
    if (s.from.empty()) problems.at("mail.from", "required", "mail.from is needed with mail.channel smtp");
    if (s.security == "none" && !is_loopback(s.host))
        problems.at("mail.security", "not_allowed",
                    "mail.security none is for a mail server on this machine; others need starttls or tls");
    if (s.user.empty() != s.password.empty())
        problems.at("mail.password", "incomplete", "mail.user and mail.password are needed together");
}

void check_sms(SmsSettings& s, Error& problems) {
    if (s.countries.empty()) s.countries = {s.country};
    while (s.report_url.ends_with('/')) s.report_url.pop_back();
    if (s.channel == "log") return;
    if (s.channel == "twilio" && s.url.empty()) s.url = "https://api.twilio.com";
    const auto needs = [&](const std::string& value, const std::string& key) {
        if (value.empty()) problems.at(key, "required", key + " is needed with sms.channel " + s.channel);
    };
    needs(s.url, "sms.url");
    needs(s.user, "sms.user");
    needs(s.password, "sms.password");
    needs(s.from, "sms.from");
}

}  // namespace

std::optional<Mailbox> parse_mailbox(std::string_view text) {
    if (is_address(text)) return Mailbox{"", std::string(text)};
    const auto open = text.rfind('<');
    if (open == std::string_view::npos || !text.ends_with('>')) return std::nullopt;
    const auto address = text.substr(open + 1, text.size() - open - 2);
    auto name = text.substr(0, open);
    while (name.ends_with(' ')) name.remove_suffix(1);
    const bool odd = std::any_of(name.begin(), name.end(), [](char c) { return c >= 0 && c < ' '; });
    if (!is_address(address) || odd) return std::nullopt;
    return Mailbox{std::string(name), std::string(address)};
}

void register_message_settings(Loader& loader, MessageSettings& settings) {
    register_mail(loader, settings.mail);
    register_sms(loader, settings.sms);
}

void resolve_message_settings(MessageSettings& settings, Error& problems) {
    check_mail(settings.mail, problems);
    check_sms(settings.sms, problems);
}

}  // namespace portico::config
