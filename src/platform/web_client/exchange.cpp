#include "platform/web_client/exchange.h"

#include <curl/curl.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "platform/web_client/errors.h"

namespace portico::web_client {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t most_waiting = 256 * 1024;  // bytes between curl and the reader
constexpr std::size_t most_header_bytes = 64 * 1024;
constexpr auto look_again = 200ms;

void prepare_curl() {
    static const auto done = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (done != CURLE_OK) throw std::runtime_error("libcurl cannot be used");
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string hex(std::span<const unsigned char> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : bytes) {
        text.push_back(digits[byte >> 4U]);
        text.push_back(digits[byte & 15U]);
    }
    return text;
}

// Instead of the chain's verification: the certificate is the one that was registered.
int check_pin(X509_STORE_CTX* context, void* pin) {
    auto* certificate = X509_STORE_CTX_get0_cert(context);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (certificate == nullptr || X509_digest(certificate, EVP_sha256(), digest.data(), &length) != 1 ||
        hex(std::span(digest).first(length)) != *static_cast<const std::string*>(pin)) {
        X509_STORE_CTX_set_error(context, X509_V_ERR_CERT_REJECTED);
        return 0;
    }
    X509_STORE_CTX_set_error(context, X509_V_OK);
    return 1;
}

CURLcode set_pin(CURL*, void* context, void* pin) {
    SSL_CTX_set_cert_verify_callback(static_cast<SSL_CTX*>(context), check_pin, pin);
    return CURLE_OK;
}

bool is_tls_problem(CURLcode code) {
    switch (code) {
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_USE_SSL_FAILED:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            out.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out.push_back('%');
        out.push_back(digits[byte >> 4U]);
        out.push_back(digits[byte & 15U]);
    }
    return out;
}

class Exchange::Transfer {
public:
    Transfer(const Server& server, Request request, const outgoing::HostRules& rules, const Limits& limits)
        : server_(server), request_(std::move(request)), rules_(rules), limits_(limits) {
        prepare_curl();
        easy_ = curl_easy_init();
        multi_ = curl_multi_init();
        if (easy_ == nullptr || multi_ == nullptr) throw std::bad_alloc();
    }
    ~Transfer() {
        curl_multi_remove_handle(multi_, easy_);
        curl_easy_cleanup(easy_);
        curl_multi_cleanup(multi_);
        curl_slist_free_all(headers_out_);
    }
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    Result<void> begin() {
        const auto text = server_.base.origin() + server_.base.path + request_.path;
        PORTICO_TRY(const auto url, parse_url(text));
        if (!request_.path.starts_with('/') || url.origin() != server_.base.origin())
            return fail(errors::bad_url, "not below the server's address");
        set_up(url.text());
        began_ = active_ = asked_ = Clock::now();
        curl_multi_add_handle(multi_, easy_);
        while (!head_complete_ && !over_) PORTICO_CHECK(go_on());
        if (head_complete_) return {};
        if (!problem_) problem_.emplace(errors::broken, "no head of an answer");
        return fail(*problem_);
    }

    Result<std::size_t> read(std::span<std::byte> into) {
        for (;;) {
            if (at_ < waiting_.size()) return take(into);
            if (problem_) return fail(*problem_);
            if (over_ || into.empty()) return 0;
            if (paused_) {
                paused_ = false;
                curl_easy_pause(easy_, CURLPAUSE_CONT);
                continue;
            }
            if (auto done = go_on(); !done) return fail(done.error());
        }
    }

    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;

private:
    template <class T>
    void set(CURLoption option, T value) {
        if (const auto code = curl_easy_setopt(easy_, option, value); code != CURLE_OK)
            throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
    }

