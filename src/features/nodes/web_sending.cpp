// Studies to DICOMweb servers (STOW-RS, PS3.18 10.5): some objects a request, streamed from their files.
#include <algorithm>
#include <cstring>

#include "features/nodes/data_set_source.h"
#include "features/nodes/remote.h"
#include "features/nodes/remote_study.h"
#include "features/nodes/sending_run.h"
#include "platform/http/multipart.h"
#include "platform/web_client/exchange.h"

namespace portico::nodes {
namespace {

constexpr std::size_t most_objects = 50;  // a request
constexpr std::uint64_t most_bytes = 256ULL * 1024 * 1024;
constexpr std::size_t most_answer = 4 * 1024 * 1024;
// Some servers answer only when they have stored everything.
constexpr std::chrono::seconds silence{300};

// multipart/related from texts and contents, read from its beginning to its end.
class ObjectsBody {
public:
    ObjectsBody(std::vector<studies::Content> objects, std::function<Result<void>()> before_each)
        : before_each_(std::move(before_each)) {
        for (auto& object : objects) {
            // The object itself tells its transfer syntax; some servers pass over parts whose type has parameters.
            texts_.push_back(writer_.part({{"Content-Type", "application/dicom"}}));
            size_ += texts_.back().size() + object.size;
            objects_.push_back(data_set_source(std::move(object)));
        }
        texts_.push_back(writer_.closing());
        size_ += texts_.back().size();
    }

    std::string content_type() const { return writer_.content_type(); }
    std::uint64_t size() const { return size_; }

    Result<std::size_t> read(std::span<std::byte> into) {
        for (;;) {
            if (within_text_ < texts_[at_].size()) {
                const auto count = std::min(into.size(), texts_[at_].size() - within_text_);
                std::memcpy(into.data(), texts_[at_].data() + within_text_, count);
                within_text_ += count;
                return count;
            }
            if (at_ == objects_.size()) return 0;
            if (!begun_) {
                PORTICO_CHECK(before_each_());
                begun_ = true;
            }
            PORTICO_TRY(const auto got, objects_[at_]->read(into));
            if (got > 0) return got;
            ++at_;
            within_text_ = 0;
            begun_ = false;
        }
    }

private:
    http::MultipartWriter writer_{"application/dicom"};
    std::function<Result<void>()> before_each_;
    std::vector<std::string> texts_;  // before each object, and the end
    std::vector<std::unique_ptr<dimse::ObjectSource>> objects_;
    std::uint64_t size_ = 0;
    std::size_t at_ = 0, within_text_ = 0;
    bool begun_ = false;
};

}  // namespace

Result<void> SendingRun::send_by_web(const DicomwebPeer& peer, const std::function<bool()>& goes_on) {
    tell("STOW-RS");
    for (std::size_t at = 0; at < headers_.size();) {
        std::vector<studies::Content> objects;
        for (std::uint64_t bytes = 0; at < headers_.size() && objects.size() < most_objects && bytes < most_bytes;) {
            auto opened = open(at++, nullptr);
            if (!opened && opened.error().is(studies::errors::content_damaged)) {
                note_failure(studies::errors::content_damaged.code);
                continue;
            }
            PORTICO_TRY(auto content, std::move(opened));
            bytes += content.size;
            objects.push_back(std::move(content));
        }
        if (objects.empty()) continue;
        if (auto posted = post(peer, std::move(objects), goes_on); !posted)
            return fail(as_source_error(std::move(posted).error()));
        note();
    }
    return {};
}

Result<void> SendingRun::post(const DicomwebPeer& peer, std::vector<studies::Content> objects,
                              const std::function<bool()>& goes_on) {
    const auto count = std::ssize(objects);
    ObjectsBody body(std::move(objects), [this] { return check_right(); });
    web_client::Request request{
        .method = web_client::Request::Method::post,
        .path = "/studies",
        .headers = {{"Content-Type", body.content_type()}, {"Accept", "application/dicom+json"}},
        .body = [&](std::span<std::byte> into) { return body.read(into); },
        .body_bytes = body.size()};
    web_client::Limits limits;
    limits.silence = silence;
    limits.goes_on = goes_on;
    limits.answer_bytes = most_answer;
    PORTICO_TRY(auto exchange,
                web_client::Exchange::begin(peer.server, std::move(request), services_.calling.hosts, limits));
    const auto status = exchange->status();
    if (status != 200 && status != 202 && status != 409) return judge_status(status);
    PORTICO_TRY(const auto text, exchange->read_all(most_answer));
    if (const auto answer = stow_answer(text)) {
        // What it does not speak of is not there.
        const auto stored = std::min<std::int64_t>(answer->stored, count);
        progress.sent += stored;
        if (stored < count) note_failure(fmt::format("status_{:04x}", answer->reason.value_or(0x0110)), count - stored);
    } else if (status == 200) {
        progress.sent += count;  // it says so in words that we do not read
    } else {
        note_failure(fmt::format("http_{}", status), count);
    }
    return {};
}

}  // namespace portico::nodes
