#include "features/messages/report_form.h"

#include <algorithm>

namespace portico::messages {
namespace {

constexpr std::size_t most_fields = 100;

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = digit_of(text[i + 1]);
        const int low = digit_of(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

}  // namespace

std::optional<std::map<std::string, std::string>> read_form(std::string_view body) {
    std::map<std::string, std::string> form;
    std::size_t count = 0;
    while (!body.empty()) {
        const auto end = std::min(body.find('&'), body.size());
        const auto one = body.substr(0, end);
        body.remove_prefix(std::min(body.size(), end + 1));
        if (one.empty()) continue;
        if (++count > most_fields) return std::nullopt;
        const auto equals = std::min(one.find('='), one.size());
        const auto name = decoded(one.substr(0, equals));
        const auto value = decoded(one.substr(std::min(one.size(), equals + 1)));
        if (!name || !value) return std::nullopt;
        form[*name] = *value;
    }
    return form;
}

std::optional<messaging::Report> kannel_report(std::string_view status) {
    if (status == "1") return messaging::Report::delivered;
    if (status == "2" || status == "16") return messaging::Report::failed;
    if (status == "4" || status == "8") return messaging::Report::taken;
    return std::nullopt;
}

std::optional<messaging::Report> twilio_report(std::string_view status) {
    if (status == "delivered" || status == "read") return messaging::Report::delivered;
    if (status == "undelivered" || status == "failed" || status == "canceled") return messaging::Report::failed;
    if (status == "sent" || status == "queued" || status == "accepted" || status == "sending")
        return messaging::Report::taken;
    return std::nullopt;
}

}  // namespace portico::messages