    void set_up(const std::string& url) {
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_PATH_AS_IS, 1L);
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_PROXY, "");
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(limits_.connect.count()));
        set(CURLOPT_BUFFERSIZE, 128L * 1024);
        set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
        set(CURLOPT_OPENSOCKETDATA, this);
        set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
        set(CURLOPT_WRITEDATA, this);
        set(CURLOPT_ERRORBUFFER, error_.data());
        set_up_tls();
        set_up_request();
    }

    void set_up_tls() {
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        // A fingerprint says which server it is, whatever name stands in its certificate.
        set(CURLOPT_SSL_VERIFYHOST, server_.certificate_sha256.empty() ? 2L : 0L);
        if (server_.certificate_sha256.empty() || server_.base.scheme != "https") return;
        set(CURLOPT_SSL_CTX_FUNCTION, &set_pin);
        set(CURLOPT_SSL_CTX_DATA, &server_.certificate_sha256);
    }

    void set_up_request() {
        for (const auto& [name, value] : request_.headers) add_header(name + ": " + value);
        add_header("Expect:");
        if (server_.authorization == Authorization::bearer) add_header("Authorization: Bearer " + server_.secret);
        if (server_.authorization == Authorization::basic) {
            set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
            set(CURLOPT_USERNAME, server_.user.c_str());
            set(CURLOPT_PASSWORD, server_.secret.c_str());
        }
        set(CURLOPT_HTTPHEADER, headers_out_);
        if (request_.method != Request::Method::post) return;
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body_bytes));
        set(CURLOPT_READFUNCTION, &Transfer::on_send);
        set(CURLOPT_READDATA, this);
    }

    void add_header(const std::string& line) {
        if (line.find_first_of("\r\n") != std::string::npos) throw std::invalid_argument("a header with a line break");
        headers_out_ = curl_slist_append(headers_out_, line.c_str());
    }

    // One step, at most `look_again` long.
    Result<void> go_on() {
        int running = 0;
        if (curl_multi_perform(multi_, &running) != CURLM_OK) return end(errors::broken, "libcurl");
        int left = 0;
        while (const auto* message = curl_multi_info_read(multi_, &left))
            if (message->msg == CURLMSG_DONE) finish(message->data.result);
        if (over_) {
            if (problem_ && at_ == waiting_.size()) return fail(*problem_);
            return {};
        }
        const auto now = Clock::now();
        if (limits_.goes_on && now - asked_ >= 500ms) {
            asked_ = now;
            if (!limits_.goes_on()) return end(errors::stopped, "");
        }
        if (now - active_ > limits_.silence) return end(errors::broken, "silent for too long");
        if (limits_.longest.count() > 0 && now - began_ > limits_.longest) return end(errors::broken, "took too long");
        if (at_ < waiting_.size() || paused_) return {};
        curl_multi_poll(multi_, nullptr, 0, static_cast<int>(look_again.count()), nullptr);
        return {};
    }

    tl::unexpected<Error> end(const ErrorKind& kind, std::string detail) {
        over_ = true;
        problem_.emplace(kind, std::move(detail));
        return fail(*problem_);
    }

    void finish(CURLcode code) {
        over_ = true;
        if (code == CURLE_OK || problem_) return;
        const std::string detail = error_[0] != '\0' ? error_.data() : curl_easy_strerror(code);
        if (refused_)
            problem_.emplace(errors::address_refused, detail);
        else if (is_tls_problem(code))
            problem_.emplace(errors::tls_failed, detail);
        else if (!head_complete_ && (code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_CONNECT ||
                                     code == CURLE_OPERATION_TIMEDOUT))
            problem_.emplace(errors::unreachable, detail);
        else
            problem_.emplace(errors::broken, detail);
    }

    std::size_t take(std::span<std::byte> into) {
        const auto count = std::min(into.size(), waiting_.size() - at_);
        std::memcpy(into.data(), waiting_.data() + at_, count);
        at_ += count;
        if (at_ == waiting_.size()) {
            waiting_.clear();
            at_ = 0;
        }
        return count;
    }

    static Transfer& of(void* self) { return *static_cast<Transfer*>(self); }

    static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* address) {
        if (!of(self).rules_.may_call(address->addr)) {
            of(self).refused_ = true;
            return CURL_SOCKET_BAD;
        }
        return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }

    static std::size_t on_header(char* data, std::size_t, std::size_t length, void* self) {
        return of(self).take_header({data, length}) ? length : 0;
    }
    bool take_header(std::string_view line) {
        active_ = Clock::now();
        header_bytes_ += line.size();
        if (header_bytes_ > most_header_bytes) {
            problem_.emplace(errors::too_large, "its headers");
            return false;
        }
        if (head_complete_) return true;  // trailers
        if (line.starts_with("HTTP/")) {  // also of an informational answer before the final one
            headers.clear();
            const auto space = line.find(' ');
            status = space == std::string_view::npos ? 0 : std::atoi(std::string(line.substr(space + 1, 3)).c_str());
        } else if (trimmed(line).empty()) {
            head_complete_ = status >= 200;
        } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
            headers.emplace_back(lower(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
        }
        return true;
    }

    static std::size_t on_body(char* data, std::size_t, std::size_t length, void* self) {
        return of(self).take_body({data, length});
    }
    std::size_t take_body(std::string_view bytes) {
        active_ = Clock::now();
        if (waiting_.size() - at_ >= most_waiting) {
            paused_ = true;
            return CURL_WRITEFUNC_PAUSE;
        }
        received_ += bytes.size();
        if (received_ > limits_.answer_bytes) {
            problem_.emplace(errors::too_large, "");
            return 0;
        }
        waiting_.append(bytes);
        return bytes.size();
    }

    static std::size_t on_send(char* into, std::size_t size, std::size_t count, void* self) {
        return of(self).give({reinterpret_cast<std::byte*>(into), size * count});
    }
    std::size_t give(std::span<std::byte> into) {
        active_ = Clock::now();
        if (!request_.body) return 0;
        auto got = request_.body(into);
        if (got) return *got;
        problem_.emplace(got.error());
        return CURL_READFUNC_ABORT;
    }

    Server server_;
    Request request_;
    outgoing::HostRules rules_;
    Limits limits_;
    CURL* easy_ = nullptr;
    CURLM* multi_ = nullptr;
    curl_slist* headers_out_ = nullptr;
    std::array<char, CURL_ERROR_SIZE> error_{};
    Clock::time_point began_, active_, asked_;
    bool head_complete_ = false, over_ = false, paused_ = false, refused_ = false;
    std::optional<Error> problem_;
    std::size_t header_bytes_ = 0;
    std::uint64_t received_ = 0;
    std::string waiting_;
    std::size_t at_ = 0;
};

