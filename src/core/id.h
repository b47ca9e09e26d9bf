// Strong identifiers. An id is a UUIDv7 (RFC 9562) written as 26 characters of Crockford base32, lower case, so that
// text order is creation order on both databases. Knowing an id never gives a right.
#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace portico {

// True for exactly 26 characters of lower-case Crockford base32 whose value fits 128 bits.
bool is_id_text(std::string_view text);

// Tag makes ids of different things different types. Empty only when default-constructed.
template <class Tag>
class Id {
public:
    Id() = default;

    // For text that comes from outside: nothing when it is not an id.
    static std::optional<Id> parse(std::string_view text) {
        if (!is_id_text(text)) return std::nullopt;
        return Id(std::string(text));
    }
    // For text that this program wrote itself (database rows, a fresh id).
    static Id trusted(std::string text) { return Id(std::move(text)); }

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    auto operator<=>(const Id&) const = default;

private:
    explicit Id(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

using TenantId = Id<struct TenantTag>;  // also the AccountId of the tenant's account, as text
using AccountId = Id<struct AccountTag>;
using UserId = Id<struct UserTag>;
using MembershipId = Id<struct MembershipTag>;  // a user within one account; the principal of access rows
using RoleId = Id<struct RoleTag>;
using SessionId = Id<struct SessionTag>;
using ApiKeyId = Id<struct ApiKeyTag>;
using PatientId = Id<struct PatientTag>;  // the patient record, not DICOM (0010,0020)
using StudyId = Id<struct StudyTag>;
using SeriesId = Id<struct SeriesTag>;
using InstanceId = Id<struct InstanceTag>;
using AccessLinkId = Id<struct AccessLinkTag>;
using GrantId = Id<struct GrantTag>;
using ProfessionalNumberId = Id<struct ProfessionalNumberTag>;
using BlobId = Id<struct BlobTag>;

}  // namespace portico

template <class Tag>
struct std::hash<portico::Id<Tag>> {
    std::size_t operator()(const portico::Id<Tag>& id) const { return std::hash<std::string>()(id.text()); }
};
