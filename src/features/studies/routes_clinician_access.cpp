#include <charconv>

#include "features/studies/api/study_routes.h"
#include "features/studies/study_dto.h"
#include "platform/api/page.h"
#include "platform/api/route.h"

namespace portico::studies::dto {

struct Clinician {
    MembershipId membership;
    std::string name, account_name, profession, speciality, role;
    std::optional<std::string> email;
};
struct GrantableClinician : Clinician {
    bool already_granted = false;
};
struct CurrentReason : AccessReason {
    std::optional<std::string> grant_id, note;
};
struct CurrentAccess {
    MembershipId membership;
    std::string name, account_name, role;
    std::vector<CurrentReason> reasons;
};
struct NewGrants {
    std::vector<StudyId> studies;
    std::vector<MembershipId> memberships;
    std::optional<Timestamp> ends_at;
    std::optional<std::string> note;
};
struct Granted {
    std::int64_t granted = 0;
};
struct ClinicianQuery : api::PageQuery {
    std::optional<std::string> q;
};

}  // namespace portico::studies::dto

namespace portico::api {

template <>
struct Dto<studies::dto::Clinician> {
    using T = studies::dto::Clinician;
    static constexpr std::string_view name = "Clinician";
    static constexpr auto fields = std::tuple{field("membershipId", &T::membership),
                                              field("name", &T::name),
                                              field("accountName", &T::account_name),
                                              field("profession", &T::profession),
                                              field("speciality", &T::speciality),
                                              field("role", &T::role),
                                              field("email", &T::email)};
};
template <>
struct Dto<studies::dto::GrantableClinician> {
    using T = studies::dto::GrantableClinician;
    static constexpr std::string_view name = "GrantableClinician";
    static constexpr auto fields =
        std::tuple_cat(Dto<studies::dto::Clinician>::fields, std::tuple{field("alreadyGranted", &T::already_granted)});
};
template <>
struct Dto<studies::dto::CurrentReason> {
    using T = studies::dto::CurrentReason;
    static constexpr std::string_view name = "CurrentAccessReason";
    static constexpr auto fields = std::tuple_cat(Dto<studies::dto::AccessReason>::fields,
                                                  std::tuple{field("grantId", &T::grant_id), field("note", &T::note)});
};
template <>
struct Dto<studies::dto::CurrentAccess> {
    using T = studies::dto::CurrentAccess;
    static constexpr std::string_view name = "CurrentAccess";
    static constexpr auto fields =
        std::tuple{field("membershipId", &T::membership), field("name", &T::name),
                   field("accountName", &T::account_name), field("role", &T::role), field("reasons", &T::reasons)};
};
template <>
struct Dto<studies::dto::NewGrants> {
    using T = studies::dto::NewGrants;
    static constexpr std::string_view name = "NewGrants";
    static constexpr auto fields =
        std::tuple{field("studyIds", &T::studies, {.min_items = 1, .max_items = 200}),
                   field("membershipIds", &T::memberships, {.min_items = 1, .max_items = 200}),
                   field("endsAt", &T::ends_at, {.text = "Absent: without an end."}),
                   field("note", &T::note, {.max_length = 500})};
};
template <>
struct Dto<studies::dto::Granted> {
    static constexpr std::string_view name = "Granted";
    static constexpr auto fields = std::tuple{
        field("granted", &studies::dto::Granted::granted, {.text = "New ones; those held before are renewed."})};
};
template <>
struct Dto<studies::dto::ClinicianQuery> {
    static constexpr std::string_view name = "ClinicianQuery";
    static constexpr auto fields =
        std::tuple_cat(page_fields, std::tuple{field("q", &studies::dto::ClinicianQuery::q, {.max_length = 200})});
};

}  // namespace portico::api

namespace portico::studies {
namespace {

using MayGrant = ClinicianAccess::MayGrant;
using MayManage = ClinicianAccess::MayManage;

template <class Out>
Out named(const Clinician& clinician) {
    Out out;
    out.membership = clinician.membership;
    out.name = clinician.name;
    out.account_name = clinician.account_name;
    out.profession = clinician.profession;
    out.speciality = clinician.speciality;
    out.role = clinician.role;
    if (!clinician.email.empty()) out.email = clinician.email;
    return out;
}

dto::CurrentAccess to_dto(const ClinicianWithAccess& one) {
    dto::CurrentAccess out{
        one.clinician.membership, one.clinician.name, one.clinician.account_name, one.clinician.role, {}};
    for (const auto& reason : one.reasons) {
        dto::CurrentReason shown;
        static_cast<dto::AccessReason&>(shown) = dto::to_dto(reason);
        if (reason.source == access::Source::explicit_grant) shown.grant_id = reason.source_id;
        if (!reason.note.empty()) shown.note = reason.note;
        out.reasons.push_back(std::move(shown));
    }
    return out;
}

// These lists are by name and short; their cursor counts.
Result<std::int64_t> offset_of(const std::optional<std::string>& cursor) {
    if (!cursor) return 0;
    PORTICO_TRY(auto keys, api::decode_cursor(*cursor, 1));
    std::int64_t offset = -1;
    const auto& text = keys[0];
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), offset);
    if (error == std::errc() && end == text.data() + text.size() && offset >= 0 && offset <= 1'000'000) return offset;
    return fail(Error(portico::errors::invalid_input)
                    .at("cursor", std::string(api::field_codes::bad_cursor.code),
                        std::string(api::field_codes::bad_cursor.text)));
}