Exchange::Exchange(std::unique_ptr<Transfer> transfer) : transfer_(std::move(transfer)) {}
Exchange::~Exchange() = default;

Result<std::unique_ptr<Exchange>> Exchange::begin(const Server& server, Request request,
                                                  const outgoing::HostRules& rules, const Limits& limits) {
    auto transfer = std::make_unique<Transfer>(server, std::move(request), rules, limits);
    PORTICO_CHECK(transfer->begin());
    return std::unique_ptr<Exchange>(new Exchange(std::move(transfer)));
}

int Exchange::status() const { return transfer_->status; }

std::string_view Exchange::header(std::string_view name) const {
    const auto wanted = lower(name);
    std::string_view value;
    for (const auto& [key, text] : transfer_->headers)
        if (key == wanted) value = text;
    return value;
}

Result<std::size_t> Exchange::read(std::span<std::byte> into) { return transfer_->read(into); }

Result<std::string> Exchange::read_all(std::size_t most) {
    std::string all;
    std::array<std::byte, 16 * 1024> buffer{};
    for (;;) {
        PORTICO_TRY(const auto got, read(buffer));
        if (got == 0) return all;
        if (all.size() + got > most) return fail(errors::too_large);
        all.append(reinterpret_cast<const char*>(buffer.data()), got);
    }
}

}  // namespace portico::web_client
