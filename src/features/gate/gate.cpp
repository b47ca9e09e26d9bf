#include "features/gate/gate.h"

#include <mutex>
#include <unordered_map>

#include "platform/db/database.h"

namespace portico::gate {
namespace {

constexpr std::size_t kept_of_user_agent = 300;
constexpr std::string_view bearer = "Bearer ";

constexpr ErrorKind api_key_unknown{"api_key_unknown", 401, 0x0124, "This key is not valid (any more)."};

identity::Peer peer_of(const http::Request& request) {
    return {request.peer_address, std::string(request.header("User-Agent").substr(0, kept_of_user_agent))};
}

Caller anonymous(const identity::Peer& peer) {
    Caller caller;
    caller.address = peer.address;
    caller.device = peer.device;
    return caller;
}

}  // namespace

// The trail counts refusals of one source within a minute; this keeps a flood of them from the database altogether.
class Gate::Refusals {
public:
    explicit Refusals(const Clock& clock) : clock_(clock) {}

    // How many to tell the trail of now; 0: not now.
    std::int64_t due(const std::string& source) {
        std::lock_guard lock(mutex_);
        if (sources_.size() > limit) sources_.clear();
        auto now = clock_.now();
        auto& source_state = sources_[source];
        ++source_state.waiting;
        if (source_state.told.plus_seconds(1) > now || !within_budget(now)) return 0;
        source_state.told = now;
        return std::exchange(source_state.waiting, 0);
    }

private:
    static constexpr std::size_t limit = 10'000;
    static constexpr int budget_per_second = 20;
    bool within_budget(Timestamp now) {
        if (second_.plus_seconds(1) <= now) {
            second_ = now;
            spent_ = 0;
        }
        return ++spent_ <= budget_per_second;
    }
    struct State {
        Timestamp told;
        std::int64_t waiting = 0;
    };
    const Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::string, State> sources_;
    Timestamp second_;
    int spent_ = 0;
};

Gate::Gate(db::UnitsOfWork& units, identity::Sessions& sessions, identity::ApiKeys& keys,
           const access::AccessService& access, audit::AuditTrail& trail, const Clock& clock)
    : units_(units),
      sessions_(sessions),
      keys_(keys),
      access_(access),
      trail_(trail),
      refusals_(std::make_unique<Refusals>(clock)) {}
Gate::~Gate() = default;

Result<Caller> Gate::identify(const http::Request& request) {
    auto peer = peer_of(request);
    auto authorization = request.header("Authorization");
    if (!authorization.empty()) {
        if (!http::equals_ignoring_case(authorization.substr(0, bearer.size()), bearer))
            return fail(errors::sign_in_required, "another scheme than Bearer");
        auto caller = keys_.resolve(authorization.substr(bearer.size()), peer);
        if (!caller) return fail(api_key_unknown);
        return std::move(*caller);
    }
    auto token = request.cookie(identity::session_cookie);
    if (!token) return anonymous(peer);
    auto live = sessions_.resolve(*token);
    if (!live) return fail(errors::sign_in_required, "the session has ended");
    auto session = units_.database().read();
    auto facts = accounts::membership_facts(session, live->membership);
    if (!facts) return fail(errors::sign_in_required, "the membership has ended");
    return accounts::caller_of(*facts, live->id, peer);
}

Result<void> Gate::check_csrf(const http::Request& request, const Caller& caller) {
    if (caller.kind != CallerKind::user) return {};
    auto token = request.cookie(identity::session_cookie).value_or(std::string_view{});
    if (!identity::Sessions::csrf_token_matches(token, request.header("X-CSRF-Token")))
        return fail(identity::errors::csrf_failed);
    return {};
}

Result<PermissionProof> Gate::prove(const Caller& caller, Permission permission) {
    return access_.prove(caller, permission);
}

Result<StudyAccess> Gate::study(const Caller& caller, const StudyId& study, StudyRight right) {
    auto session = units_.database().read();
    return access_.study(session, caller, study, right);
}

void Gate::refused(const Caller& caller, const api::RouteInfo& route, const Error& error) {
    auto who = caller.kind == CallerKind::anonymous ? caller.address : caller.user.text() + caller.api_key.text();
    auto count = refusals_->due(who);
    if (count == 0) return;
    try {
        AuditEvent event;
        event.code = "access.refused";
        event.caller = caller;
        event.tenant = caller.tenant;
        event.outcome = Outcome::refused;
        event.reason = std::string(error.kind().code);
        event.details = {{"route", std::string(route.doc.id)}};
        if (count > 1) event.details.emplace_back("times", std::to_string(count));
        auto work = units_.begin();
        trail_.refused(work, std::move(event));
        work.commit_technical();
    } catch (const std::exception&) {
        // The refusal itself stands; the database tells its own trouble.
    }
}

}  // namespace portico::gate
