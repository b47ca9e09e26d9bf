// QIDO-RS answers (STU-29, STU-30): what studies::StudySearch finds, in the DICOM JSON Model. Private to this room.
#pragma once

#include <string>
#include <vector>

#include "features/access/access.h"
#include "features/dicomweb/json_answer.h"
#include "features/dicomweb/qido_query.h"
#include "platform/db/database.h"

namespace portico::dicomweb {

struct QidoScope {
    std::optional<TenantId> tenant;    // none: everything that the caller may see
    std::optional<StudyAccess> study;  // within one study
    std::string series_uid;            // within one series of it; empty: any
    std::string origin;                // "https://portal.example", for RetrieveURL
};

struct QidoAnswer {
    std::vector<JsonDataSet> items;
    bool more = false;  // there is more than the server gives at once
};

inline constexpr std::int64_t qido_most = studies::search_most;

class Qido {
public:
    explicit Qido(const access::AccessService& access) : search_(access) {}
    QidoAnswer search(db::Session&, const Caller&, Level, const QidoScope&, const QidoQuery&) const;

private:
    studies::StudySearch search_;
};

}  // namespace portico::dicomweb
