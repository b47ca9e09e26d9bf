#include "features/dicomweb/download.h"

#include <memory>

#include "features/dicomweb/retrieval.h"
#include "features/dicomweb/study_zip.h"
#include "features/dicomweb/visits.h"
#include "platform/http/ranges.h"

namespace portico::dicomweb {

struct DownloadQuery {
    std::optional<SeriesId> series;
};

}  // namespace portico::dicomweb

namespace portico {
template <>
struct api::Dto<dicomweb::DownloadQuery> {
    static constexpr std::string_view name = "DownloadQuery";
    static constexpr auto fields =
        std::tuple{api::field("series", &dicomweb::DownloadQuery::series, {.text = "Only this series."})};
};
}  // namespace portico

namespace portico::dicomweb {
namespace {

// How long a right that was looked at holds without being looked at again.
constexpr std::int64_t lease_milliseconds = 250;

struct Desk {
    explicit Desk(const RouteServices& given) : services(given), visits(given.units, given.trail, given.clock) {}
    RouteServices services;
    Visits visits;
};

// Sends a range of an archive, object after object; before an object the right is looked at again (GEN-5).
class Sending {
public:
    Sending(std::shared_ptr<Desk> desk, const StudyAccess& access, std::shared_ptr<const StudyZip> zip,
            http::ByteRange range)
        : desk_(std::move(desk)),
          caller_(access.caller()),
          study_(access.study()),
          reader_(std::move(zip), range),
          looked_at_(desk_->services.clock.now()) {}

    Result<std::optional<http::Segment>> next() {
        if (ready_.empty()) PORTICO_CHECK(prepare());
        if (ready_.empty()) return std::nullopt;
        auto segment = std::move(ready_.back());
        ready_.pop_back();
        return std::optional(std::move(segment));
    }

private:
    // The next texts as one, and the object behind them.
    Result<void> prepare() {
        std::string text;
        while (auto piece = reader_.next()) {
            if (auto* made = std::get_if<std::string>(&*piece)) {
                text += *made;
                if (text.size() >= 32 * 1024) break;
                continue;
            }
            const auto& object = std::get<StudyZip::ObjectRange>(*piece);
            PORTICO_CHECK(look_again());
            PORTICO_TRY(auto content, desk_->services.archive.content(object.record));
            ready_ = http::slice(segments_of(content), object.offset, object.length);
            break;
        }
        if (!ready_.empty() && std::holds_alternative<std::string>(ready_.front()))
            std::get<std::string>(ready_.front()).insert(0, text);
        else if (!text.empty())
            ready_.insert(ready_.begin(), std::move(text));
        std::reverse(ready_.begin(), ready_.end());
        return {};
    }

    Result<void> look_again() {
        const auto now = desk_->services.clock.now();
        const auto since = now.milliseconds - looked_at_.milliseconds;
        if (since >= 0 && since < lease_milliseconds) return {};
        auto session = desk_->services.units.database().read();
        PORTICO_TRY(const auto access, desk_->services.access.study(session, caller_, study_, StudyRight::download));
        PORTICO_CHECK(studies::StudyContents::check(session, access));
        looked_at_ = now;
        return {};
    }

    std::shared_ptr<Desk> desk_;
    Caller caller_;
    StudyId study_;
    StudyZip::Reader reader_;
    Timestamp looked_at_;
    std::vector<http::Segment> ready_;  // last first
};

// From digits and own words only.
std::string file_name(const studies::StudyContents& contents, bool one_series) {
    const auto& date = contents.study().date;
    const bool dated = !date.empty() && date.find_first_not_of("0123456789") == std::string::npos;
    return std::string(one_series ? "series" : "study") + (dated ? "-" + date : "") + ".zip";
}

Result<http::Response> download(const std::shared_ptr<Desk>& desk, const api::Context& context,
                                const StudyAccess& access) {
    PORTICO_TRY(const auto query, context.query<DownloadQuery>());
    auto read = [&]() -> Result<studies::StudyContents> {
        auto session = desk->services.units.database().read_snapshot();
        return studies::StudyContents::read(session, access, query.series);
    };
    PORTICO_TRY(auto contents, read());
    const auto name = file_name(contents, query.series.has_value());
    PORTICO_TRY(auto zip, StudyZip::make(std::move(contents), desk->services.archive));
    const auto& request = context.request();
    if (request.method == http::Method::get) desk->visits.downloaded(access, query.series ? "series" : "study", "zip");
    http::Response response;
    response.headers.set("Content-Type", "application/zip");
    response.headers.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
    response.headers.set("Cache-Control", "private, no-cache");
    response.headers.set("Vary", "Cookie");
    response.headers.set("ETag", "\"" + zip->version() + "\"");
    return http::apply_conditions(request, std::move(response),
                                  {zip->size(), [&](http::ByteRange range) {
                                       auto sending = std::make_shared<Sending>(desk, access, zip, range);
                                       http::SegmentSource source;
                                       source.next = [sending] { return sending->next(); };
                                       return source;
                                   }});
}

}  // namespace

void add_download_routes(api::Api& api, const RouteServices& services) {
    auto desk = std::make_shared<Desk>(services);
    api.raw(http::Method::get, "/api/v1/studies/{study}/download", api::OnStudy{StudyRight::download},
            api::Audited{"study.downloaded"},
            {.id = "downloadStudy",
             .summary = "A study, or a series of it, as a ZIP with DICOMDIR.",
             .tag = "Studies",
             .description = "Known size, Range and If-Range: a download that broke off can be resumed. The entity tag "
                            "changes with anything in the study.",
             .errors = {&studies::errors::content_damaged},
             .produces = "application/zip",
             .query = api::schema_of<DownloadQuery>()},
            {}, [desk](api::Context& context, const StudyAccess& access) { return download(desk, context, access); });
}

}  // namespace portico::dicomweb
