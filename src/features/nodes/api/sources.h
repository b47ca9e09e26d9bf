// Other archives that studies may be pulled from (STU-4): what staff see of them, and searching them.
#pragma once

#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "features/access/access.h"
#include "features/nodes/api/calling.h"
#include "features/nodes/api/remote_search.h"
#include "platform/crypto/key_ring.h"
#include "platform/db/unit_of_work.h"

namespace portico::api {
class Api;
}

namespace portico::nodes {

// A node or a DICOMweb server: ids of both are told apart by their tables.
using SourceId = Id<struct SourceTag>;
enum class TargetKind { dicom, dicomweb };

struct PullSource {
    SourceId id;
    TargetKind kind = TargetKind::dicom;
    std::string name, description;
    bool fetch_priors = false;
};

struct RemotePrior : RemoteStudy {
    SourceId source_id;
    std::string source_name;
};
struct RemotePriors {
    std::vector<RemotePrior> items;
    std::vector<std::string> unreachable;  // names of sources that gave no answer
};

namespace errors {
inline constexpr ErrorKind too_many_searches{"too_many_searches", 503, 0xA700,
                                             "Many searches of other archives are under way. Try again in a moment."};
}

// Thread-safe. Searches block for as long as the other archive takes, up to half a minute; at most eight at a time.
// Audit: study.remote_searched, before the answer is given.
class Sources {
public:
    using May = Authorized<Permission::upload_studies>;
    using View = Authorized<Permission::view_studies>;

    Sources(db::UnitsOfWork& units, const access::AccessService& access, const crypto::KeyRing& keys, Calling calling)
        : units_(units), access_(access), keys_(keys), calling_(std::move(calling)) {}

    std::vector<PullSource> list(const May&) const;
    // Errors: not_found, invalid_input (nothing to search for), too_many_searches, source_….
    Result<RemoteStudies> search(const May&, const SourceId&, const RemoteQuery&) const;
    // What the sources with priors have of the study's patient, by the ID that the study carries, without the study
    // itself. Error: not_found.
    Result<RemotePriors> priors(const View&, const May&, const StudyId&) const;

private:
    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const crypto::KeyRing& keys_;
    Calling calling_;
};

// /api/v1/tenant/pull-sources, /api/v1/studies/{study}/remote-priors
void add_source_routes(api::Api&, const Sources&);

}  // namespace portico::nodes
