#include "features/studies/api/study_routes.h"
#include "features/studies/validation_dto.h"
#include "platform/api/route.h"

namespace portico::studies {
namespace {

using May = Validation::May;
using Guard = api::Needs<Permission::validate_studies>;

constexpr std::string_view path = "/api/v1/tenant/validation-queue";
constexpr std::string_view tag = "Validation";

Result<api::Page<dto::QueuedStudy>> queue_page(const Validation& validation, const StudyList& list, const May& may,
                                               const dto::QueueQuery& in) {
    QueueQuestion question{.text = in.q.value_or(""), .after = {}, .limit = in.limit + 1};
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 2));
        auto at = parse_rfc3339(keys[0]);
        auto study = StudyId::parse(keys[1]);
        if (!at || !study) return fail(dto::bad_cursor());
        question.after = std::pair{*at, *study};
    }
    auto queued = validation.queue(may, question);
    api::Page<dto::QueuedStudy> page;
    if (std::ssize(queued) > in.limit) {
        queued.resize(static_cast<std::size_t>(in.limit));
        page.next_cursor = api::encode_cursor({to_rfc3339(queued.back().queued_at), queued.back().study.text()});
    }
    std::vector<StudyId> ids;
    for (const auto& one : queued) ids.push_back(one.study);
    std::map<StudyId, StudyRow> rows;
    for (auto& row : list.rows(may.caller(), ids)) rows.emplace(row.id, row);
    for (const auto& one : queued)
        if (auto row = rows.find(one.study); row != rows.end()) page.items.push_back(dto::to_dto(one, row->second));
    return page;
}

Result<dto::ValidationCase> case_of(const Validation& validation, const StudyList& list, const May& may,
                                    const StudyId& study) {
    PORTICO_TRY(auto one, validation.study_case(may, study));
    auto rows = list.rows(may.caller(), {study});
    if (rows.empty()) return fail(portico::errors::not_found);
    return dto::to_dto(one, rows.front(), list.series(may.scope(), study));
}

Result<dto::StudyRow> row_of(const StudyList& list, const May& may, const StudyId& study) {
    auto rows = list.rows(may.caller(), {study});
    if (rows.empty()) return fail(portico::errors::not_found);
    return dto::to_dto(rows.front());
}

void add_reading(api::Api& api, Validation& validation, const StudyList& list) {
    api.get<dto::QueueQuery, api::Page<dto::QueuedStudy>>(
        path, Guard{}, api::NotAudited{"a worklist; decisions are audited"},
        {.id = "listValidationQueue", .summary = "Studies that wait for a decision, the oldest first.", .tag = tag},
        [&](api::Context&, const May& may, const dto::QueueQuery& in) {
            return queue_page(validation, list, may, in);
        });

    api.get<dto::ValidationCase>(std::string(path) + "/{study}", Guard{},
                                 api::NotAudited{"a worklist; decisions are audited"},
                                 {.id = "getValidationCase",
                                  .summary = "Header, patient record and corrections of a study, side by side.",
                                  .tag = tag,
                                  .errors = {&portico::errors::not_found}},
                                 [&](api::Context& context, const May& may) {
                                     return case_of(validation, list, may, context.id<StudyId>("study"));
                                 });

    api.get<dto::QueueQuery, api::Page<dto::PatientCandidate>>(
        "/api/v1/tenant/patients", api::NeedsAny<Permission::validate_studies, Permission::view_patients>{},
        api::NotAudited{"a list of patients to choose from"},
        {.id = "listPatients", .summary = "Patient records by name.", .tag = tag},
        [&](api::Context&, const PermissionProof& proof,
            const dto::QueueQuery& in) -> Result<api::Page<dto::PatientCandidate>> {
            PatientQuestion question{.text = in.q.value_or(""), .after = {}, .limit = in.limit};
            if (in.cursor) {
                PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 2));
                auto patient = PatientId::parse(keys[1]);
                if (!patient) return fail(dto::bad_cursor());
                question.after = std::pair{keys[0], *patient};
            }
            auto found = validation.patients(proof, question);
            api::Page<dto::PatientCandidate> page;
            for (const auto& one : found.patients) page.items.push_back(dto::to_dto(one));
            if (found.next) page.next_cursor = api::encode_cursor({found.next->first, found.next->second.text()});
            return page;
        });
}

void add_decisions(api::Api& api, Validation& validation, const StudyList& list) {
    api.post<dto::Correction, dto::ValidationCase>(
        std::string(path) + "/{study}/corrections", Guard{}, api::Audited{"study.corrected"},
        {.id = "correctStudy",
         .summary = "Choose or make the patient, correct fields; the study is validated again.",
         .tag = tag,
         .errors = {&portico::errors::not_found, &errors::study_not_queued, &errors::case_changed,
                    &errors::patient_exists}},
        [&](api::Context& context, const May& may, const dto::Correction& in) -> Result<dto::ValidationCase> {
            const auto study = context.id<StudyId>("study");
            PORTICO_TRY(auto correction, dto::to_correction(in));
            PORTICO_CHECK(validation.correct(may, study, correction));
            return case_of(validation, list, may, study);
        });

    api.post<dto::GivenReason, dto::StudyRow>(
        std::string(path) + "/{study}/release", Guard{}, api::Audited{"study.released"},
        {.id = "releaseStudy",
         .summary = "Release a study as it is.",
         .tag = tag,
         .errors = {&portico::errors::not_found, &errors::study_not_queued, &errors::study_holds_two_patients}},
        [&](api::Context& context, const May& may, const dto::GivenReason& in) -> Result<dto::StudyRow> {
            const auto study = context.id<StudyId>("study");
            PORTICO_CHECK(validation.release(may, study, in.reason));
            return row_of(list, may, study);
        });

    api.post<dto::GivenReason, dto::StudyRow>(
        std::string(path) + "/{study}/reject", Guard{}, api::Audited{"study.rejected"},
        {.id = "rejectStudy",
         .summary = "Reject a study; it is deleted after 30 days.",
         .tag = tag,
         .errors = {&portico::errors::not_found, &errors::study_not_queued}},
        [&](api::Context& context, const May& may, const dto::GivenReason& in) -> Result<dto::StudyRow> {
            const auto study = context.id<StudyId>("study");
            PORTICO_CHECK(validation.reject(may, study, in.reason));
            return row_of(list, may, study);
        });

    api.post<dto::BulkDecision, dto::BulkResult>(
        std::string(path) + "/bulk", Guard{}, api::AuditedAs{"study.released", "study.rejected"},
        {.id = "decideStudies", .summary = "Release or reject several studies; each by itself.", .tag = tag},
        [&](api::Context&, const May& may, const dto::BulkDecision& in) -> Result<dto::BulkResult> {
            return dto::to_dto(validation.decide_all(may, in.studies, in.action, in.reason));
        });
}

}  // namespace

void add_validation_routes(api::Api& api, Validation& validation, const StudyList& list) {
    add_reading(api, validation, list);
    add_decisions(api, validation, list);
}

}  // namespace portico::studies
