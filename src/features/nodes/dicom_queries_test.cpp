// Nodes that search and fetch, over real rows and objects.
#include <gtest/gtest.h>

#include "features/nodes/node_context.h"
#include "features/nodes/node_query.h"
#include "features/nodes/nodes.h"
#include "features/studies/testing/receiving_test.h"
#include "platform/dicom/identifier.h"

namespace portico::nodes {
namespace {

using dicom::Identifier;
using dicom::Tag;
namespace tags = dicom::tags;

constexpr auto explicit_little = "1.2.840.10008.1.2.1";
constexpr auto study_root_find = "1.2.840.10008.5.1.4.1.2.2.1";
constexpr auto patient_root_find = "1.2.840.10008.5.1.4.1.2.1.1";
constexpr auto study_root_get = "1.2.840.10008.5.1.4.1.2.2.3";

class DicomQueriesTest : public studies::ReceivingTest {
protected:
    void SetUp() override {
        studies::ReceivingTest::SetUp();
        if (IsSkipped()) return;
        titles = std::make_unique<AeTitles>(*work, clock);
        nodes = std::make_unique<DicomNodes>(*work, *receiver, clock);
        queries = std::make_unique<DicomQueries>(*work, access, *archive,
                                                 Calling{{}, outgoing::HostRules::of({"192.0.2.0/24"}).value()});
        node = add(north, "NORTH");
        add(south, "SOUTH");
    }
    static AeTitles::May may(const TenantId& tenant) {
        return access::SystemScopes::for_operator<Permission::manage_integrations>(testing::World::operator_caller(),
                                                                                   tenant);
    }
    static NewAeTitle readable(const std::string& called) {
        NewAeTitle ae{called, "READER", std::nullopt, std::nullopt, "", {}, {}, {}, {}, {}, {}};
        ae.may_query = ae.may_retrieve = true;
        return ae;
    }
    AeTitleId add(const TenantId& tenant, const std::string& called) {
        return titles->add(may(tenant), readable(called))->id;
    }
    std::any context(const std::string& called = "NORTH") {
        return std::get<dimse::Accepted>(nodes->admit({called, "READER", "192.0.2.7", {}})).context;
    }
    static dimse::QueryRequest request(const std::string& sop_class, const std::string& level,
                                       const std::vector<std::pair<Tag, std::string>>& keys) {
        Identifier identifier;
        identifier.put({0x0008, 0x0052}, "CS", level);
        for (const auto& [tag, value] : keys) identifier.put(tag, dicom::vr_of(tag), value);
        return {sop_class, explicit_little, encode_identifier(identifier, true)};
    }
    // The values of a tag in all answers.
    std::vector<std::string> found(const dimse::QueryRequest& query, Tag tag, const std::string& called = "NORTH") {
        std::vector<std::string> values;
        auto matches = queries->find(context(called), {}, query);
        if (!matches) return {"refused: " + std::string(matches.error().kind().code)};
        for (;;) {
            auto match = (*matches)->next();
            if (!match) return {"refused: " + std::string(match.error().kind().code)};
            if (!*match) return values;
            values.emplace_back(dicom::parse_identifier((*match)->identifier, true)->text(tag));
        }
    }
    std::vector<std::string> studies(const std::vector<std::pair<Tag, std::string>>& keys,
                                     const std::string& called = "NORTH") {
        return found(request(study_root_find, "STUDY", keys), tags::study_instance_uid, called);
    }

