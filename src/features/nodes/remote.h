// Another archive that is asked for studies, whatever it speaks; for this room.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "features/nodes/api/calling.h"
#include "features/nodes/api/remote_search.h"
#include "features/nodes/source_store.h"

namespace portico::nodes {

class PulledObjects;

// As the source counts, or as we do.
struct PullCounts {
    std::int64_t total = 0, received = 0, failed = 0;
};

// What a request may take.
struct Patience {
    int silence_seconds = 20;
    std::function<bool()> goes_on = {};  // asked about twice a second; may be empty
};

// Used by one thread. Errors: those of errors::source_… (remote_search.h), and those of our own store.
class Remote {
public:
    virtual ~Remote() = default;
    // Whether it is there and lets us in.
    virtual Result<void> check(const Patience&) = 0;
    virtual Result<RemoteStudies> search(const RemoteQuery&, std::size_t most, const Patience&) = 0;
    // Fetches a study; `progress` is called now and then. What came before an error stays.
    virtual Result<PullCounts> fetch(const std::string& study_uid, PulledObjects& objects, const Patience&,
                                     const std::function<void(const PullCounts&)>& progress) = 0;
};

// What an HTTP status other than of success means.
Result<void> judge_status(int status);

std::unique_ptr<Remote> make_remote(const Source& source, const Calling& calling);
std::unique_ptr<Remote> dicom_remote(AeTitle node, const Calling& calling);
std::unique_ptr<Remote> dicomweb_remote(DicomwebPeer peer, const Calling& calling);

}  // namespace portico::nodes