template <class Out, class Make>
Result<api::Page<Out>> page_of(const ClinicianAccess& access, const TenantScope& scope, const dto::ClinicianQuery& in,
                               const std::optional<StudyId>& study, Make make) {
    PORTICO_TRY(auto offset, offset_of(in.cursor));
    auto found = access.clinicians(scope, in.q.value_or(""), study, in.limit, offset);
    api::Page<Out> page;
    for (const auto& one : found.clinicians) page.items.push_back(make(one));
    if (found.more) page.next_cursor = api::encode_cursor({std::to_string(offset + in.limit)});
    return page;
}

constexpr std::string_view tag = "Clinician access";

void add_grant_routes(api::Api& api, ClinicianAccess& access) {
    using Both = api::NeedsAll<Permission::explicit_access_grant, Permission::manage_clinician_access>;
    api.post<dto::NewGrants, dto::Granted>(
        "/api/v1/grants", Both{}, api::Audited{"study_access.granted"},
        {.id = "grantAccess",
         .summary = "Give clinicians access to studies.",
         .tag = tag,
         .status = 201,
         .errors = {&portico::errors::not_found, &access::errors::portal_not_enabled,
                    &access::errors::clinician_not_allowed, &access::errors::end_in_the_past}},
        [&access](api::Context&, const MayGrant& may_grant, const MayManage& may_manage,
                  const dto::NewGrants& in) -> Result<dto::Granted> {
            PORTICO_TRY(auto granted, access.grant(may_grant, may_manage,
                                                   {in.studies, in.memberships, in.ends_at, in.note.value_or("")}));
            return dto::Granted{granted};
        });
    api.del("/api/v1/grants/{grant}", Both{}, api::Audited{"study_access.revoked"},
            {.id = "revokeAccess",
             .summary = "Take back access that was given to a study.",
             .tag = tag,
             .errors = {&portico::errors::not_found}},
            [&access](api::Context& context, const MayGrant& may_grant, const MayManage& may_manage) {
                return access.revoke(may_grant, may_manage, context.id<GrantId>("grant"));
            });
}

}  // namespace

void add_clinician_access_routes(api::Api& api, ClinicianAccess& access, const StudyList& list) {
    using Both = api::NeedsAll<Permission::explicit_access_grant, Permission::manage_clinician_access>;
    using Either = api::NeedsAny<Permission::explicit_access_grant, Permission::manage_clinician_portal>;

    api.get<api::PageQuery, api::Page<dto::CurrentAccess>>(
        "/api/v1/studies/{study}/access", api::Needs<Permission::manage_clinician_access>{},
        api::NotAudited{"who may see, not what"},
        {.id = "listCurrentAccess",
         .summary = "Clinicians who can see a study, and why; all on one page.",
         .tag = tag,
         .errors = {&portico::errors::not_found}},
        [&access](api::Context& context, const MayManage& may,
                  const api::PageQuery&) -> Result<api::Page<dto::CurrentAccess>> {
            PORTICO_TRY(auto found, access.current(may, context.id<StudyId>("study")));
            api::Page<dto::CurrentAccess> page;
            for (const auto& one : found) page.items.push_back(to_dto(one));
            return page;
        });

    api.get<dto::ClinicianQuery, api::Page<dto::GrantableClinician>>(
        "/api/v1/studies/{study}/grantable", Both{}, api::NotAudited{"who may be given access"},
        {.id = "listGrantableClinicians",
         .summary = "Clinicians of allowed accounts, for giving access to this study.",
         .tag = tag,
         .errors = {&portico::errors::not_found}},
        [&access, &list](api::Context& context, const MayGrant& may, const MayManage&,
                         const dto::ClinicianQuery& in) -> Result<api::Page<dto::GrantableClinician>> {
            const auto study = context.id<StudyId>("study");
            if (list.rows(may.caller(), {study}).empty()) return fail(portico::errors::not_found);
            return page_of<dto::GrantableClinician>(access, may.scope(), in, study, [](const ClinicianChoice& one) {
                auto out = named<dto::GrantableClinician>(one.clinician);
                out.already_granted = one.already_granted;
                return out;
            });
        });

    api.get<dto::ClinicianQuery, api::Page<dto::Clinician>>(
        "/api/v1/tenant/clinicians", Either{}, api::NotAudited{"names of clinicians"},
        {.id = "listClinicians", .summary = "Clinicians of allowed accounts, by name.", .tag = tag},
        [&access](api::Context&, const PermissionProof& proof, const dto::ClinicianQuery& in) {
            return page_of<dto::Clinician>(access, proof.scope(), in, {}, [](const ClinicianChoice& one) {
                return named<dto::Clinician>(one.clinician);
            });
        });

    add_grant_routes(api, access);
}

}  // namespace portico::studies
