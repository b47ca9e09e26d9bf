// A C-STORE request from the line into a StoreService; for the listener, and for ourselves with C-GET.
#pragma once

#include <any>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>

#include "platform/dimse/command_reader.h"
#include "platform/dimse/listener.h"
#include "platform/dimse/store_service.h"

namespace portico::dimse {

// Status and Error Comment of an answer.
struct Answer {
    std::uint16_t status = status_success;
    std::string comment = {};
};
Answer answer_of(const Error& error);

// All of it is borrowed.
struct ObjectReceiver {
    StoreService& service;
    const std::any& context;
    const AssociationRequest& peer;
    std::uint64_t max_object_bytes;
    const std::string& implementation_class_uid;
    const std::string& implementation_version;
    std::function<void(ListenerEvent::Kind, std::string)> report;
};

// `request` announced a data set, which is read to its end whatever becomes of the object. How to answer, after the
// service's finish() has returned (GEN-3).
std::variant<Answer, Ending, AbortReason> receive_object(MessageStream& stream, const ReceivedCommand& request,
                                                         const AcceptedContext& context,
                                                         const ObjectReceiver& receiver);

}  // namespace portico::dimse
