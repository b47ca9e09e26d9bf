// Objects of one STOW-RS request on their way to the receiver, and what became of them. Private to this room.
#pragma once

#include <future>
#include <string>
#include <vector>

#include "features/dicomweb/dicomweb.h"
#include "platform/http/message.h"

namespace portico::dicomweb {

// One request's; not thread-safe.
class StowIntake {
public:
    // `study_uid`: the study that all objects must belong to; empty: any.
    StowIntake(const RouteServices& services, const TenantScope& scope, const Caller& caller,
               std::string_view study_uid)
        : services_(services), scope_(scope), sender_{caller, caller.name}, study_uid_(study_uid) {}

    Result<storage::Staged> stage() const { return services_.receiver.stage(); }
    // A whole object; received at once or together with others. Error: malformed after very many things that are no
    // objects, when nothing was stored: a sender of the wrong kind, or one that wants to keep us busy.
    Result<void> take(storage::Staged object);
    // The same for bytes that cannot be an object: too few, or without the sign of a DICOM file.
    Result<void> take_nothing();
    // An object that was refused before it was one.
    void refuse(studies::InstanceOutcome outcome) { outcomes_.push_back(std::move(outcome)); }
    // Error when there was nothing, or when nothing could be stored and the store is to blame.
    Result<http::Response> finish(const std::string& root);

private:
    Result<void> look_at_nameless();
    // Hands the batch over, once the one before has been received.
    void begin_to_receive();
    void end_receiving();
    void note(std::vector<studies::InstanceOutcome> outcomes);

    const RouteServices& services_;
    TenantScope scope_;
    studies::Sender sender_;
    std::string study_uid_;
    std::vector<studies::Arriving> batch_;
    std::vector<studies::InstanceOutcome> outcomes_;
    std::size_t nameless_ = 0;                                      // outcomes without an object
    std::future<std::vector<studies::InstanceOutcome>> under_way_;  // destroyed first: waits for what uses the others
};

}  // namespace portico::dicomweb
