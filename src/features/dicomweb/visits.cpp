#include "features/dicomweb/visits.h"

namespace portico::dicomweb {
namespace {

constexpr std::int64_t window_seconds = 15 * 60;
constexpr std::size_t most_remembered = 100'000;

std::string subject_of(std::string_view act, const StudyAccess& access) {
    const auto& caller = access.caller();
    return std::string(act) + ":" + caller.user.text() + caller.api_key.text() + ":" + caller.membership.text() + ":" +
           access.study().text();
}

PatientId patient_of(db::Session& session, const StudyAccess& access) {
    auto patient = session.first_value<std::optional<std::string>>(
        "SELECT patient_ref FROM study WHERE tenant_id = ? AND id = ?", access.scope().tenant(), access.study());
    return PatientId::trusted(patient.value_or(std::nullopt).value_or(""));
}

}  // namespace

bool Visits::written(const std::string& subject) {
    std::lock_guard lock(mutex_);
    auto found = written_.find(subject);
    return found != written_.end() && found->second.plus_seconds(window_seconds) > clock_.now();
}

void Visits::note(const std::string& subject) {
    std::lock_guard lock(mutex_);
    if (written_.size() >= most_remembered) written_.clear();  // the trail itself knows the windows
    written_[subject] = clock_.now();
}

void Visits::viewed(const StudyAccess& access) {
    auto subject = subject_of("viewed", access);
    if (written(subject)) return;
    auto work = units_.begin();
    trail_.viewed(work, access, patient_of(work.session(), access));
    work.commit_technical();
    note(subject);
}

void Visits::downloaded(const StudyAccess& access, const std::string& what, const std::string& format) {
    auto subject = subject_of("downloaded-" + what + "-" + format, access);
    if (written(subject)) return;
    auto work = units_.begin();
    AuditEvent event;
    event.code = "study.downloaded";
    event.caller = access.caller();
    event.tenant = access.scope().tenant();
    event.study = access.study().text();
    event.patient = patient_of(work.session(), access).text();
    event.reason = access.source();
    event.details = {{"what", what}, {"format", format}};
    work.commit(std::move(event));
    note(subject);
}

}  // namespace portico::dicomweb
