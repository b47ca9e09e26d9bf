#include "features/annotations/annotation_book.h"

#include <fmt/format.h>

#include <set>

#include "features/annotations/annotation_store.h"
#include "features/annotations/marks_dto.h"
#include "platform/api/context.h"
#include "platform/db/database.h"

namespace portico::annotations {
namespace {

constexpr std::int64_t most_authors = 50;
constexpr std::size_t most_row_bytes = std::size_t{8} << 20;  // far above what one request may hold

bool is_person(const StudyAccess& access) { return access.caller().kind == CallerKind::user; }

// What was written by write_json is read again by the same table.
Marks marks_of(const std::string& body) {
    auto marks = api::read_json<Marks>(body, {.max_bytes = most_row_bytes});
    if (!marks) throw std::runtime_error("annotations in the database cannot be read: " + marks.error().detail());
    return std::move(*marks);
}

Result<void> check(const Marks& marks) {
    Error wrong(portico::errors::invalid_input);
    std::set<std::string_view> ids;
    for (std::size_t at = 0; at < marks.annotations.size(); ++at) {
        const auto& one = marks.annotations[at];
        const auto path = fmt::format("annotations[{}]", at);
        if (one.points.size() != 2 * points_of(one.tool))
            wrong.at(path + ".points", std::string(api::field_codes::bad_format.code),
                     std::string(api::field_codes::bad_format.text));
        if (!ids.insert(one.id).second)
            wrong.at(path + ".id", std::string(api::field_codes::bad_format.code),
                     std::string(api::field_codes::bad_format.text));
    }
    if (!wrong.fields().empty()) return fail(std::move(wrong));
    return {};
}

std::string count_of(const Marks& marks) {
    return fmt::format("{} annotations, {} key images", marks.annotations.size(), marks.key_images.size());
}

OwnMarks own_of(const std::optional<store::OwnRow>& row) {
    if (!row) return {};
    return {marks_of(row->body), row->version, row->published_version, row->published_at};
}

}  // namespace

AuditEvent AnnotationBook::event_of(db::Session& session, const StudyAccess& access, std::string code) const {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = access.caller();
    event.tenant = access.scope().tenant();
    event.study = access.study().text();
    event.patient = store::patient_of(session, access);
    event.reason = access.source();
    return event;
}

OwnMarks AnnotationBook::own(const StudyAccess& access) const {
    if (!is_person(access)) return {};
    auto session = units_.database().read();
    return own_of(store::find_own(session, access));
}

std::vector<PublishedMarks> AnnotationBook::of_others(const StudyAccess& access) const {
    auto session = units_.database().read();
    std::vector<PublishedMarks> all;
    for (auto& row : store::published(session, access, most_authors))
        all.push_back({std::move(row.author), row.at, marks_of(row.body)});
    return all;
}

Result<OwnMarks> AnnotationBook::save(const StudyAccess& access, const Marks& marks, std::int64_t version) {
    if (!is_person(access)) return fail(errors::for_people_only);
    PORTICO_CHECK(check(marks));
    const auto body = api::write_json(marks);
    return units_.retrying([&](db::UnitOfWork& work) -> Result<OwnMarks> {
        if (!store::save(work.session(), access, body, version, clock_.now()))
            return fail(api::request_errors::precondition_failed);
        auto saved = own_of(store::find_own(work.session(), access));
        work.commit_technical();  // a person's own notes, shown to nobody
        return saved;
    });
}

Result<OwnMarks> AnnotationBook::publish(const StudyAccess& access, std::int64_t version) {
    if (!is_person(access)) return fail(errors::for_people_only);
    return units_.retrying([&](db::UnitOfWork& work) -> Result<OwnMarks> {
        if (!store::publish(work.session(), access, version, clock_.now()))
            return fail(api::request_errors::precondition_failed);
        auto published = own_of(store::find_own(work.session(), access));
        const auto& marks = published.marks;
        if (marks.annotations.empty() && marks.key_images.empty()) return fail(errors::nothing_to_publish);
        auto event = event_of(work.session(), access, "annotations.published");
        event.details = {{"what", count_of(marks)}};
        work.commit(std::move(event));
        return published;
    });
}

Result<void> AnnotationBook::withdraw(const StudyAccess& access) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        if (!is_person(access) || !store::withdraw(work.session(), access)) return fail(errors::nothing_published);
        work.commit(event_of(work.session(), access, "annotations.withdrawn"));
        return {};
    });
}

Result<void> AnnotationBook::remove(const StudyAccess& access) {
    if (!is_person(access)) return fail(errors::for_people_only);
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        const auto before = store::find_own(work.session(), access);
        if (!before) return {};
        store::clear(work.session(), access, api::write_json(Marks{}), clock_.now());
        auto event = event_of(work.session(), access, "annotations.deleted");
        event.details = {{"what", count_of(marks_of(before->body))},
                         {"published", before->published_at ? "yes" : "no"}};
        work.commit(std::move(event));
        return {};
    });
}

void AnnotationBook::exported(const StudyAccess& access, const std::string& object,
                              std::vector<std::pair<std::string, std::string>> details) {
    auto work = units_.begin();
    auto event = event_of(work.session(), access, "annotations.exported");
    event.object = object;
    event.details = std::move(details);
    work.commit(std::move(event));
}

}  // namespace portico::annotations
