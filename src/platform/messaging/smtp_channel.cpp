#include "platform/messaging/smtp_channel.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace portico::messaging {
namespace {

struct Body {
    std::string_view text;
    std::size_t given = 0;
    bool whole() const { return given == text.size(); }
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* self) {
    auto& body = *static_cast<Body*>(self);
    const auto length = std::min(size * count, body.text.size() - body.given);
    std::memcpy(into, body.text.data() + body.given, length);
    body.given += length;
    return length;
}

std::size_t ignore(char*, std::size_t size, std::size_t count, void*) { return size * count; }

// The name that we greet with (RFC 5321, 4.1.4): the sender's domain.
std::string greeting_name(const MailAddress& from) { return from.address.substr(from.address.rfind('@') + 1); }

// One conversation with the mail server.
class Conversation {
public:
    Conversation(const SmtpServer& server, const std::string& recipient, std::string_view mail,
                 std::chrono::seconds longest)
        : body_{mail} {
        static const auto prepared = curl_global_init(CURL_GLOBAL_DEFAULT);
        if (prepared != CURLE_OK) throw std::runtime_error("libcurl cannot be used");
        easy_.reset(curl_easy_init());
        if (!easy_) throw std::bad_alloc();
        recipients_.reset(curl_slist_append(nullptr, recipient.c_str()));
        set_up(server, longest);
    }

    void run(const std::string& recipient) {
        const auto code = curl_easy_perform(easy_.get());
        if (code == CURLE_OK) return;
        long answer = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &answer);
        std::string said(error_[0] != '\0' ? error_.data() : curl_easy_strerror(code));
        // The server may repeat the address; it is known to whoever reads this.
        if (const auto at = said.find(recipient); at != std::string::npos) said.replace(at, recipient.size(), "…");
        const auto text = fmt::format("smtp: {}", said);
        const bool of_recipient = said.starts_with("RCPT failed");
        const bool of_content = body_.whole() && code == CURLE_WEIRD_SERVER_REPLY;
        if (answer >= 500 && answer < 600 && (of_recipient || of_content)) throw Undeliverable(text);
        const bool broke_off =
            code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING || code == CURLE_OPERATION_TIMEDOUT;
        if (body_.whole() && broke_off) throw Uncertain(text);
        throw std::runtime_error(text);
    }

private:
    template <class T>
    void set(CURLoption option, T value) {
        if (const auto code = curl_easy_setopt(easy_.get(), option, value); code != CURLE_OK)
            throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
    }

    void set_up(const SmtpServer& server, std::chrono::seconds longest) {
        const auto host = server.host.find(':') == std::string::npos ? server.host : "[" + server.host + "]";
        const auto url = fmt::format("{}://{}:{}/{}", server.security == SmtpSecurity::tls ? "smtps" : "smtp", host,
                                     server.port, greeting_name(server.from));
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        set(CURLOPT_PROXY, "");
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(std::min<std::int64_t>(15, longest.count())));
        set(CURLOPT_TIMEOUT, static_cast<long>(longest.count()));
        set(CURLOPT_USE_SSL,
            static_cast<long>(server.security == SmtpSecurity::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        if (!server.ca_file.empty()) set(CURLOPT_CAINFO, server.ca_file.c_str());
        if (!server.user.empty()) {
            set(CURLOPT_USERNAME, server.user.c_str());
            set(CURLOPT_PASSWORD, server.password.c_str());
        }
        set(CURLOPT_MAIL_FROM, server.from.address.c_str());
        set(CURLOPT_MAIL_RCPT, recipients_.get());
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_READFUNCTION, &give);
        set(CURLOPT_READDATA, &body_);
        set(CURLOPT_WRITEFUNCTION, &ignore);
        set(CURLOPT_ERRORBUFFER, error_.data());
    }

    struct End {
        void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };
    Body body_;
    std::array<char, CURL_ERROR_SIZE> error_{};
    std::unique_ptr<curl_slist, End> recipients_;
    std::unique_ptr<CURL, End> easy_;
};

}  // namespace

Taken SmtpChannel::send(const Outgoing& outgoing) {
    const auto& message = outgoing.message;
    if (!is_mail_address(message.to)) throw Undeliverable("this is no address of mail");
    const auto mail = compose_mail(
        {.from = server_.from, .reply_to = server_.reply_to, .id = outgoing.id, .date = clock_.now()}, message);
    Conversation(server_, message.to, mail, outgoing.longest).run(message.to);
    return {};
}

}  // namespace portico::messaging
