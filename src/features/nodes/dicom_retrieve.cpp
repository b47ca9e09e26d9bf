// C-MOVE and C-GET of registered nodes.
#include <algorithm>

#include "features/nodes/api/dicom_queries.h"
#include "features/nodes/data_set_source.h"
#include "features/nodes/node_requests.h"
#include "features/studies/api/leaving.h"
#include "platform/db/database.h"

namespace portico::nodes {
namespace {

constexpr std::size_t most_objects = 100'000;
constexpr std::int64_t studies_at_once = 200;

struct Chosen {
    StudyId study;
    std::string series_uid;
};

struct Choice {
    std::vector<Chosen> chosen;
    std::vector<dimse::OutgoingHeader> headers;  // of the same objects
};

// Where the objects go, for the audit trail.
struct Destination {
    std::string name, address;
    std::string operation;              // "C-MOVE", "C-GET"
    std::optional<AeTitleId> ae_title;  // of a C-MOVE; must stay enabled
};

class NodeRetrieval final : public dimse::Retrieval {
public:
    NodeRetrieval(db::UnitsOfWork& units, const access::AccessService& access, const studies::Archive& archive,
                  NodeContext node, Choice choice, Destination destination)
        : units_(units),
          access_(access),
          archive_(archive),
          node_(std::move(node)),
          choice_(std::move(choice)),
          destination_(std::move(destination)) {}

    const std::vector<dimse::OutgoingHeader>& objects() const override { return choice_.headers; }

    Result<std::unique_ptr<dimse::ObjectSource>> open(std::size_t index, const std::string& transfer_syntax) override {
        const auto& chosen = choice_.chosen[index];
        const auto& header = choice_.headers[index];
        std::optional<studies::InstanceRecord> instance;
        std::optional<StudyAccess> access;
        {
            auto session = units_.database().read();
            PORTICO_CHECK(check_right(session, node_, &AeTitle::may_retrieve));
            PORTICO_CHECK(check_destination(session));
            PORTICO_TRY(access, studies::open_released(session, access_, node_.reader(), chosen.study));
            instance = archive_.find_instance(session, *access, chosen.series_uid, header.sop_instance);
        }
        if (!instance || instance->transfer_syntax_uid != header.transfer_syntax)
            return fail(portico::errors::not_found, "changed meanwhile");
        PORTICO_TRY(auto content, archive_.data_set(*access, *instance, transfer_syntax));
        if (told_ != chosen.study) tell(*access);
        return data_set_source(std::move(content));
    }

    void ended(const dimse::RetrievalCounts&) override {}

private:
    Result<void> check_destination(db::Session& session) const {
        if (!destination_.ae_title) return {};
        const auto row = store::find_node(session, node_.tenant(), *destination_.ae_title);
        if (!row || !*row->enabled) return fail(dimse::errors::unknown_move_destination);
        return {};
    }

    // Written before the first object leaves: nothing goes out that the trail does not know.
    void tell(const StudyAccess& access) {
        const auto objects = std::ranges::count(choice_.chosen, access.study(), &Chosen::study);
        auto unit = units_.begin();
        AuditEvent event;
        event.code = "study.sent";
        event.caller = node_.sender.caller;
        event.tenant = node_.tenant();
        event.study = access.study().text();
        event.object = destination_.ae_title.value_or(node_.id).text();
        event.patient = studies::patient_of(unit.session(), access);
        event.details = {{"to", destination_.name},
                         {"address", destination_.address},
                         {"objects", std::to_string(objects)},
                         {"operation", destination_.operation}};
        unit.commit(std::move(event));
        told_ = access.study();
    }

    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const studies::Archive& archive_;
    NodeContext node_;
    Choice choice_;
    Destination destination_;
    std::optional<StudyId> told_;
};

bool is_chosen(const std::vector<std::string>& uids, const std::string& uid) {
    return uids.empty() || std::ranges::find(uids, uid) != uids.end();
}

class Chooser {
public:
    Chooser(db::UnitsOfWork& units, const access::AccessService& access, const studies::Archive& archive,
            const studies::StudySearch& search)
        : units_(units), access_(access), archive_(archive), search_(search) {}

    Result<Choice> choose(const NodeContext& node, const dimse::QueryRequest& request) const {
        auto session = units_.database().read_snapshot();
        PORTICO_CHECK(check_right(session, node, &AeTitle::may_retrieve));
        PORTICO_TRY(const auto identifier, dicom::parse_identifier(request.identifier, is_explicit(request)));
        PORTICO_TRY(auto keys, read_retrieve(root_of(request), identifier));
        keys.studies.limit = studies_at_once;
        Choice choice;
        studies::SearchScope scope{node.tenant(), {}, {}, {}};
        do {
            const auto found = search_.search(session, node.reader(), studies::Level::study, scope, keys.studies);
            for (const auto& item : found.items) {
                const auto opened =
                    access_.study_by_uid(session, node.reader(), node.tenant(), item.study_uid, StudyRight::download);
                if (opened) add_study(session, *opened, keys, choice);
            }
            if (choice.chosen.size() > most_objects) return fail(errors::too_many_matches);
            scope.after = found.next;
        } while (scope.after);
        return choice;
    }

private:
    void add_study(db::Session& session, const StudyAccess& access, const RetrieveKeys& keys, Choice& choice) const {
        for (const auto& series : archive_.series(session, access)) {
            if (!is_chosen(keys.series, series.series_instance_uid)) continue;
            for (auto& instance : archive_.instances(session, access, series.id)) {
                if (!is_chosen(keys.instances, instance.sop_instance_uid)) continue;
                choice.chosen.push_back({access.study(), series.series_instance_uid});
                choice.headers.push_back(header_of(std::move(instance)));
            }
        }
    }

    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const studies::Archive& archive_;
    const studies::StudySearch& search_;
};

}  // namespace

Result<std::unique_ptr<dimse::Retrieval>> DicomQueries::get(const std::any& context, const dimse::AssociationRequest&,
                                                            const dimse::QueryRequest& request) {
    const auto& node = node_of(context);
    PORTICO_TRY(auto choice, Chooser(units_, access_, archive_, search_).choose(node, request));
    return std::make_unique<NodeRetrieval>(
        units_, access_, archive_, node, std::move(choice),
        Destination{node.sender.name, node.sender.caller.address, "C-GET", std::nullopt});
}

Result<dimse::Move> DicomQueries::move(const std::any& context, const dimse::AssociationRequest&,
                                       const dimse::QueryRequest& request, const std::string& destination) {
    const auto& node = node_of(context);
    std::optional<AeTitle> target;
    if (is_ae_title(destination)) {
        auto session = units_.database().read();
        PORTICO_CHECK(check_right(session, node, &AeTitle::may_retrieve));
        target = store::find_destination(session, node.tenant(), destination, node.called);
    }
    if (!target) return fail(dimse::errors::unknown_move_destination, "not a node that can be called");
    PORTICO_TRY(auto choice, Chooser(units_, access_, archive_, search_).choose(node, request));
    auto peer = peer_of(*target, calling_);
    if (!peer) return fail(dimse::errors::unknown_move_destination, peer.error().detail());
    Destination named{target->calling, peer->host + ":" + std::to_string(peer->port), "C-MOVE", target->id};
    return dimse::Move{
        std::make_unique<NodeRetrieval>(units_, access_, archive_, node, std::move(choice), std::move(named)),
        std::move(*peer)};
}

}  // namespace portico::nodes
