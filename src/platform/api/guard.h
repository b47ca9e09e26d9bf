// Who may call a route. A guard stands in every route's declaration; its proofs are what the handler receives.
//
// Further guards can be written beside these (a feature with a secret of its own): anything with Proofs, admit(),
// info().
#pragma once

#include <array>
#include <concepts>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "core/authorized.h"
#include "platform/api/context.h"
#include "platform/api/gatekeeper.h"

namespace portico::api {

template <class G>
concept Guard = requires(const G& guard, Gatekeeper& gatekeeper, const Context& context) {
    typename G::Proofs;  // a std::tuple: the arguments of the handler between its context and its input
    { guard.admit(gatekeeper, context) } -> std::same_as<Result<typename G::Proofs>>;
    { guard.info() } -> std::same_as<GuardInfo>;
};

// Anybody. The handler gets no proof, and Context::caller() only tells who it seems to be.
struct Public {
    using Proofs = std::tuple<>;
    Result<Proofs> admit(Gatekeeper&, const Context&) const { return Proofs(); }
    GuardInfo info() const { return {.kind = GuardKind::public_}; }
};

// 401 for an anonymous caller, 403 for one of another kind.
Result<void> check_caller(const Caller& caller, GuardKind kind);

// Guards that look at nothing but who the caller is.
template <GuardKind Kind>
struct CallerGuard {
    using Proofs = std::tuple<Caller>;
    Result<Proofs> admit(Gatekeeper&, const Context& context) const {
        PORTICO_CHECK(check_caller(context.caller(), Kind));
        return Proofs(context.caller());
    }
    GuardInfo info() const { return {.kind = Kind}; }
};
using AnyCaller = CallerGuard<GuardKind::any_caller>;
using SignedIn = CallerGuard<GuardKind::signed_in>;
using Staff = CallerGuard<GuardKind::staff>;
using ClinicianAccount = CallerGuard<GuardKind::clinician_account>;

// Proofs of all the permissions, in order; the first refusal otherwise.
Result<std::vector<PermissionProof>> prove_all(Gatekeeper& gatekeeper, const Context& context,
                                               std::span<const Permission> permissions);
// A proof of the first of the permissions that the caller holds.
Result<PermissionProof> prove_any(Gatekeeper& gatekeeper, const Context& context,
                                  std::span<const Permission> permissions);
// The study of the path parameter {study}.
Result<StudyAccess> prove_study(Gatekeeper& gatekeeper, const Context& context, StudyRight right);

// The handler receives Authorized<P> for each permission.
template <Permission... P>
requires(sizeof...(P) > 0) struct NeedsAll {
    using Proofs = std::tuple<Authorized<P>...>;
    static constexpr std::array permissions{P...};

    Result<Proofs> admit(Gatekeeper& gatekeeper, const Context& context) const {
        PORTICO_TRY(auto proofs, prove_all(gatekeeper, context, permissions));
        return pack(std::move(proofs), std::make_index_sequence<sizeof...(P)>());
    }
    GuardInfo info() const { return {.kind = GuardKind::needs_all, .permissions = {P...}}; }

private:
    template <std::size_t... I>
    static Proofs pack(std::vector<PermissionProof> proofs, std::index_sequence<I...>) {
        return Proofs(Authorized<P>(std::move(proofs[I]))...);
    }
};
template <Permission P>
using Needs = NeedsAll<P>;

// The handler receives a PermissionProof of one of them.
template <Permission... P>
requires(sizeof...(P) > 1) struct NeedsAny {
    using Proofs = std::tuple<PermissionProof>;
    static constexpr std::array permissions{P...};

    Result<Proofs> admit(Gatekeeper& gatekeeper, const Context& context) const {
        PORTICO_TRY(auto proof, prove_any(gatekeeper, context, permissions));
        return Proofs(std::move(proof));
    }
    GuardInfo info() const { return {.kind = GuardKind::needs_any, .permissions = {P...}}; }
};

// The handler receives a StudyAccess with the right; the pattern must have an id parameter {study}.
class OnStudy {
public:
    using Proofs = std::tuple<StudyAccess>;
    explicit constexpr OnStudy(StudyRight right) : right_(right) {}

    Result<Proofs> admit(Gatekeeper& gatekeeper, const Context& context) const {
        PORTICO_TRY(auto access, prove_study(gatekeeper, context, right_));
        return Proofs(std::move(access));
    }
    GuardInfo info() const { return {.kind = GuardKind::on_study, .right = right_}; }

private:
    StudyRight right_;
};

}  // namespace portico::api
