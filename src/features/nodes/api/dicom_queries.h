// Registered nodes search and fetch: C-FIND, C-MOVE and C-GET at patient, study, series and image level (STU-1).
//
// A node sees the released studies of the tenant that it called, when its row says that it may query or retrieve; the
// row is read for every request and for every object. Identifiers are hostile until parsed.
#pragma once

#include "core/clock.h"
#include "features/access/access.h"
#include "features/nodes/api/calling.h"
#include "features/studies/api/archive.h"
#include "features/studies/api/search.h"
#include "platform/db/unit_of_work.h"
#include "platform/dimse/query_service.h"

namespace portico::nodes {

// Thread-safe. Everything is borrowed and must outlive the listener. Audit: dicom.queried for each query, before its
// first answer; study.sent for each study of a retrieval, before its first object.
class DicomQueries final : public dimse::FindService, public dimse::RetrieveService {
public:
    DicomQueries(db::UnitsOfWork& units, const access::AccessService& access, const studies::Archive& archive,
                 Calling calling)
        : units_(units), access_(access), archive_(archive), search_(access), calling_(std::move(calling)) {}

    Result<std::unique_ptr<dimse::Matches>> find(const std::any& context, const dimse::AssociationRequest&,
                                                 const dimse::QueryRequest&) override;
    Result<std::unique_ptr<dimse::Retrieval>> get(const std::any& context, const dimse::AssociationRequest&,
                                                  const dimse::QueryRequest&) override;
    // Only to nodes of the same tenant that are enabled, have address and port and may be called.
    Result<dimse::Move> move(const std::any& context, const dimse::AssociationRequest&, const dimse::QueryRequest&,
                             const std::string& destination) override;

private:
    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const studies::Archive& archive_;
    studies::StudySearch search_;
    Calling calling_;
};

}  // namespace portico::nodes
