#include "features/studies/api/clinician_uploads.h"

#include <set>

#include "features/studies/upload_store.h"
#include "platform/db/database.h"

namespace portico::studies {

std::string_view key_of(UploadState state) {
    switch (state) {
        case UploadState::waiting:
            return "waiting";
        case UploadState::released:
            return "released";
        case UploadState::rejected:
            return "rejected";
    }
    return "";
}

std::vector<UploadDepartment> ClinicianUploads::departments(const Caller& caller) const {
    auto session = units_.database().read();
    return store::departments(session, rights_.tenants(session, caller));
}

UploadPage ClinicianUploads::list(const Caller& caller, const std::optional<UploadKey>& after,
                                  std::int64_t limit) const {
    auto session = units_.database().read();
    UploadPage page;
    page.uploads =
        store::uploads_of(session, caller.membership, rights_.open_tenants(session, caller), after, limit + 1);
    if (std::ssize(page.uploads) > limit) {
        page.uploads.resize(static_cast<std::size_t>(limit));
        page.next = UploadKey{page.uploads.back().last_at, page.uploads.back().study};
    }
    std::vector<StudyId> ids;
    for (const auto& one : page.uploads) ids.push_back(one.study);
    std::set<StudyId> open;
    for (const auto& one : access_.reasons(session, caller, ids)) open.insert(one.study);
    for (auto& one : page.uploads) one.is_open = open.contains(one.study);
    return page;
}

}  // namespace portico::studies
