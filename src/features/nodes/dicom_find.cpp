// C-FIND of registered nodes.
#include <algorithm>
#include <set>

#include "features/nodes/api/dicom_queries.h"
#include "features/nodes/node_context.h"
#include "features/nodes/node_query.h"
#include "features/nodes/node_requests.h"
#include "features/nodes/node_store.h"
#include "platform/db/database.h"

namespace portico::nodes {
namespace {

using dicom::Tag;

constexpr Tag query_level{0x0008, 0x0052}, retrieve_ae{0x0008, 0x0054}, availability{0x0008, 0x0056};
constexpr std::int64_t page = 200;
constexpr std::size_t most_matches = 100'000;

class NodeMatches final : public dimse::Matches {
public:
    NodeMatches(db::UnitsOfWork& units, const studies::StudySearch& search, NodeContext node, NodeQuery query,
                bool explicit_vr)
        : units_(units), search_(search), node_(std::move(node)), query_(std::move(query)), explicit_vr_(explicit_vr) {
        query_.search.limit = page;
    }

    Result<std::optional<dimse::Match>> next() override {
        for (;;) {
            if (at_ == items_.size()) {
                if (finished_) return std::nullopt;
                PORTICO_CHECK(read_page());
                continue;
            }
            const auto& item = items_[at_++];
            if (query_.level == QueryLevel::patient && !patients_.insert(patient_of(item)).second) continue;
            if (++given_ > most_matches) return fail(errors::too_many_matches);
            return dimse::Match{encode_identifier(answer_of(item), explicit_vr_, query_.charset),
                                query_.all_keys_supported};
        }
    }

private:
    Result<void> read_page() {
        auto session = units_.database().read();
        PORTICO_CHECK(check_right(session, node_, &AeTitle::may_query));
        studies::SearchScope scope{node_.tenant(), {}, {}, after_};
        auto found = search_.search(session, node_.reader(), query_.level_of_search(), scope, query_.search);
        items_ = std::move(found.items);
        at_ = 0;
        if (query_.level_of_search() == studies::Level::study) {
            after_ = found.next;
            finished_ = !found.next;
        } else {
            query_.search.offset += std::ssize(items_);
            finished_ = std::ssize(items_) < page;
        }
        return {};
    }

    static std::string_view value_of(const studies::FoundItem& item, Tag tag) {
        for (const auto& value : item.values)
            if (value.attribute->tag == tag) return value.text;
        return {};
    }

    // Who is one patient: the ID with its issuer; without an ID also the name.
    static std::string patient_of(const studies::FoundItem& item) {
        std::string key(value_of(item, dicom::tags::patient_id));
        if (key.empty()) key = "\x1f" + std::string(value_of(item, dicom::tags::patient_name));
        return key + "\x1f" + std::string(value_of(item, dicom::tags::issuer_of_patient_id));
    }

    dicom::Identifier answer_of(const studies::FoundItem& item) const {
        dicom::Identifier answer;
        answer.put(query_level, "CS", std::string(name_of(query_.level)));
        answer.put(retrieve_ae, "AE", node_.called);
        if (query_.with_availability) answer.put(availability, "CS", "ONLINE");
        for (const auto& tags : {query_.unique_keys, query_.asked})
            for (const auto tag : tags) {
                const auto* attribute = studies::find_attribute(tag);
                std::string value(value_of(item, tag));
                if (attribute->matching == studies::Matching::modalities) std::ranges::replace(value, ' ', '\\');
                answer.put(tag, attribute->vr, std::move(value));
            }
        return answer;
    }

    db::UnitsOfWork& units_;
    const studies::StudySearch& search_;
    NodeContext node_;
    NodeQuery query_;
    bool explicit_vr_;
    std::vector<studies::FoundItem> items_;
    std::size_t at_ = 0, given_ = 0;
    std::optional<access::ListKey> after_;
    bool finished_ = false;
    std::set<std::string> patients_;  // those that were answered already
};

}  // namespace

Result<std::unique_ptr<dimse::Matches>> DicomQueries::find(const std::any& context, const dimse::AssociationRequest&,
                                                           const dimse::QueryRequest& request) {
    const auto& node = node_of(context);
    {
        auto session = units_.database().read();
        PORTICO_CHECK(check_right(session, node, &AeTitle::may_query));
    }
    const bool explicit_vr = is_explicit(request);
    PORTICO_TRY(const auto identifier, dicom::parse_identifier(request.identifier, explicit_vr));
    PORTICO_TRY(auto query, read_find(root_of(request), identifier));
    // Patients are told apart by these.
    if (query.level == QueryLevel::patient)
        query.search.include.insert({dicom::tags::issuer_of_patient_id, dicom::tags::patient_name});

    AuditEvent event;
    event.code = "dicom.queried";
    event.caller = node.sender.caller;
    event.tenant = node.tenant();
    event.object = node.id.text();
    event.details = {{"level", std::string(name_of(query.level))}, {"keys", describe(identifier)}};
    auto unit = units_.begin();
    unit.commit(std::move(event));
    return std::make_unique<NodeMatches>(units_, search_, node, std::move(query), explicit_vr);
}

}  // namespace portico::nodes