    access::AccessService access{clock};
    std::unique_ptr<AeTitles> titles;
    std::unique_ptr<DicomNodes> nodes;
    std::unique_ptr<DicomQueries> queries;
    AeTitleId node;
};
PORTICO_ON_BOTH_DATABASES(DicomQueriesTest);

using Values = std::vector<std::string>;

TEST_P(DicomQueriesTest, finds_released_studies_of_the_called_tenant) {  // STU-1, STU-11, GEN-2
    receive(north, {object({})});
    receive(south, {object({.study = "2.25.7", .instance = "2.25.8"})});
    EXPECT_EQ(studies({}), Values{});
    release_everything();
    EXPECT_EQ(studies({}), Values{"2.25.1"});
    EXPECT_EQ(studies({}, "SOUTH"), Values{"2.25.7"});
    EXPECT_EQ(studies({{tags::patient_name, "doe*"}, {tags::study_date, "20240101-"}}), Values{"2.25.1"});
    EXPECT_EQ(studies({{tags::patient_name, "nobody"}}), Values{});
    EXPECT_EQ(count("SELECT count(*) FROM audit_entry WHERE event = 'dicom.queried'"), 5);
}

TEST_P(DicomQueriesTest, pages_through_more_than_one_read) {  // STU-1
    std::vector<std::string> objects;
    for (int n = 0; n < 450; ++n)
        objects.push_back(object({.study = "2.25.1" + std::to_string(n),
                                  .series = "2.25.2" + std::to_string(n),
                                  .instance = "2.25.3" + std::to_string(n),
                                  .patient_id = "P-" + std::to_string(n % 3)}));
    receive(north, objects);
    release_everything();
    auto all = studies({});
    std::ranges::sort(all);
    EXPECT_EQ(std::ranges::unique(all).size(), 0U);
    EXPECT_EQ(all.size(), 450U);
    auto patients = found(request(patient_root_find, "PATIENT", {}), tags::patient_id);
    std::ranges::sort(patients);
    EXPECT_EQ(patients, (Values{"P-0", "P-1", "P-2"}));
}

TEST_P(DicomQueriesTest, a_right_that_ended_is_refused_at_the_next_request) {  // GEN-5
    receive(north, {object({})});
    release_everything();
    auto matches = queries->find(context(), {}, request(study_root_find, "STUDY", {}));
    ASSERT_TRUE(matches);
    const auto before = context();
    auto without = readable("NORTH");
    without.may_query = false;
    ASSERT_TRUE(titles->change(may(north), node, without));
    EXPECT_TRUE((*matches)->next().error().is(portico::errors::forbidden));
    EXPECT_EQ(studies({}), Values{"refused: forbidden"});
    EXPECT_TRUE(nodes->still_admitted(before));
    without.may_store = false;
    ASSERT_TRUE(titles->change(may(north), node, without));
    EXPECT_FALSE(nodes->still_admitted(before));
    EXPECT_TRUE(nodes->still_admitted(context()));
    without.enabled = false;
    ASSERT_TRUE(titles->change(may(north), node, without));
    EXPECT_FALSE(nodes->still_admitted(before));
    EXPECT_TRUE(std::holds_alternative<dimse::Rejection>(nodes->admit({"NORTH", "READER", "192.0.2.7", {}})));
}

TEST_P(DicomQueriesTest, objects_leave_as_they_came_and_only_while_they_may) {  // STU-1, GEN-5
    const auto bytes = object({});
    receive(north, {bytes});
    release_everything();
    const auto wanted = request(study_root_get, "STUDY", {{tags::study_instance_uid, "2.25.1"}});
    auto retrieval = queries->get(context(), {}, wanted);
    ASSERT_TRUE(retrieval) << retrieval.error().detail();
    ASSERT_EQ((*retrieval)->objects().size(), 1U);
    EXPECT_EQ((*retrieval)->objects()[0].sop_instance, "2.25.3");
    auto source = (*retrieval)->open(0, explicit_little);
    ASSERT_TRUE(source) << source.error().detail();
    std::string sent;
    std::vector<std::byte> buffer(100);
    for (;;) {
        const auto got = (*source)->read(buffer).value();
        if (got == 0) break;
        sent.append(reinterpret_cast<const char*>(buffer.data()), got);
    }
    EXPECT_EQ(sent.size(), (*source)->size());
    EXPECT_TRUE(bytes.ends_with(sent));
    // The file meta information is not part of it: the data set begins with group 0008.
    EXPECT_EQ(sent.substr(0, 2), std::string("\x08\0", 2));
    EXPECT_EQ(count("SELECT count(*) FROM audit_entry WHERE event = 'study.sent'"), 1);
    change("UPDATE study SET visible = 0");
    EXPECT_TRUE((*retrieval)->open(0, explicit_little).error().is(portico::errors::not_found));
}

TEST_P(DicomQueriesTest, a_deleted_study_is_away_until_it_is_taken_back) {  // STU-1, STU-22, GEN-5
    receive(north, {object({})});
    release_everything();
    const auto wanted = request(study_root_get, "STUDY", {{tags::study_instance_uid, "2.25.1"}});
    const auto objects = [&] { return queries->get(context(), {}, wanted).value()->objects().size(); };
    auto under_way = queries->get(context(), {}, wanted);
    ASSERT_TRUE(under_way);
    EXPECT_EQ(objects(), 1U);

    studies::Keeping keeping(*work, access, clock);
    const auto deletes =
        access::SystemScopes::for_operator<Permission::delete_studies>(testing::World::operator_caller(), north);
    const auto study = read().value<StudyId>("SELECT id FROM study");
    ASSERT_TRUE(keeping.remove(deletes, study, "wrong patient"));
    EXPECT_EQ(studies({}), Values{});
    EXPECT_EQ(studies({{tags::study_instance_uid, "2.25.1"}}), Values{});
    EXPECT_EQ(found(request(patient_root_find, "PATIENT", {}), tags::patient_id), Values{});
    EXPECT_EQ(
        found(request(study_root_find, "SERIES", {{tags::study_instance_uid, "2.25.1"}}), tags::series_instance_uid),
        Values{});
    EXPECT_EQ(objects(), 0U);
    EXPECT_TRUE((*under_way)->open(0, explicit_little).error().is(portico::errors::not_found));

    ASSERT_TRUE(keeping.restore(deletes, study, "it was right"));
    EXPECT_EQ(studies({}), Values{});  // it is checked anew first
    release_everything();
    EXPECT_EQ(studies({}), Values{"2.25.1"});
    EXPECT_EQ(objects(), 1U);
}

TEST_P(DicomQueriesTest, what_came_late_is_there_when_it_is_validated) {  // STU-1, STU-11
    receive(north, {object({})});
    release_everything();
    receive(north, {object({.instance = "2.25.4"}), object({.series = "2.25.20", .instance = "2.25.5"})});
    const std::vector<std::pair<Tag, std::string>> of_study{{tags::study_instance_uid, "2.25.1"}};
    const std::vector<std::pair<Tag, std::string>> of_series{{tags::study_instance_uid, "2.25.1"},
                                                             {tags::series_instance_uid, "2.25.2"}};
    const auto objects = [&] {
        return queries->get(context(), {}, request(study_root_get, "STUDY", of_study)).value()->objects().size();
    };
    const auto images = [&] { return found(request(study_root_find, "IMAGE", of_series), tags::sop_instance_uid); };
    EXPECT_EQ(objects(), 1U);
    EXPECT_EQ(images(), Values{"2.25.3"});
    EXPECT_EQ(found(request(study_root_find, "SERIES", of_study), tags::series_instance_uid), Values{"2.25.2"});
    change("UPDATE series SET instance_count = (SELECT count(*) FROM instance WHERE series_id = series.id)");
    release_everything();
    EXPECT_EQ(objects(), 3U);
    EXPECT_EQ(images(), (Values{"2.25.3", "2.25.4"}));
}

TEST_P(DicomQueriesTest, what_is_damaged_does_not_leave) {  // STU-1, STU-20
    receive(north, {object({}), object({.instance = "2.25.4", .instance_number = "2"})});
    release_everything();
    change("UPDATE instance SET condition = 1 WHERE sop_instance_uid = '2.25.3'");
    const auto wanted = request(study_root_get, "STUDY", {{tags::study_instance_uid, "2.25.1"}});
    auto retrieval = queries->get(context(), {}, wanted);
    ASSERT_TRUE(retrieval);
    ASSERT_EQ((*retrieval)->objects().size(), 2U);  // the requester is told what it does not get
    for (const auto* syntax : {explicit_little, "1.2.840.10008.1.2"}) {
        EXPECT_TRUE((*retrieval)->open(0, syntax).error().is(studies::errors::content_damaged)) << syntax;
        EXPECT_TRUE((*retrieval)->open(1, syntax)) << syntax;
    }
}

TEST_P(DicomQueriesTest, moves_go_to_callable_nodes_of_the_same_tenant) {  // STU-1, GEN-2
    receive(north, {object({})});
    release_everything();
    const auto wanted = request("1.2.840.10008.5.1.4.1.2.2.2", "STUDY", {{tags::study_instance_uid, "2.25.1"}});
    const auto moved = [&](const std::string& destination) {
        return queries->move(context(), {}, wanted, destination);
    };
    EXPECT_TRUE(moved("NOBODY").error().is(dimse::errors::unknown_move_destination));
    EXPECT_TRUE(moved("READER").error().is(dimse::errors::unknown_move_destination));  // without address
    ASSERT_TRUE(titles->add(may(south), {"SOUTH", "PACS", "192.0.2.9", 104, "", {}, {}, {}, {}, {}, {}}));
    EXPECT_TRUE(moved("PACS").error().is(dimse::errors::unknown_move_destination));
    ASSERT_TRUE(titles->add(may(north), {"NORTH", "PACS", "192.0.2.8", 104, "", {}, {}, {}, {}, {}, {}}));
    const auto move = moved("PACS");
    ASSERT_TRUE(move);
    EXPECT_EQ(move->destination.host, "192.0.2.8");
    EXPECT_EQ(move->destination.calling_ae, "NORTH");
}

TEST_P(DicomQueriesTest, hostile_identifiers_are_refused) {  // STU-6
    const auto code = [&](const std::string& identifier) {
        auto matches = queries->find(context(), {}, {study_root_find, explicit_little, identifier});
        return matches ? std::string_view("read") : matches.error().kind().code;
    };
    EXPECT_EQ(code("garbage"), "dicom_truncated");
    EXPECT_EQ(code(""), errors::identifier_mismatch.code);
    EXPECT_EQ(code(std::string(65'000, '\xFF')), "dicom_malformed");
}

}  // namespace
}  // namespace portico::nodes
