// The clinician portal of a tenant: enabling it once and for all, and its settings (CLA-1 to CLA-3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/authorized.h"
#include "core/clock.h"
#include "features/access/access.h"
#include "features/clinician_portal/api/photo.h"
#include "features/identity/identity.h"
#include "platform/db/unit_of_work.h"
#include "platform/storage/blob_store.h"

namespace portico::clinician_portal {

namespace errors {
inline constexpr ErrorKind cannot_be_disabled{"clinician_portal_cannot_be_disabled", 409, 0x0110,
                                              "The clinician portal cannot be disabled once it is enabled."};
inline constexpr ErrorKind already_enabled{"clinician_portal_already_enabled", 409, 0x0110,
                                           "The clinician portal is enabled already."};
inline constexpr ErrorKind photo_unknown{"photo_unknown", 422, 0x0110, "Choose a photo first."};
inline constexpr ErrorKind role_unknown{"role_unknown", 422, 0x0110, "There is no such role."};
inline constexpr ErrorKind role_only_for_persons{
    "role_only_for_persons", 422, 0x0110,
    "A role with Access All Studies or Emergency Access cannot be a default role."};
}  // namespace errors

struct Portal {
    std::optional<Timestamp> enabled_at;
    std::optional<BlobId> photo;
    std::string display_name;
    std::string description;
    std::optional<RoleId> default_role;
    std::int64_t history_months = 12;
    bool emergency_access = false;
    std::int64_t emergency_hours = 4;
    std::int64_t version = 1;
};

struct EnablePortal {
    std::string password;
    BlobId photo;
    std::string display_name;
    std::string description;
};

struct PortalSettings {
    std::string display_name;
    std::string description;
    std::optional<BlobId> photo;  // none: the one that is there
    std::optional<RoleId> default_role;
    std::int64_t history_months = 12;
    bool emergency_access = false;
    std::int64_t emergency_hours = 4;
};

// Thread-safe; owns no data.
class Portals {
public:
    using May = Authorized<Permission::manage_clinician_portal>;

    Portals(db::UnitsOfWork& units, storage::BlobStore& blobs, identity::Passwords& passwords,
            const access::AccessService& access, const Clock& clock)
        : units_(units), blobs_(blobs), passwords_(passwords), access_(access), clock_(clock) {}

    Portal find(db::Session&, const May&) const;
    // A fresh photo, to be named when enabling or changing. Errors: not_an_image, image_too_large, those of the store.
    Result<BlobId> upload_photo(const May&, std::string_view file, const std::optional<Crop>&);
    bool has_photo(db::Session&, const May&, const BlobId&) const;
    // CLA-2: `enabled` is what a caller says; anything but true is refused with cannot_be_disabled.
    static Result<void> check_stays_enabled(const std::optional<bool>& enabled);
    // Errors: wrong_password (nothing changes), already_enabled, photo_unknown.
    Result<void> enable(const May&, const EnablePortal&);
    // Errors: precondition_failed for another version, photo_unknown, role_unknown, role_only_for_persons.
    Result<void> change(const May&, std::int64_t version, const PortalSettings&);

private:
    db::UnitsOfWork& units_;
    storage::BlobStore& blobs_;
    identity::Passwords& passwords_;
    const access::AccessService& access_;
    const Clock& clock_;
};

// Which of these blobs are photographs of portals: for the check of the store.
std::vector<BlobId> named_photos(db::Session&, const std::vector<BlobId>&);

}  // namespace portico::clinician_portal
