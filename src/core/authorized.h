// Proofs of rights. A use case takes one of these; only features/access can make them, so a use case that forgot to ask
// does not compile (architecture, idea 3).
#pragma once

#include <stdexcept>
#include <utility>

#include "core/caller.h"
#include "core/clock.h"

namespace portico {

// Defined in features/access only; the linker keeps everyone else from making proofs.
class ProofMaker;

// The tenant whose rows may be touched. Every store of a tenant's rows takes one (GEN-2).
class TenantScope {
public:
    const TenantId& tenant() const { return tenant_; }

private:
    friend class ProofMaker;
    explicit TenantScope(TenantId tenant) : tenant_(std::move(tenant)) {}
    TenantId tenant_;
};

// "This caller holds this permission in this tenant", decided at run time.
class PermissionProof {
public:
    const Caller& caller() const { return caller_; }
    const TenantScope& scope() const { return scope_; }
    Permission permission() const { return permission_; }

private:
    friend class ProofMaker;
    PermissionProof(Caller caller, TenantScope scope, Permission permission)
        : caller_(std::move(caller)), scope_(std::move(scope)), permission_(permission) {}
    Caller caller_;
    TenantScope scope_;
    Permission permission_;
};

// The same with the permission in the type, for signatures of use cases.
template <Permission P>
class Authorized {
public:
    explicit Authorized(PermissionProof proof) : proof_(std::move(proof)) {
        if (proof_.permission() != P) throw std::logic_error("a proof of another permission");
    }
    const Caller& caller() const { return proof_.caller(); }
    const TenantScope& scope() const { return proof_.scope(); }
    const TenantId& tenant() const { return proof_.scope().tenant(); }

private:
    PermissionProof proof_;
};

// What one may do with a study (glossary: study access).
enum class StudyRight : std::uint8_t { view_images, view_report, write_report, download, share };

class StudyRights {
public:
    StudyRights() = default;
    StudyRights(std::initializer_list<StudyRight> rights) {
        for (auto r : rights) add(r);
    }
    bool has(StudyRight right) const { return (bits_ >> static_cast<unsigned>(right)) & 1U; }
    void add(StudyRight right) { bits_ = static_cast<std::uint8_t>(bits_ | (1U << static_cast<unsigned>(right))); }
    StudyRights operator|(StudyRights other) const {
        other.bits_ = static_cast<std::uint8_t>(other.bits_ | bits_);
        return other;
    }
    bool empty() const { return bits_ == 0; }
    bool operator==(const StudyRights&) const = default;

private:
    std::uint8_t bits_ = 0;
};

// "This caller may do these things with this study until then." Valid for the request in which it was made.
class StudyAccess {
public:
    const Caller& caller() const { return caller_; }
    const TenantScope& scope() const { return scope_; }
    const StudyId& study() const { return study_; }
    StudyRights rights() const { return rights_; }
    const std::string& source() const {
        return source_;
    }  // strongest source, for the audit trail: "staff", "explicit" …

private:
    friend class ProofMaker;
    StudyAccess(Caller caller, TenantScope scope, StudyId study, StudyRights rights, std::string source)
        : caller_(std::move(caller)),
          scope_(std::move(scope)),
          study_(std::move(study)),
          rights_(rights),
          source_(std::move(source)) {}
    Caller caller_;
    TenantScope scope_;
    StudyId study_;
    StudyRights rights_;
    std::string source_;
};

}  // namespace portico
