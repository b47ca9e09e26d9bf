#include "features/nodes/api/sources.h"
#include "features/nodes/target_names.h"
#include "platform/api/page.h"
#include "platform/api/route.h"
#include "platform/dicom/person_name.h"

namespace portico::nodes::dto {

struct RemoteSearch {
    std::string patient_id, patient_name, accession_number, modality;
    std::optional<std::string> date_from, date_to;
};
struct FoundStudy {
    std::string study_uid, patient_id, issuer, patient_name, sex, accession_number, description;
    std::optional<std::string> birth_date, date, time;
    std::vector<std::string> modalities;
    std::int64_t series = 0, instances = 0, here = 0;
};
struct FoundStudies {
    std::vector<FoundStudy> items;
    bool truncated = false;
};
struct FoundPrior : FoundStudy {
    SourceId source;
    std::string source_name;
};
struct FoundPriors {
    std::vector<FoundPrior> items;
    std::vector<std::string> unreachable;
};

}  // namespace portico::nodes::dto

namespace portico::api {

template <>
struct Dto<nodes::PullSource> {
    using T = nodes::PullSource;
    static constexpr std::string_view name = "PullSource";
    static constexpr auto fields =
        std::tuple{field("id", &T::id), field("kind", &T::kind),
                   field("name", &T::name, {.text = "Its AE title, or the name of the server."}),
                   field("description", &T::description), field("fetchPriors", &T::fetch_priors)};
};
template <>
struct Dto<nodes::dto::RemoteSearch> {
    using T = nodes::dto::RemoteSearch;
    static constexpr std::string_view name = "RemoteSearch";
    static constexpr auto fields = std::tuple{
        field("patientId", &T::patient_id, {.max_length = 64, .optional = true}),
        field("patientName", &T::patient_name,
              {.max_length = 64, .optional = true, .text = "Finds names that begin with it: Doe, or Doe, Jane."}),
        field("accessionNumber", &T::accession_number, {.max_length = 16, .optional = true}),
        field("studyDateFrom", &T::date_from, {.format = Format::date}),
        field("studyDateTo", &T::date_to, {.format = Format::date}),
        field("modality", &T::modality, {.max_length = 16, .optional = true})};
};

namespace {

template <class T>
constexpr auto found_fields() {
    return std::tuple{field("studyInstanceUid", &T::study_uid),
                      field("patientId", &T::patient_id),
                      field("issuerOfPatientId", &T::issuer),
                      field("patientName", &T::patient_name),
                      field("birthDate", &T::birth_date, {.format = Format::date}),
                      field("sex", &T::sex),
                      field("accessionNumber", &T::accession_number),
                      field("studyDate", &T::date, {.format = Format::date}),
                      field("studyTime", &T::time),
                      field("description", &T::description),
                      field("modalities", &T::modalities),
                      field("series", &T::series, {.text = "0 where the source does not say."}),
                      field("instances", &T::instances, {.text = "0 where the source does not say."}),
                      field("hereInstances", &T::here, {.text = "Objects of it that are here already."})};
}

}  // namespace

template <>
struct Dto<nodes::dto::FoundStudy> {
    static constexpr std::string_view name = "RemoteStudy";
    static constexpr auto fields = found_fields<nodes::dto::FoundStudy>();
};
template <>
struct Dto<nodes::dto::FoundStudies> {
    using T = nodes::dto::FoundStudies;
    static constexpr std::string_view name = "RemoteStudies";
    static constexpr auto fields =
        std::tuple{field("items", &T::items), field("truncated", &T::truncated, {.text = "There are more."})};
};
template <>
struct Dto<nodes::dto::FoundPrior> {
    using T = nodes::dto::FoundPrior;
    static constexpr std::string_view name = "RemotePrior";
    static constexpr auto fields = std::tuple_cat(
        found_fields<T>(), std::tuple{field("sourceId", &T::source), field("sourceName", &T::source_name)});
};
template <>
struct Dto<nodes::dto::FoundPriors> {
    using T = nodes::dto::FoundPriors;
    static constexpr std::string_view name = "RemotePriors";
    static constexpr auto fields =
        std::tuple{field("items", &T::items),
                   field("unreachable", &T::unreachable, {.text = "Names of sources that gave no answer."})};
};
}  // namespace portico::api

