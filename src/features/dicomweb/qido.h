// Runs QIDO-RS searches over what the caller may see (STU-29, STU-30). Private to this room.
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

inline constexpr std::int64_t qido_most = 1000;

class Qido {
public:
    Qido(const access::AccessService& access) : access_(access) {}
    QidoAnswer search(db::Session&, const Caller&, Level, const QidoScope&, const QidoQuery&) const;

private:
    const access::AccessService& access_;
};

}  // namespace portico::dicomweb
