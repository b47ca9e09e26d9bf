// Enabling the portal once and for all, and its settings, on both databases.
#include "features/clinician_portal/api/portal.h"

#include <gd.h>

#include "features/clinician_portal/fixture_test.h"

namespace portico::clinician_portal {
namespace {

using identity::testing::good_password;
using testing::C;

std::string small_png() {
    std::unique_ptr<gdImage, void (*)(gdImagePtr)> image(gdImageCreateTrueColor(16, 16), gdImageDestroy);
    int length = 0;
    std::unique_ptr<void, void (*)(void*)> bytes(gdImagePngPtr(image.get(), &length), gdFree);
    return {static_cast<const char*>(bytes.get()), static_cast<std::size_t>(length)};
}

class PortalSettingsTest : public testing::PortalTest {
protected:
    BlobId photo(const TenantId& tenant) { return portals->upload_photo(may(tenant), small_png(), {}).value(); }
    Portal portal(const TenantId& tenant) {
        auto session = read();
        return portals->find(session, may(tenant));
    }
    std::string enable(const BlobId& with, std::string_view password = good_password) {
        auto result = portals->enable(may(north), {std::string(password), with, "Radiology North", "X-rays and more"});
        return result ? "enabled" : std::string(result.error().kind().code);
    }
    std::string save(std::int64_t version, const PortalSettings& settings) {
        auto result = portals->change(may(north), version, settings);
        return result ? "saved" : std::string(result.error().kind().code);
    }
};
PORTICO_ON_BOTH_DATABASES(PortalSettingsTest);

// CLA-1
TEST_P(PortalSettingsTest, a_wrong_password_changes_nothing) {
    change("DELETE FROM clinician_portal");
    give_password(clerk);
    auto with = photo(north);
    auto events = recorded_events.events.size();
    EXPECT_EQ(enable(with, "wrong-Password_9-here"), "wrong_password");
    EXPECT_FALSE(portal(north).enabled_at);
    EXPECT_EQ(count("SELECT count(*) FROM clinician_portal"), 0);
    EXPECT_EQ(recorded_events.events.size(), events);
    for (const auto& code : audited()) EXPECT_NE(code, "clinician_portal.enabled");
    auto session = read();
    EXPECT_TRUE(directory->list(session, ann.caller(), {}).empty());
}

// CLA-1
TEST_P(PortalSettingsTest, enabling_puts_the_department_into_the_directory) {
    change("DELETE FROM clinician_portal");
    give_password(clerk);
    auto with = photo(north);
    EXPECT_EQ(enable(with), "enabled");
    auto now = portal(north);
    EXPECT_EQ(now.enabled_at, clock.now());
    EXPECT_EQ(now.photo, with);
    EXPECT_EQ(now.display_name, "Radiology North");
    EXPECT_EQ(now.description, "X-rays and more");
    EXPECT_EQ(now.history_months, 12);
    EXPECT_FALSE(now.emergency_access);
    EXPECT_EQ(now.emergency_hours, 4);
    EXPECT_EQ(audited().back(), "clinician_portal.enabled");
    EXPECT_EQ(recorded_events.events.back().name, "clinician_portal.changed");
    auto session = read();
    auto cards = directory->list(session, ann.caller(), {});
    ASSERT_EQ(cards.size(), 1U);
    EXPECT_EQ(cards[0].card.display_name, "Radiology North");
    EXPECT_EQ(directory->photo(session, north), with);
    EXPECT_FALSE(directory->photo(session, south));
}

// CLA-1, GEN-2
TEST_P(PortalSettingsTest, enabling_needs_a_photo_of_the_department_itself) {
    change("DELETE FROM clinician_portal");
    give_password(clerk);
    EXPECT_EQ(enable(crypto::new_id<BlobId>(clock)), "photo_unknown");
    EXPECT_EQ(enable(photo(south)), "photo_unknown");
    EXPECT_FALSE(portal(north).enabled_at);
}

// CLA-2
TEST_P(PortalSettingsTest, what_is_enabled_cannot_be_disabled_or_enabled_again) {
    give_password(clerk);
    EXPECT_EQ(enable(photo(north)), "clinician_portal_already_enabled");
    EXPECT_EQ(portal(north).display_name, "north");  // the name that it had; nothing was written over
    EXPECT_TRUE(Portals::check_stays_enabled(false).error().is(errors::cannot_be_disabled));
    EXPECT_TRUE(Portals::check_stays_enabled(true));
    EXPECT_TRUE(Portals::check_stays_enabled({}));
}

TEST_P(PortalSettingsTest, a_file_that_is_no_picture_is_not_kept) {
    EXPECT_TRUE(portals->upload_photo(may(north), "not a picture", {}).error().is(errors::not_an_image));
    EXPECT_EQ(blobs->usage()->blobs, 0U);
    EXPECT_EQ(count("SELECT count(*) FROM portal_photo"), 0);
    auto kept = photo(north);
    auto session = read();
    EXPECT_TRUE(portals->has_photo(session, may(north), kept));
    EXPECT_FALSE(portals->has_photo(session, may(south), kept));  // GEN-2
}

// CLA-3
TEST_P(PortalSettingsTest, settings_are_changed_and_told) {
    auto with = photo(north);
    auto version = portal(north).version;
    auto chosen = role(north, {C::view_images, C::access_referred_studies});
    ASSERT_EQ(save(version, {"North", "Second floor", with, chosen, 6, true, 8}), "saved");
    auto now = portal(north);
    EXPECT_EQ(now.display_name, "North");
    EXPECT_EQ(now.description, "Second floor");
    EXPECT_EQ(now.photo, with);
    EXPECT_EQ(now.default_role, chosen);
    EXPECT_EQ(now.history_months, 6);
    EXPECT_TRUE(now.emergency_access);
    EXPECT_EQ(now.emergency_hours, 8);
    EXPECT_EQ(now.version, version + 1);
    const auto& entry = recorded_audit.events.back();
    EXPECT_EQ(entry.code, "clinician_portal.settings_changed");
    EXPECT_EQ(entry.object, north.text());
    EXPECT_EQ(entry.tenant, north);
    EXPECT_EQ(entry.details.size(), 7U);
    // Without a photo the one that is there stays.
    ASSERT_EQ(save(version + 1, {"North", "Second floor", {}, chosen, 6, true, 8}), "saved");
    EXPECT_EQ(portal(north).photo, with);
    EXPECT_TRUE(recorded_audit.events.back().details.empty());
    EXPECT_EQ(portal(south).version, 1);  // GEN-2
    EXPECT_EQ(portal(south).history_months, 12);
}

// CLA-3
TEST_P(PortalSettingsTest, settings_of_another_version_are_refused) {
    auto version = portal(north).version;
    ASSERT_EQ(save(version, {.display_name = "First"}), "saved");
    auto entries = recorded_audit.events.size();
    EXPECT_EQ(save(version, {.display_name = "Second"}), "precondition_failed");
    EXPECT_EQ(portal(north).display_name, "First");
    EXPECT_EQ(recorded_audit.events.size(), entries);
}

// CLA-3
TEST_P(PortalSettingsTest, the_default_role_is_a_clinician_role_of_the_department_and_not_for_persons) {
    auto version = portal(north).version;
    auto with_role = [&](const RoleId& id) { return save(version, {.display_name = "N", .default_role = id}); };
    EXPECT_EQ(with_role(role(south, {C::view_images})), "role_unknown");  // GEN-2
    EXPECT_EQ(with_role(crypto::new_id<RoleId>(clock)), "role_unknown");
    RoleId staff_role;
    build([&](portico::testing::World& world) { staff_role = world.tenant_role(north, {Permission::view_studies}); });
    EXPECT_EQ(with_role(staff_role), "role_unknown");
    EXPECT_EQ(with_role(role(north, {C::view_images, C::access_all_studies})), "role_only_for_persons");
    EXPECT_EQ(with_role(role(north, {C::view_images, C::emergency_access})), "role_only_for_persons");
    EXPECT_EQ(portal(north).version, version);
    EXPECT_FALSE(portal(north).default_role);
    EXPECT_EQ(with_role(role(north, {C::view_images})), "saved");
}

TEST_P(PortalSettingsTest, settings_take_a_photo_of_the_department_only) {
    EXPECT_EQ(save(1, {.display_name = "N", .photo = photo(south)}), "photo_unknown");  // GEN-2
}

// CLA-3
TEST_P(PortalSettingsTest, a_portal_that_is_not_enabled_has_no_settings_to_change) {
    change("DELETE FROM clinician_portal");
    EXPECT_EQ(save(1, {.display_name = "N"}), "clinician_portal_not_enabled");
}

// CLA-12: the window of history works at once.
TEST_P(PortalSettingsTest, a_wider_window_of_history_shows_older_studies) {
    constexpr std::int64_t day = 86'400'000;
    StudyId referred, older;
    build([&](portico::testing::World& world) {
        auto patient = world.patient(north, "P-1");
        referred = world.study(north, {.study_at = {clock.now().milliseconds - day}, .patient = patient});
        older = world.study(north, {.study_at = {clock.now().milliseconds - 300 * day}, .patient = patient});
        world.referrer(north, referred, "12345678901", "", "");
        world.number(ann, "riziv", "12345678901");
        auto seeing = world.clinician_role(
            north, {C::view_images, C::access_referred_studies, C::access_referred_patients_history});
        world.link(north, ann, "requested", seeing);
    });
    auto session = read();
    auto request = control->list(session, may(north), {}).at(0);
    ASSERT_TRUE(
        control->change(may(north), request.id, request.version, {request.role, true, {request.numbers.at(0).id}, ""}));
    EXPECT_EQ(seen_by(ann), (std::vector{referred, older}));
    ASSERT_EQ(save(1, {.display_name = "N", .history_months = 6}), "saved");
    EXPECT_EQ(seen_by(ann), std::vector{referred});
    ASSERT_EQ(save(2, {.display_name = "N", .history_months = 24}), "saved");
    EXPECT_EQ(seen_by(ann), (std::vector{referred, older}));
}

}  // namespace
}  // namespace portico::clinician_portal
