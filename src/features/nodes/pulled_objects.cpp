#include "features/nodes/pulled_objects.h"

#include "features/access/access.h"
#include "platform/dicom/element_walker.h"

namespace portico::nodes {
namespace {

// One round of the disk and one transaction for so many objects, while the next ones arrive.
constexpr std::size_t batch_size = 8;

constexpr ErrorKind other_study{"object_of_another_study", 409, 0xA900,
                                "This object belongs to another study than the one that was asked for."};

class PulledObject final : public dimse::IncomingObject {
public:
    PulledObject(PulledObjects& objects, storage::Staged staged) : objects_(objects), staged_(std::move(staged)) {}
    Result<void> write(std::span<const std::byte> data) override { return staged_.write(data); }
    Result<void> finish() override { return objects_.receive_now(std::move(staged_)); }

private:
    PulledObjects& objects_;
    storage::Staged staged_;
};

}  // namespace

Result<std::unique_ptr<dimse::IncomingObject>> PulledObjects::begin(const std::any&, const dimse::AssociationRequest&,
                                                                    const dimse::IncomingHeader&) {
    PORTICO_TRY(auto staged, receiver_.stage());
    return std::make_unique<PulledObject>(*this, std::move(staged));
}

void PulledObjects::note_failure(std::string_view problem) {
    ++failed_;
    problem_ = problem;
}

// What cannot be read is left to the receiver, which says what is wrong with it.
bool PulledObjects::is_of_study(const storage::Staged& object) {
    const auto layout = dicom::walk_file(object.path());
    if (!layout || layout->study_uid == study_uid_) return true;
    note_failure(other_study.code);
    return false;
}

Result<void> PulledObjects::receive_now(storage::Staged object) {
    if (!is_of_study(object)) return fail(other_study);
    std::vector<storage::Staged> one;
    one.push_back(std::move(object));
    const auto outcomes = receiver_.receive(access::SystemScopes::for_machine(sender_.caller), sender_, std::move(one));
    PORTICO_CHECK(note(outcomes));
    if (!outcomes.front().ok()) return fail(*outcomes.front().error, outcomes.front().detail);
    return {};
}

Result<void> PulledObjects::take(storage::Staged object) {
    if (!is_of_study(object)) return {};
    batch_.push_back(studies::Receiver::arrived(std::move(object)));
    return batch_.size() < batch_size ? Result<void>() : flush();
}

Result<void> PulledObjects::flush() {
    if (batch_.empty()) return {};
    auto batch = std::exchange(batch_, {});
    return note(receiver_.receive(access::SystemScopes::for_machine(sender_.caller), sender_, std::move(batch)));
}

Result<void> PulledObjects::note(const std::vector<studies::InstanceOutcome>& outcomes) {
    for (const auto& outcome : outcomes) {
        if (outcome.ok()) {
            ++received_;
            continue;
        }
        if (outcome.error->http_status >= 500) return fail(*outcome.error, outcome.detail);
        note_failure(outcome.error->code);
    }
    return {};
}

}  // namespace portico::nodes