namespace portico::nodes {
namespace {

constexpr std::string_view tag = "Pulling studies";
using Needs = api::Needs<Permission::upload_studies>;
using May = Sources::May;

std::optional<std::string> shown_date(const std::string& dicom) {
    if (dicom.size() != 8) return std::nullopt;
    return dicom.substr(0, 4) + '-' + dicom.substr(4, 2) + '-' + dicom.substr(6, 2);
}

std::optional<std::string> shown_time(const std::string& dicom) {
    if (dicom.size() < 2) return std::nullopt;
    const auto part = [&](std::size_t at) { return dicom.size() >= at + 2 ? dicom.substr(at, 2) : std::string("00"); };
    return part(0) + ':' + part(2) + ':' + part(4);
}

std::string dicom_date(const std::optional<std::string>& shown) {
    auto text = shown.value_or("");
    std::erase(text, '-');
    return text;
}

template <class T>
T shown(const RemoteStudy& study) {
    T out;
    out.study_uid = study.study_uid;
    out.patient_id = study.patient_id;
    out.issuer = study.issuer;
    out.patient_name = dicom::display_name(study.patient_name);
    out.sex = study.sex;
    out.accession_number = study.accession_number;
    out.description = study.description;
    out.birth_date = shown_date(study.birth_date);
    out.date = shown_date(study.date);
    out.time = shown_time(study.time);
    out.modalities = study.modalities;
    out.series = study.series;
    out.instances = study.instances;
    out.here = study.here;
    return out;
}

RemoteQuery query_of(const dto::RemoteSearch& in) {
    RemoteQuery query;
    query.patient_id = in.patient_id;
    query.patient_name = in.patient_name;
    query.accession_number = in.accession_number;
    query.modality = in.modality;
    query.date_from = dicom_date(in.date_from);
    query.date_to = dicom_date(in.date_to);
    return query;
}

}  // namespace

void add_source_routes(api::Api& api, const Sources& sources) {
    api.get<api::PageQuery, api::Page<PullSource>>(
        "/api/v1/tenant/pull-sources", Needs{}, api::NotAudited{"names of other archives, no studies"},
        {.id = "listPullSources", .summary = "Other archives that studies can be fetched from.", .tag = tag},
        [&sources](api::Context&, const May& may, const api::PageQuery&) -> Result<api::Page<PullSource>> {
            return api::Page<PullSource>{sources.list(may), {}};
        });
    api.post<dto::RemoteSearch, dto::FoundStudies>(
        "/api/v1/tenant/pull-sources/{source}/search", Needs{}, api::Audited{"study.remote_searched"},
        {.id = "searchPullSource",
         .summary = "Search another archive for studies; at least one field says for what.",
         .tag = tag,
         .errors = {&portico::errors::not_found, &portico::errors::invalid_input, &errors::source_unreachable,
                    &errors::source_refused, &errors::source_unauthorized, &errors::source_not_secure,
                    &errors::source_broken, &errors::source_address_refused, &errors::too_many_searches}},
        [&sources](api::Context& context, const May& may, const dto::RemoteSearch& in) -> Result<dto::FoundStudies> {
            PORTICO_TRY(const auto found, sources.search(may, context.id<SourceId>("source"), query_of(in)));
            dto::FoundStudies out;
            out.truncated = found.truncated;
            for (const auto& study : found.items) out.items.push_back(shown<dto::FoundStudy>(study));
            return out;
        });
    api.get<dto::FoundPriors>(
        "/api/v1/studies/{study}/remote-priors", api::NeedsAll<Permission::view_studies, Permission::upload_studies>{},
        api::Audited{"study.remote_searched"},
        {.id = "findRemotePriors",
         .summary = "What other archives have of the patient of a study.",
         .tag = tag,
         .errors = {&portico::errors::not_found, &errors::too_many_searches}},
        [&sources](api::Context& context, const Sources::View& view, const May& may) -> Result<dto::FoundPriors> {
            PORTICO_TRY(auto found, sources.priors(view, may, context.id<StudyId>("study")));
            dto::FoundPriors out;
            out.unreachable = std::move(found.unreachable);
            for (const auto& prior : found.items) {
                auto item = shown<dto::FoundPrior>(prior);
                item.source = prior.source_id;
                item.source_name = prior.source_name;
                out.items.push_back(std::move(item));
            }
            return out;
        });
}

}  // namespace portico::nodes
