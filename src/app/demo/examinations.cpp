#include "app/demo/examinations.h"

#include <stdexcept>

#include "app/demo/must.h"
#include "app/wiring/foundation.h"

namespace portico::app::demo {
namespace {

constexpr std::string_view unlinked_name = "Janssens^Pieter";

std::string day_before(Timestamp now, int days) {
    std::string day = to_rfc3339(now.plus_seconds(-86'400LL * days)).substr(0, 10);
    std::erase(day, '-');
    return day;
}

demonstration::PhantomPatient phantom_patient(const Patient& patient, std::string_view issuer) {
    return {std::string(patient.id), std::string(issuer), std::string(patient.name), std::string(patient.birth_date),
            std::string(patient.sex)};
}

void refer(demonstration::StudyDetails& details, Referrer referrer) {
    const auto& first = clinicians().front();
    switch (referrer) {
        case Referrer::nobody:
            return;
        case Referrer::by_number:
            details.referring_physician = std::string(first.family_name) + '^' + std::string(first.given_name);
            details.physician_identifiers = {{must("number", identity::check_number(first.number)), first.number.type}};
            return;
        case Referrer::by_name:
            details.referring_physician = unlinked_name;
            return;
    }
}

demonstration::StudyDetails details_of(const Examination& examination, Timestamp now, const Department& department) {
    demonstration::StudyDetails details{.study_uid = {},
                                        .accession_number = std::string(examination.accession_number),
                                        .date = day_before(now, examination.days_ago),
                                        .time = std::string(examination.time),
                                        .description = std::string(examination.description),
                                        .referring_physician = {},
                                        .physician_identifiers = {},
                                        .institution = std::string(department.name)};
    refer(details, examination.referrer);
    return details;
}

std::string_view name_of(demonstration::PhantomKind kind) {
    for (const auto& study : demonstration::phantom_studies())
        if (study.kind == kind) return study.description;
    return {};
}

}  // namespace

WrittenExaminations write_examinations(const std::filesystem::path& folder, Timestamp now,
                                       const std::function<void(const std::string&)>& tell) {
    WrittenExaminations written{folder / "riverside", folder / "lakeside", {}};
    const auto& all = examinations();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& examination = all[i];
        if (tell)
            tell("making study " + std::to_string(i + 1) + " of " + std::to_string(all.size()) + ": " +
                 std::string(name_of(examination.kind)));
        auto study =
            must("study", demonstration::write_phantom(
                              examination.kind, phantom_patient(examination.patient, riverside().issuer),
                              details_of(examination, now, riverside()), written.riverside / std::to_string(i)));
        written.examinations.push_back({&examination, study.study_uid});
        if (!examination.also_at_lakeside) continue;
        auto details = details_of(examination, now, lakeside());
        details.study_uid = study.study_uid;
        details.accession_number = "LS-000318";
        must("study",
             demonstration::write_phantom(examination.kind, phantom_patient(lakeside_patient(), lakeside().issuer),
                                          details, written.lakeside / std::to_string(i)));
    }
    return written;
}

std::int64_t take_in(studies::Receiver& receiver, const TenantScope& scope, const std::filesystem::path& folder) {
    const studies::Sender sender{.caller = Foundation::operator_caller(), .name = "demonstration"};
    auto report = must("studies", studies::import_directory(receiver, scope, sender, folder));
    if (!report.refused.empty())
        throw std::runtime_error("demonstration: an object was refused: " + report.refused.front().text + " " +
                                 report.refused.front().detail);
    return static_cast<std::int64_t>(report.counts.stored);
}

}  // namespace portico::app::demo
