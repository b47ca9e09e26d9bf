#include "features/nodes/api/study_sendings.h"
#include "features/nodes/target_names.h"
#include "platform/api/page.h"
#include "platform/api/route.h"

namespace portico::nodes::dto {

struct NewSending {
    TargetId node;
    std::string patient_id;
};

}  // namespace portico::nodes::dto

namespace portico::api {

template <>
struct EnumNames<nodes::SendingState> {
    using S = nodes::SendingState;
    static constexpr EnumName<S> table[] = {{S::waiting, "waiting"},
                                            {S::sending, "sending"},
                                            {S::done, "done"},
                                            {S::incomplete, "incomplete"},
                                            {S::failed, "failed"}};
};
template <>
struct Dto<nodes::dto::NewSending> {
    static constexpr std::string_view name = "NewSending";
    static constexpr auto fields = std::tuple{
        field("nodeId", &nodes::dto::NewSending::node, {.text = "A sending target's."}),
        field("patientId", &nodes::dto::NewSending::patient_id,
              {.max_length = 64, .optional = true, .text = "The receiver's patient ID, where it is known."})};
};
template <>
struct Dto<nodes::Sending> {
    using T = nodes::Sending;
    static constexpr std::string_view name = "Sending";
    static constexpr auto fields =
        std::tuple{field("id", &T::id),
                   field("kind", &T::kind),
                   field("node", &T::node_name, {.text = "Its AE title, or the name of the server."}),
                   field("patientId", &T::patient_id, {.text = "The receiver's; empty: as kept here."}),
                   field("requestedBy", &T::requested_by),
                   field("state", &T::state),
                   field("total", &T::total, {.text = "Objects; 0 until it begins."}),
                   field("sent", &T::sent),
                   field("failed", &T::failed),
                   field("problem", &T::problem, {.text = "Code of the last error; empty without one."}),
                   field("createdAt", &T::created_at),
                   field("changedAt", &T::changed_at)};
};
template <>
struct Dto<nodes::SendingTarget> {
    using T = nodes::SendingTarget;
    static constexpr std::string_view name = "SendingTarget";
    static constexpr auto fields =
        std::tuple{field("id", &T::id), field("kind", &T::kind),
                   field("name", &T::name, {.text = "Its AE title, or the name of the server."}),
                   field("description", &T::description)};
};

}  // namespace portico::api

namespace portico::nodes {

void add_sending_routes(api::Api& api, StudySendings& sendings) {
    using Needs = api::Needs<Permission::view_studies>;
    using May = StudySendings::May;
    constexpr std::string_view path = "/api/v1/studies/{study}/sendings";
    constexpr std::string_view tag = "Studies";

    api.get<api::PageQuery, api::Page<SendingTarget>>(
        "/api/v1/tenant/sending-targets", Needs{}, api::NotAudited{"names of nodes, no studies"},
        {.id = "listSendingTargets",
         .summary = "DICOM nodes and DICOMweb servers that studies can be sent to, on one page.",
         .tag = tag},
        [&sendings](api::Context&, const May& may, const api::PageQuery&) -> Result<api::Page<SendingTarget>> {
            return api::Page<SendingTarget>{sendings.targets(may), {}};
        });

    api.post<dto::NewSending, Sending>(
        path, Needs{}, api::Audited{"study.send_requested"},
        {.id = "sendStudy",
         .summary = "Send a study to a DICOM node or DICOMweb server; it goes in the background.",
         .tag = tag,
         .status = 202,
         .errors = {&portico::errors::not_found, &errors::node_not_callable}},
        [&sendings](api::Context& context, const May& may, const dto::NewSending& in) {
            return sendings.request(may, context.id<StudyId>("study"), in.node, in.patient_id);
        });

    api.get<api::PageQuery, api::Page<Sending>>(
        path, Needs{}, api::NotAudited{"progress of what was asked for"},
        {.id = "listSendings",
         .summary = "Where a study was sent to, newest first, on one page.",
         .tag = tag,
         .errors = {&portico::errors::not_found}},
        [&sendings](api::Context& context, const May& may, const api::PageQuery&) -> Result<api::Page<Sending>> {
            PORTICO_TRY(auto found, sendings.list(may, context.id<StudyId>("study")));
            return api::Page<Sending>{std::move(found), {}};
        });
}

}  // namespace portico::nodes
