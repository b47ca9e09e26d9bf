// DICOMweb servers that are asked by QIDO-RS and give by WADO-RS (PS3.18 10.6, 10.4).
#include "features/nodes/pulled_objects.h"
#include "features/nodes/remote.h"
#include "features/nodes/remote_study.h"
#include "platform/http/body.h"
#include "platform/http/errors.h"
#include "platform/http/multipart.h"
#include "platform/web_client/errors.h"
#include "platform/web_client/exchange.h"

namespace portico::nodes {
namespace {

constexpr std::size_t buffer_size = 256 * 1024;
constexpr std::uint64_t most_answer_bytes = 64ULL * 1024 * 1024;  // of a search
constexpr std::uint64_t most_object_bytes = std::uint64_t{10} << 30;
constexpr std::chrono::seconds longest_search{60};
constexpr std::string_view whole_objects = R"(multipart/related; type="application/dicom"; transfer-syntax=*)";

// An answer as the readers of this house take bodies.
class AnswerBody final : public http::BodyReader {
public:
    explicit AnswerBody(web_client::Exchange& exchange) : exchange_(exchange) {}
    Result<std::size_t> read(std::span<std::byte> into) override { return exchange_.read(into); }
    std::optional<std::uint64_t> declared_length() const override { return std::nullopt; }

private:
    web_client::Exchange& exchange_;
};

class DicomwebRemote final : public Remote {
public:
    DicomwebRemote(DicomwebPeer peer, const Calling& calling) : peer_(std::move(peer)), calling_(calling) {}

    Result<void> check(const Patience& patience) override {
        PORTICO_CHECK(search({}, 1, patience));
        return {};
    }

    Result<RemoteStudies> search(const RemoteQuery& query, std::size_t most, const Patience& patience) override {
        auto found = find(query, most, patience);
        if (!found) return fail(as_source_error(std::move(found).error()));
        return found;
    }

    Result<PullCounts> fetch(const std::string& study_uid, PulledObjects& objects, const Patience& patience,
                             const std::function<void(const PullCounts&)>& progress) override {
        if (auto fetched = retrieve(study_uid, objects, patience, progress); !fetched)
            return fail(as_source_error(std::move(fetched).error()));
        return PullCounts{0, objects.received(), objects.failed()};
    }

private:
    Result<std::unique_ptr<web_client::Exchange>> begin(std::string path, std::string_view accept,
                                                        const web_client::Limits& limits) const {
        web_client::Request request{.path = std::move(path), .headers = {{"Accept", std::string(accept)}}};
        PORTICO_TRY(auto exchange,
                    web_client::Exchange::begin(peer_.server, std::move(request), calling_.hosts, limits));
        PORTICO_CHECK(judge_status(exchange->status()));
        return exchange;
    }

    Result<RemoteStudies> find(const RemoteQuery& query, std::size_t most, const Patience& patience) const {
        web_client::Limits limits;
        limits.silence = std::chrono::seconds(patience.silence_seconds);
        limits.longest = longest_search;
        limits.answer_bytes = most_answer_bytes;
        limits.goes_on = patience.goes_on;
        PORTICO_TRY(auto exchange,
                    begin("/studies" + qido_parameters(query, most + 1), "application/dicom+json", limits));
        RemoteStudies found;
        if (exchange->status() == 204) return found;
        const auto type = http::parse_media_type(exchange->header("Content-Type"));
        if (!type || (type->name() != "application/dicom+json" && type->name() != "application/json"))
            return fail(errors::source_refused, "the answer is no DICOM JSON");
        QidoAnswer answer(most);
        std::vector<std::byte> buffer(buffer_size);
        for (;;) {
            PORTICO_TRY(const auto got, exchange->read(buffer));
            if (got == 0) break;
            PORTICO_CHECK(answer.put({reinterpret_cast<const char*>(buffer.data()), got}));
        }
        PORTICO_CHECK(answer.finish());
        found.truncated = answer.truncated();
        for (auto& study : answer.take())
            if (fits(study, query)) found.items.push_back(std::move(study));
        return found;
    }

    Result<void> retrieve(const std::string& study_uid, PulledObjects& objects, const Patience& patience,
                          const std::function<void(const PullCounts&)>& progress) const {
        web_client::Limits limits;
        limits.silence = std::chrono::seconds(patience.silence_seconds);
        limits.goes_on = patience.goes_on;
        PORTICO_TRY(auto exchange, begin("/studies/" + study_uid, whole_objects, limits));
        if (exchange->status() == 204) return fail(errors::study_not_at_source);
        AnswerBody body(*exchange);
        PORTICO_TRY(auto reader,
                    http::MultipartReader::create(exchange->header("Content-Type"), body, {.parts = 1'000'000}));
        std::vector<std::byte> buffer(buffer_size);
        for (;;) {
            PORTICO_TRY(const auto part, reader.next_part());
            if (!part) break;
            const auto type = http::parse_media_type(part->get("Content-Type").value_or("application/dicom"));
            if (!type || type->name() != "application/dicom") {
                objects.note_failure("not_dicom");
                continue;
            }
            PORTICO_CHECK(take_part(reader, objects, buffer));
            progress({0, objects.received(), objects.failed()});
        }
        return objects.flush();
    }

    static Result<void> take_part(http::MultipartReader& reader, PulledObjects& objects, std::span<std::byte> buffer) {
        PORTICO_TRY(auto staged, objects.stage());
        for (;;) {
            PORTICO_TRY(const auto got, reader.read(buffer));
            if (got == 0) break;
            if (staged.size() + got > most_object_bytes) return fail(errors::source_broken, "an object is too large");
            PORTICO_CHECK(staged.write(buffer.first(got)));
        }
        return objects.take(std::move(staged));
    }

    DicomwebPeer peer_;
    Calling calling_;
};

}  // namespace

Result<void> judge_status(int status) {
    if (status == 200 || status == 204 || status == 206) return {};
    if (status == 401 || status == 403) return fail(errors::source_unauthorized, std::to_string(status));
    if (status == 404 || status == 410) return fail(errors::study_not_at_source, std::to_string(status));
    if (status == 408 || status == 429 || status >= 500)
        return fail(errors::source_unreachable, std::to_string(status));
    return fail(errors::source_refused, std::to_string(status));
}

std::unique_ptr<Remote> dicomweb_remote(DicomwebPeer peer, const Calling& calling) {
    return std::make_unique<DicomwebRemote>(std::move(peer), calling);
}

}  // namespace portico::nodes
