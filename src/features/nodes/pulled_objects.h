// Objects of one study on their way from another archive into ours; for this room.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "features/studies/api/receiver.h"
#include "platform/dimse/store_service.h"

namespace portico::nodes {

// Hands everything to the Receiver, as if the other archive had sent it. What belongs to another study than the one
// that was asked for is refused. Used by one thread. An error of take(), flush() or of an object's finish() whose kind
// has status 500 or above means that nothing can be stored just now.
class PulledObjects final : public dimse::StoreService {
public:
    // `announced`: file meta information repeats what the sender announced (C-STORE).
    PulledObjects(studies::Receiver& receiver, studies::Sender sender, std::string study_uid)
        : receiver_(receiver), sender_(std::move(sender)), study_uid_(std::move(study_uid)) {}

    Result<storage::Staged> stage() { return receiver_.stage(); }
    // An object that has arrived whole; received with others, at the latest by flush().
    Result<void> take(storage::Staged object);
    Result<void> flush();
    void note_failure(std::string_view problem);

    // One at a time, durable when finish() returns.
    Result<std::unique_ptr<dimse::IncomingObject>> begin(const std::any& context, const dimse::AssociationRequest&,
                                                         const dimse::IncomingHeader&) override;
    Result<void> receive_now(storage::Staged object);

    std::int64_t received() const { return received_; }
    std::int64_t failed() const { return failed_; }
    const std::string& problem() const { return problem_; }  // code of the last error; empty without one

private:
    bool is_of_study(const storage::Staged& object);
    Result<void> note(const std::vector<studies::InstanceOutcome>& outcomes);

    studies::Receiver& receiver_;
    studies::Sender sender_;
    std::string study_uid_;
    std::vector<studies::Arriving> batch_;
    std::int64_t received_ = 0, failed_ = 0;
    std::string problem_;
};

}  // namespace portico::nodes
