#include "features/dicomweb/stow.h"

#include <array>

#include "features/dicomweb/json_answer.h"
#include "platform/dicom/element_walker.h"
#include "platform/http/errors.h"
#include "platform/http/media_type.h"
#include "platform/http/multipart.h"

namespace portico::dicomweb {
namespace {

// One round of the disk and one transaction for so many objects.
constexpr std::size_t batch_size = 32;

constexpr ErrorKind other_study{"object_of_another_study", 409, 0xA900,
                                "This object belongs to another study than the one it was sent to."};

using Outcomes = std::vector<studies::InstanceOutcome>;

class Intake {
public:
    Intake(const RouteServices& services, const TenantScope& scope, const Caller& caller, std::string_view study_uid)
        : services_(services), scope_(scope), sender_{caller, caller.name}, study_uid_(study_uid) {}

    // One part of the request into a staged file.
    Result<void> take(http::MultipartReader& reader) {
        PORTICO_TRY(auto staged, services_.receiver.stage());
        std::array<std::byte, 256 * 1024> buffer;
        for (;;) {
            PORTICO_TRY(auto count, reader.read(buffer));
            if (count == 0) break;
            PORTICO_CHECK(staged.write(std::span(buffer).first(count)));
        }
        if (!study_uid_.empty()) {
            auto layout = dicom::walk_file(staged.path());
            if (layout && layout->study_uid != study_uid_) {
                outcomes_.push_back({layout->sop_class, layout->sop_instance, layout->study_uid, &other_study});
                return {};
            }
        }
        batch_.push_back(services_.receiver.arrived(std::move(staged)));
        if (batch_.size() >= batch_size) flush();
        return {};
    }

    Outcomes finish() {
        flush();
        return std::move(outcomes_);
    }

private:
    void flush() {
        if (batch_.empty()) return;
        auto done = services_.receiver.receive(scope_, sender_, std::move(batch_));
        outcomes_.insert(outcomes_.end(), done.begin(), done.end());
        batch_.clear();
    }

    const RouteServices& services_;
    TenantScope scope_;
    studies::Sender sender_;
    std::string study_uid_;
    std::vector<studies::Arriving> batch_;
    Outcomes outcomes_;
};

JsonDataSet reference(const studies::InstanceOutcome& outcome) {
    JsonDataSet item;
    item.text({0x0008, 0x1150}, "UI", outcome.sop_class_uid);
    item.text({0x0008, 0x1155}, "UI", outcome.sop_instance_uid);
    return item;
}

// The answer's data set, PS3.18 table 10.5.3-3, and its status.
http::Response answer(const Outcomes& outcomes, const std::string& root) {
    std::vector<JsonDataSet> stored, failed;
    std::string study_url;
    for (const auto& outcome : outcomes) {
        auto item = reference(outcome);
        auto study = root + "/studies/" + outcome.study_instance_uid;
        if (outcome.ok()) {
            item.text({0x0008, 0x1190}, "UR", study);
            stored.push_back(std::move(item));
            study_url = study;
        } else {
            item.number({0x0008, 0x1197}, "US", outcome.error->dimse_status);
            failed.push_back(std::move(item));
        }
    }
    JsonDataSet set;
    if (!study_url.empty()) set.text({0x0008, 0x1190}, "UR", study_url);
    if (!failed.empty()) set.sequence({0x0008, 0x1198}, failed);
    if (!stored.empty()) set.sequence({0x0008, 0x1199}, stored);
    auto response = http::Response::json(failed.empty() ? 200 : stored.empty() ? 409 : 202, set.str());
    response.headers.set("Content-Type", "application/dicom+json");
    return response;
}

// Nothing could be stored, and not because of the objects: the store is full or has failed.
const ErrorKind* store_failure(const Outcomes& outcomes) {
    const ErrorKind* failure = nullptr;
    for (const auto& outcome : outcomes) {
        if (outcome.ok()) return nullptr;
        if (outcome.error->http_status >= 500) failure = outcome.error;
    }
    return failure;
}

}  // namespace

Result<http::Response> store_objects(const RouteServices& services, const http::Request& request,
                                     const TenantScope& scope, const Caller& caller, std::string_view slug,
                                     std::string_view study_uid) {
    PORTICO_TRY(auto reader, http::MultipartReader::create(request.header("Content-Type"), *request.body_stream,
                                                           {.parts = 100'000}));
    auto type = reader.media_type().parameter("type").value_or("application/dicom");
    if (reader.media_type().name() != "multipart/related" || type != "application/dicom")
        return fail(http::errors::unsupported_media_type);
    Intake intake(services, scope, caller, study_uid);
    for (;;) {
        PORTICO_TRY(auto part, reader.next_part());
        if (!part) break;
        auto part_type = http::parse_media_type(part->get("Content-Type").value_or("application/dicom"));
        if (!part_type || part_type->name() != "application/dicom") return fail(http::errors::unsupported_media_type);
        PORTICO_CHECK(intake.take(reader));
    }
    auto outcomes = intake.finish();
    if (outcomes.empty()) return fail(portico::errors::malformed, "a request without objects");
    if (const auto* failure = store_failure(outcomes)) return fail(*failure);
    return answer(outcomes, request.origin() + "/t/" + std::string(slug) + "/dicomweb");
}

}  // namespace portico::dicomweb
