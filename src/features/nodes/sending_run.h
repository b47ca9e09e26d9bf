// One try to send a study to a node or server; for this room.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "features/nodes/sending_store.h"
#include "features/nodes/source_store.h"
#include "platform/dicom/head.h"
#include "platform/dimse/object_source.h"

namespace portico::dimse {
class StoreSender;
}

namespace portico::nodes {

// Where studies are sent to, ready to be called.
struct Target {
    std::variant<AeTitle, DicomwebPeer> peer;
    std::string name, address;
};
// Errors: not_found, node_not_callable, and those of opening secrets.
Result<Target> find_target(db::Session&, const TenantId&, const TargetId&, const crypto::KeyRing&, const Calling&);

struct SendingServices {
    db::UnitsOfWork& units;
    const access::AccessService& access;
    const studies::Archive& archive;
    storage::BlobStore& blobs;
    const crypto::KeyRing& keys;
    const Clock& clock;
    Calling calling;
};

AuditEvent sending_event(std::string code, const Caller& caller, const TenantId& tenant, const StudyAccess& access,
                         const TargetId& id, const Target& target);

// Used by one thread.
class SendingRun {
public:
    SendingRun(const SendingServices& services, TenantId tenant, store::SendingOrder order);

    // Errors mean that trying again may help, but for those of rights.
    Result<void> perform(const std::function<bool()>& goes_on);
    // Of the target, while something is under way.
    bool still_wanted();

    store::SendingProgress progress;

private:
    Result<void> prepare();
    Result<void> send_by_dimse(const AeTitle& node, const std::function<bool()>& goes_on);
    Result<void> send_by_web(const DicomwebPeer& peer, const std::function<bool()>& goes_on);
    Result<void> send_one(dimse::StoreSender& sender, std::size_t index);
    Result<void> post(const DicomwebPeer& peer, std::vector<studies::Content> objects,
                      const std::function<bool()>& goes_on);
    // The object as a file, or its data set in a transfer syntax. The right is looked at again before each.
    Result<studies::Content> open(std::size_t index, const std::string* transfer_syntax);
    Result<void> check_right();
    void note_failure(std::string_view problem, std::int64_t objects = 1);
    void tell(std::string_view operation);
    void note();

    SendingServices services_;
    TenantId tenant_;
    store::SendingOrder order_;
    Caller caller_;
    std::optional<Target> target_;
    std::optional<StudyAccess> access_;
    std::optional<dicom::Corrections> change_;  // made for the receiver
    std::string patient_;
    std::vector<std::string> series_;  // of each object
    std::vector<dimse::OutgoingHeader> headers_;
    Timestamp noted_at_{};
};

}  // namespace portico::nodes
