// Two departments, a clinician and the services of the clinician portal, for tests of this room.
#pragma once

#include <unistd.h>

#include <filesystem>

#include "features/clinician_portal/api/access_control.h"
#include "features/clinician_portal/api/portal.h"
#include "features/clinician_portal/api/referrers.h"
#include "features/people_testing/people_testing.h"
#include "platform/crypto/random.h"
#include "platform/storage/directory_store.h"

namespace portico::clinician_portal::testing {

using C = ClinicianPermission;

class PortalTest : public identity::testing::PeopleTest {
protected:
    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped()) return;
        std::string name = (std::filesystem::temp_directory_path() / "portico-portal-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
        auto store = storage::open_directory_store(
            {.root = folder_ / "store", .new_id = [this] { return crypto::new_id<BlobId>(clock); }});
        ASSERT_TRUE(store.has_value());
        blobs = std::move(*store);
        build([&](portico::testing::World& world) {
            north = world.tenant("north");
            south = world.tenant("south");
            clerk = world.staff(north, "Front desk");
            ann = world.clinician("Ann Peeters");
        });
        passwords_ = std::make_unique<identity::Passwords>(passwords());
        portals = std::make_unique<Portals>(units(), *blobs, *passwords_, access, clock);
        control = std::make_unique<AccessControl>(units(), access, outbox, clock);
        directory = std::make_unique<Directory>(units(), access, clock);
        referrers = std::make_unique<Referrers>(units(), access, clock);
    }
    void TearDown() override {
        blobs.reset();
        std::error_code ignored;
        if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
        PeopleTest::TearDown();
    }

    template <class Build>
    void build(Build make) {
        auto work = begin();
        portico::testing::World world(work.session(), clock);
        make(world);
        work.commit_technical();
    }
    // The clerk with the right to manage the portal of this tenant.
    Authorized<Permission::manage_clinician_portal> may(const TenantId& tenant) {
        auto caller = portico::testing::World::staff_caller(tenant, {Permission::manage_clinician_portal});
        caller.user = clerk.user;
        caller.membership = clerk.membership;
        return Authorized<Permission::manage_clinician_portal>(
            access.prove(caller, Permission::manage_clinician_portal).value());
    }
    RoleId role(const TenantId& tenant, ClinicianPermissions permissions) {
        RoleId id;
        build([&](portico::testing::World& world) { id = world.clinician_role(tenant, permissions); });
        return id;
    }
    AccessLinkId link(const TenantId& tenant, const portico::testing::Member& member, const std::string& state,
                      const std::optional<RoleId>& with = {}) {
        AccessLinkId id;
        build([&](portico::testing::World& world) { id = world.link(tenant, member, state, with); });
        return id;
    }
    // A released study, whose header names this referrer.
    StudyId referred_study(const TenantId& tenant, const std::string& identifier, const std::string& name) {
        StudyId id;
        build([&](portico::testing::World& world) {
            id = world.study(tenant);
            // As it is received: the identifier and the bare name stand in rows of their own.
            if (!identifier.empty()) world.referrer(tenant, id, identifier, "", "");
            if (!name.empty()) world.referrer(tenant, id, "", "", name);
        });
        return id;
    }
    std::vector<StudyId> seen_by(const portico::testing::Member& member) {
        auto session = read();
        std::vector<StudyId> ids;
        for (const auto& study : access.list(session, member.caller(), {})) ids.push_back(study.study);
        return ids;
    }
    std::vector<messaging::Message> mails() {
        auto session = read();
        std::vector<messaging::Message> all;
        for (const auto& stored : outbox.recent(session, 10)) all.push_back(stored.message);
        return all;
    }

    access::AccessService access{clock};
    std::unique_ptr<storage::BlobStore> blobs;
    std::unique_ptr<Portals> portals;
    std::unique_ptr<AccessControl> control;
    std::unique_ptr<Directory> directory;
    std::unique_ptr<Referrers> referrers;
    TenantId north, south;
    portico::testing::Member clerk, ann;

private:
    std::filesystem::path folder_;
    std::unique_ptr<identity::Passwords> passwords_;
};

}  // namespace portico::clinician_portal::testing
