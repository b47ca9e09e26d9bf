#include "features/studies/correction_rounds.h"

#include "platform/crypto/hash.h"

namespace portico::studies {
namespace {

constexpr std::string_view modifying_system = "PORTICO";

std::optional<dicom::Tag> tag_of(std::string_view field) {
    struct Line {
        std::string_view field;
        dicom::Tag tag;
    };
    static constexpr Line lines[] = {{"patientId", dicom::tags::patient_id},
                                     {"issuer", dicom::tags::issuer_of_patient_id},
                                     {"name", dicom::tags::patient_name},
                                     {"birthDate", dicom::tags::patient_birth_date},
                                     {"sex", dicom::tags::patient_sex},
                                     {"accessionNumber", dicom::tags::accession_number},
                                     {"studyDate", dicom::tags::study_date},
                                     {"description", dicom::tags::study_description},
                                     {"referringPhysician", dicom::tags::referring_physician_name}};
    const auto* found = std::ranges::find(lines, field, &Line::field);
    if (found == std::end(lines)) return std::nullopt;
    return found->tag;
}

// A later value of one act holds.
void put(dicom::Corrections& round, std::string_view field, std::string value) {
    const auto tag = tag_of(field);
    if (!tag) return;
    if (field == "birthDate" || field == "studyDate") std::erase(value, '-');
    for (auto& correction : round.values) {
        if (correction.tag != *tag) continue;
        correction.value = std::move(value);
        return;
    }
    round.values.push_back({*tag, std::move(value)});
}

}  // namespace

std::vector<dicom::Corrections> rounds_of(const std::vector<CorrectionRow>& rows) {
    std::vector<dicom::Corrections> rounds;
    const CorrectionRow* before = nullptr;
    for (const auto& row : rows) {
        if (before == nullptr || before->made_at != row.made_at || before->made_by != row.made_by) {
            dicom::Corrections round;
            round.time = row.made_at;
            round.system = modifying_system;
            rounds.push_back(std::move(round));
        }
        before = &row;
        put(rounds.back(), row.field, row.value);
    }
    std::erase_if(rounds, [](const dicom::Corrections& round) { return round.values.empty(); });
    return rounds;
}

StudyCorrections load_corrections(db::Session& session, const TenantScope& scope, const StudyId& study) {
    auto rows = session.map<std::string, std::string, Timestamp, std::string>(
        "SELECT field, value, made_at, made_by FROM study_correction WHERE tenant_id = ? AND study_id = ?"
        " ORDER BY made_at, id",
        [](std::string field, std::string value, Timestamp at, std::string by) {
            return CorrectionRow{std::move(field), std::move(value), at, std::move(by)};
        },
        scope.tenant(), study);
    StudyCorrections corrections{rounds_of(rows), {}};
    std::string all;
    for (const auto& round : corrections.rounds) {
        all += std::to_string(round.time.milliseconds) + '\x1E';
        for (const auto& value : round.values) all += dicom::to_text(value.tag) + '=' + value.value + '\x1F';
    }
    corrections.mark = crypto::sha256_hex(all);
    return corrections;
}

}  // namespace portico::studies
