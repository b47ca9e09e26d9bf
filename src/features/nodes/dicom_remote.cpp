// Nodes that are asked by C-FIND and give by C-MOVE or C-GET.
#include <algorithm>

#include "features/nodes/data_set_source.h"
#include "features/nodes/pulled_objects.h"
#include "features/nodes/remote.h"
#include "features/nodes/remote_study.h"
#include "platform/dimse/find_requestor.h"
#include "platform/dimse/requestor.h"
#include "platform/dimse/retrieve_requestor.h"

namespace portico::nodes {
namespace {

using dicom::Tag;

constexpr std::string_view explicit_little = "1.2.840.10008.1.2.1";
constexpr std::chrono::seconds longest_search{60}, longest_retrieval{6 * 3600};
constexpr std::uint16_t some_failed = 0xB000;

// Texts in Latin-1 where that suffices, since many archives read nothing else.
std::string bytes_of(const dicom::Identifier& identifier, const std::string& transfer_syntax) {
    return dicom::encode_identifier(identifier, transfer_syntax == explicit_little, "ISO_IR 100");
}

dicom::Identifier of_study(const std::string& study_uid) {
    dicom::Identifier identifier;
    identifier.put({0x0008, 0x0052}, "CS", "STUDY");
    identifier.put(dicom::tags::study_instance_uid, "UI", study_uid);
    return identifier;
}

PullCounts counts_of(const dimse::RetrieveProgress& progress) {
    const auto& counts = progress.counts;
    const std::int64_t received = std::int64_t{counts.completed} + counts.warning;
    return {received + counts.failed + progress.remaining.value_or(0), received, counts.failed};
}

class DicomRemote final : public Remote {
public:
    DicomRemote(AeTitle node, const Calling& calling) : node_(std::move(node)), calling_(calling) {}

    Result<void> check(const Patience& patience) override {
        auto finder = finder_for(patience);
        if (!finder) return fail(as_source_error(std::move(finder).error()));
        (*finder)->release();
        return {};
    }

    Result<RemoteStudies> search(const RemoteQuery& query, std::size_t most, const Patience& patience) override {
        auto found = find(query, most, patience);
        if (!found) return fail(as_source_error(std::move(found).error()));
        return found;
    }

    Result<PullCounts> fetch(const std::string& study_uid, PulledObjects& objects, const Patience& patience,
                             const std::function<void(const PullCounts&)>& progress) override {
        auto fetched = *node_.retrieve_by == RetrieveBy::get ? get(study_uid, objects, patience, progress)
                                                             : move(study_uid, patience, progress);
        if (!fetched) return fail(as_source_error(std::move(fetched).error()));
        return fetched;
    }

private:
    Result<std::unique_ptr<dimse::FindRequestor>> finder_for(const Patience& patience) const {
        PORTICO_TRY(const auto peer, peer_of(node_, calling_));
        return dimse::FindRequestor::connect(peer, dimse::QueryRoot::study, options(patience));
    }

    dimse::CallOptions options(const Patience& patience) const {
        dimse::CallOptions options;
        options.idle_timeout = std::chrono::seconds(patience.silence_seconds);
        options.tls = calling_.tls;
        return options;
    }

    static dimse::RequestLimits limits(const Patience& patience, std::chrono::seconds longest) {
        dimse::RequestLimits limits;
        limits.silence = std::chrono::seconds(patience.silence_seconds);
        limits.longest = longest;
        limits.wanted = patience.goes_on;
        return limits;
    }

    Result<RemoteStudies> find(const RemoteQuery& query, std::size_t most, const Patience& patience) {
        PORTICO_TRY(auto finder, finder_for(patience));
        RemoteStudies found;
        const bool explicit_vr = finder->transfer_syntax() == explicit_little;
        const auto take = [&](std::string_view bytes) {
            const auto identifier = dicom::parse_identifier(bytes, explicit_vr, {.bytes = 256 * 1024});
            auto study = identifier ? study_of(*identifier) : std::nullopt;
            if (!study || !fits(*study, query)) return true;
            if (found.items.size() == most) {
                found.truncated = true;
                return false;
            }
            found.items.push_back(std::move(*study));
            return true;
        };
        dimse::FindLimits find_limits;
        find_limits.request = limits(patience, longest_search);
        find_limits.most_answers = most * 4 + 1;  // some may not fit
        PORTICO_TRY(const auto outcome,
                    finder->find(bytes_of(find_identifier(query), finder->transfer_syntax()), find_limits, take));
        found.truncated = found.truncated || !outcome.complete;
        finder->release();
        return found;
    }

    // The objects come by our listener.
    Result<PullCounts> move(const std::string& study_uid, const Patience& patience,
                            const std::function<void(const PullCounts&)>& progress) {
        PORTICO_TRY(const auto peer, peer_of(node_, calling_));
        PORTICO_TRY(auto mover, dimse::MoveRequestor::connect(peer, dimse::QueryRoot::study, options(patience)));
        PORTICO_TRY(const auto outcome, mover->move(bytes_of(of_study(study_uid), mover->transfer_syntax()),
                                                    node_.called, limits(patience, longest_retrieval),
                                                    [&](const auto& now) { progress(counts_of(now)); }));
        mover->release();
        const auto counts = counts_of(outcome.last);
        progress(counts);
        PORTICO_CHECK(judge(outcome));
        return counts;
    }

    Result<PullCounts> get(const std::string& study_uid, PulledObjects& objects, const Patience& patience,
                           const std::function<void(const PullCounts&)>& progress) {
        PORTICO_TRY(const auto peer, peer_of(node_, calling_));
        PORTICO_TRY(auto getter, dimse::GetRequestor::connect(peer, dimse::QueryRoot::study, dimse::storage_contexts(),
                                                              options(patience)));
        dimse::GetTarget target{objects};
        std::int64_t total = 0;
        const auto ours = [&](const dimse::RetrieveProgress& now) {
            total = std::max(total, counts_of(now).total);
            progress({total, objects.received(), objects.failed()});
        };
        PORTICO_TRY(const auto outcome, getter->get(bytes_of(of_study(study_uid), getter->transfer_syntax()), target,
                                                    limits(patience, longest_retrieval), ours));
        getter->release();
        PORTICO_CHECK(judge(outcome.node));
        // What the node could not send over this association counts as failed too.
        const auto nodes = counts_of(outcome.node.last);
        return PullCounts{std::max(total, nodes.total), objects.received(), std::max(objects.failed(), nodes.failed)};
    }

    static Result<void> judge(const dimse::RetrieveOutcome& outcome) {
        if (outcome.cancelled) return fail(dimse::errors::peer_failed, "cancelled");
        if (outcome.status == 0 || outcome.status == some_failed) return {};
        return fail(dimse::errors::peer_refused, fmt::format("status {:04x}", outcome.status));
    }

    AeTitle node_;
    Calling calling_;
};

}  // namespace

std::unique_ptr<Remote> dicom_remote(AeTitle node, const Calling& calling) {
    return std::make_unique<DicomRemote>(std::move(node), calling);
}

}  // namespace portico::nodes
