#include "features/dicomweb/stow_intake.h"

#include <algorithm>
#include <system_error>

#include "features/dicomweb/json_answer.h"
#include "platform/dicom/element_walker.h"
#include "platform/dicom/errors.h"

namespace portico::dicomweb {
namespace {

// One round of the disk and one transaction for so many objects, while the next ones arrive.
constexpr std::size_t batch_size = 8;
constexpr std::size_t most_nameless = 250;  // about a quarter of a second of the processor (S18)

constexpr ErrorKind other_study{"object_of_another_study", 409, 0xA900,
                                "This object belongs to another study than the one it was sent to."};

using Outcomes = std::vector<studies::InstanceOutcome>;

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

Result<void> StowIntake::take(storage::Staged object) {
    if (!study_uid_.empty()) {
        auto layout = dicom::walk_file(object.path());
        if (layout && layout->study_uid != study_uid_) {
            outcomes_.push_back({layout->sop_class, layout->sop_instance, layout->study_uid, &other_study});
            return {};
        }
    }
    batch_.push_back(studies::Receiver::arrived(std::move(object)));
    if (batch_.size() >= batch_size) begin_to_receive();
    return look_at_nameless();
}

Result<void> StowIntake::take_nothing() {
    studies::InstanceOutcome outcome;
    outcome.error = &dicom::errors::not_dicom;
    outcomes_.push_back(std::move(outcome));
    ++nameless_;
    return look_at_nameless();
}

Result<void> StowIntake::look_at_nameless() {
    if (nameless_ < most_nameless || nameless_ < outcomes_.size() || !batch_.empty()) return {};
    end_receiving();
    if (nameless_ < outcomes_.size()) return {};
    return fail(portico::errors::malformed, "many parts, and none of them an object");
}

Result<http::Response> StowIntake::finish(const std::string& root) {
    end_receiving();
    if (!batch_.empty()) note(services_.receiver.receive(scope_, sender_, std::move(batch_)));
    batch_.clear();
    if (outcomes_.empty()) return fail(portico::errors::malformed, "a request without objects");
    if (const auto* failure = store_failure(outcomes_)) return fail(*failure);
    return answer(outcomes_, root);
}

void StowIntake::begin_to_receive() {
    end_receiving();
    auto batch = std::make_shared<std::vector<studies::Arriving>>(std::move(batch_));
    batch_.clear();
    const auto receive = [this, batch] { return services_.receiver.receive(scope_, sender_, std::move(*batch)); };
    try {
        under_way_ = std::async(std::launch::async, receive);
    } catch (const std::system_error&) {  // no thread is to be had
        note(receive());
    }
}

void StowIntake::end_receiving() {
    if (under_way_.valid()) note(under_way_.get());
}

void StowIntake::note(std::vector<studies::InstanceOutcome> outcomes) {
    nameless_ += static_cast<std::size_t>(
        std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.sop_instance_uid.empty(); }));
    std::ranges::move(outcomes, std::back_inserter(outcomes_));
}

}  // namespace portico::dicomweb
