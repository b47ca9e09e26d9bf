// QIDO-RS searches over real rows, on both databases.
#include "features/dicomweb/qido.h"

#include <boost/json.hpp>

#include "features/testing/fixtures.h"
#include "platform/db_testing/database_fixture.h"

namespace portico::dicomweb {
namespace {

using C = ClinicianPermission;
using Parameters = std::vector<std::pair<std::string, std::string>>;
using Uids = std::vector<std::string>;

struct Header {
    std::string uid;
    std::string patient_id = "P-1", name = "Doe^Jane", date = "20240131", time = "101500";
    std::string modalities = "CT", description = "CT head", accession = "A1";
    bool visible = true;
};

class QidoTest : public db::DatabaseTest {
protected:
    void SetUp() override {
        DatabaseTest::SetUp();
        if (IsSkipped()) return;
        auto work = begin();
        testing::World world(work.session(), clock);
        north = world.tenant("north");
        south = world.tenant("south");
        ann = world.clinician("Ann Peeters");
        everything = world.clinician_role(north, {C::view_images, C::access_all_studies});
        referred = world.clinician_role(north, {C::view_images, C::access_referred_studies});
        world.link(north, ann, "allowed", referred);
        work.commit_technical();
        staff = testing::World::staff_caller(north, all_tenant_permissions());
    }

    // Each study lies a minute before the one that was added before it.
    StudyId add(const TenantId& tenant, const Header& header) {
        auto work = begin();
        testing::World world(work.session(), clock);
        auto id = world.study(tenant, {.uid = header.uid,
                                       .visible = header.visible,
                                       .state = header.visible ? "ready" : "queued",
                                       .study_at = {1'706'700'000'000 - 60'000 * ++made_},
                                       .description = header.description});
        work.session().exec(
            "UPDATE study SET study_date = ?, study_time = ?, modalities = ?, accession_number = ?,"
            " header_patient_id = ?, header_name = ?, header_birth_date = '19700203', header_sex = 'F',"
            " series_count = 2, instance_count = 3 WHERE id = ?",
            header.date, header.time, header.modalities, header.accession, header.patient_id, header.name, id);
        for (const auto& token : {"jane", "doe", "muller"})
            if (lower(header.name).find(token) != std::string::npos)
                work.session().exec(
                    "INSERT INTO study_token (tenant_id, token, study_id, study_at) VALUES (?, ?, ?, 1)", tenant, token,
                    id);
        work.commit_technical();
        return id;
    }
    void add_series(const TenantId& tenant, const StudyId& study, const std::string& uid, const std::string& modality,
                    int number, int instances) {
        auto work = begin();
        auto& session = work.session();
        auto id = "series-" + study.text() + uid;
        session.exec(
            "INSERT INTO series (id, tenant_id, study_id, series_instance_uid, modality, number, description,"
            " body_part, instance_count) VALUES (?, ?, ?, ?, ?, ?, 'axial', 'HEAD', ?)",
            id, tenant, study, uid, modality, number, instances);
        for (int i = 1; i <= instances; ++i)
            session.exec(
                "INSERT INTO instance (id, tenant_id, study_id, series_id, sop_instance_uid, sop_class_uid,"
                " transfer_syntax_uid, number, rows_count, columns_count, frame_count, bits_allocated, validated,"
                " blob_id, size_bytes, file_crc32, data_set_offset, data_set_sha256, tail_offset, head_crc32,"
                " tail_crc32, received_at) VALUES (?, ?, ?, ?, ?, '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1',"
                " ?, 512, 256, 1, 16, 1, 'b', 1, 0, 0, '', 0, 0, 0, 1)",
                id + "." + std::to_string(i), tenant, study, id, uid + "." + std::to_string(i), i);
        work.commit_technical();
    }
    void change(std::string_view sql) {
        auto work = begin();
        work.session().exec(sql);
        work.commit_technical();
    }

    QidoAnswer search(Level level, const Parameters& parameters, const Caller& caller, const QidoScope& scope) {
        auto session = read();
        return qido.search(session, caller, level, scope, parse_qido(level, parameters).value());
    }
    static boost::json::array parsed(const QidoAnswer& answer) {
        return boost::json::parse(json_array(answer.items)).as_array();
    }
    static std::string value(const boost::json::value& item, std::string_view tag) {
        const auto* found = item.as_object().if_contains(tag);
        if (found == nullptr) return "absent";
        const auto* values = found->as_object().if_contains("Value");
        if (values == nullptr) return "empty";
        std::string all;
        for (const auto& one : values->as_array()) {
            if (!all.empty()) all += '\\';
            if (const auto* name = one.if_object())
                all += std::string(name->at("Alphabetic").as_string());
            else
                all += one.is_string() ? std::string(one.as_string()) : boost::json::serialize(one);
        }
        return all;
    }
    Uids uids(Level level, const Parameters& parameters, const Caller& caller, const QidoScope& scope) {
        constexpr std::string_view keys[] = {"0020000D", "0020000E", "00080018"};
        Uids all;
        for (const auto& item : parsed(search(level, parameters, caller, scope)))
            all.push_back(value(item, keys[static_cast<int>(level)]));
        return all;
    }
    // Of the tenant, as its staff sees it.
    Uids uids(Level level, const Parameters& parameters) { return uids(level, parameters, staff, at_north()); }
    QidoScope at_north() const { return {north, {}, {}, "https://portal.example"}; }
    QidoScope within(const std::string& uid, const std::string& series = "") {
        auto session = read();
        return {north, access.study_by_uid(session, staff, north, uid, StudyRight::view_images).value(), series,
                "https://portal.example"};
    }
    static std::string lower(std::string text) {
        for (char& c : text)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return text;
    }

    ManualClock clock;
    access::AccessService access{clock};
    Qido qido{access};
    TenantId north, south;
    testing::Member ann;
    RoleId everything, referred;
    Caller staff;

private:
    int made_ = 0;
};
PORTICO_ON_BOTH_DATABASES(QidoTest);

// STU-30
TEST_P(QidoTest, studies_come_newest_first_with_the_attributes_of_their_level) {
    add(north, {.uid = "1.1", .modalities = "CT SR"});
    add(north, {.uid = "1.2"});
    add(north, {.uid = "1.3", .visible = false});
    EXPECT_EQ(uids(Level::study, {}), (Uids{"1.1", "1.2"}));  // what is not released is not found
    auto items = parsed(search(Level::study, {}, staff, at_north()));
    const auto& item = items.at(0);
    EXPECT_EQ(value(item, "00080020"), "20240131");
    EXPECT_EQ(value(item, "00080061"), "CT\\SR");
    EXPECT_EQ(value(item, "00100010"), "Doe^Jane");
    EXPECT_EQ(value(item, "00100020"), "P-1");
    EXPECT_EQ(value(item, "00201206"), "2");
    EXPECT_EQ(value(item, "00201208"), "3");
    EXPECT_EQ(value(item, "00080090"), "empty");
    EXPECT_EQ(value(item, "00081190"), "https://portal.example/t/north/dicomweb/studies/1.1");
    EXPECT_EQ(value(item, "0020000E"), "absent");
}

// STU-30
TEST_P(QidoTest, patient_data_come_from_the_patient_record_where_there_is_one) {
    add(north, {.uid = "1.1", .patient_id = "OLD"});
    add(north, {.uid = "1.2", .patient_id = "P-2"});
    auto work = begin();
    testing::World world(work.session(), clock);
    auto patient = world.patient(north, "P-1");
    work.session().exec("UPDATE study SET patient_ref = ? WHERE study_instance_uid = '1.1'", patient);
    work.commit_technical();
    EXPECT_EQ(uids(Level::study, {{"PatientID", "P-1"}}), Uids{"1.1"});
    EXPECT_EQ(uids(Level::study, {{"PatientID", "OLD"}}), Uids{});
    EXPECT_EQ(uids(Level::study, {{"PatientID", "P-2"}}), Uids{"1.2"});
    EXPECT_EQ(uids(Level::study, {{"PatientID", "P-*"}}), (Uids{"1.1", "1.2"}));
    EXPECT_EQ(uids(Level::study, {{"00100020", "P-?"}, {"StudyInstanceUID", "1.2"}}), Uids{"1.2"});
    EXPECT_EQ(uids(Level::study, {{"PatientID", "p"}}), Uids{});
    EXPECT_EQ(uids(Level::study, {{"PatientID", "P%"}}), Uids{});
}

// STU-30
TEST_P(QidoTest, names_match_with_wildcards_and_without_regard_to_case) {
    add(north, {.uid = "1.1", .name = "Doe^Jane"});
    add(north, {.uid = "1.2", .name = "Doering^Max"});
    add(north, {.uid = "1.3", .name = "MÜLLER^Eva=山田"});
    auto named = [&](const std::string& name) { return uids(Level::study, {{"PatientName", name}}); };
    EXPECT_EQ(named("Doe*"), (Uids{"1.1", "1.2"}));
    EXPECT_EQ(named("doe^j?ne"), Uids{"1.1"});
    EXPECT_EQ(named("*max"), Uids{"1.2"});
    EXPECT_EQ(named("DOE^JANE"), Uids{"1.1"});
    EXPECT_EQ(named("Doe"), Uids{"1.1"});  // all of a component
    EXPECT_EQ(named("Do"), Uids{});
    EXPECT_EQ(named("MÜLLER^Eva"), Uids{"1.3"});
    EXPECT_EQ(named("MÜLLER^*"), Uids{"1.3"});
    EXPECT_EQ(named("Doe_"), Uids{});
    EXPECT_EQ(named("%"), Uids{});
}

// STU-30
TEST_P(QidoTest, fuzzy_names_match_by_the_beginnings_of_words) {
    add(north, {.uid = "1.1", .name = "Doe^Jane"});
    add(north, {.uid = "1.2", .name = "Muller^Eva"});
    add(south, {.uid = "1.3", .name = "Doe^Jane"});
    auto named = [&](const std::string& name) {
        return uids(Level::study, {{"PatientName", name}, {"fuzzymatching", "true"}});
    };
    EXPECT_EQ(named("jan do"), Uids{"1.1"});
    EXPECT_EQ(named("Müll"), Uids{"1.2"});
    EXPECT_EQ(named("jane muller"), Uids{});
    EXPECT_EQ(named("oe"), Uids{});
}

// STU-30
TEST_P(QidoTest, dates_and_times_match_in_ranges) {
    add(north, {.uid = "1.1", .date = "20240201", .time = "235959.9"});
    add(north, {.uid = "1.2", .date = "20240131", .time = "103059.5"});
    add(north, {.uid = "1.3", .date = "20230101", .time = "080000"});
    auto found = [&](const std::string& name, const std::string& range) { return uids(Level::study, {{name, range}}); };
    EXPECT_EQ(found("StudyDate", "20240131"), Uids{"1.2"});
    EXPECT_EQ(found("StudyDate", "20240131-20240201"), (Uids{"1.1", "1.2"}));
    EXPECT_EQ(found("StudyDate", "-20231231"), Uids{"1.3"});
    EXPECT_EQ(found("StudyDate", "20240201-"), Uids{"1.1"});
    EXPECT_EQ(found("StudyTime", "10"), Uids{"1.2"});
    EXPECT_EQ(found("StudyTime", "0800-1030"), (Uids{"1.2", "1.3"}));
    EXPECT_EQ(found("StudyTime", "1031-"), Uids{"1.1"});
    change("UPDATE study SET study_date = NULL");
    EXPECT_EQ(found("StudyDate", "-20240201"), Uids{});
}

// STU-30
TEST_P(QidoTest, modalities_text_and_uid_lists_match) {
    add(north, {.uid = "1.1", .modalities = "CT SR", .description = "Head 100%", .accession = "A_1"});
    add(north, {.uid = "1.2", .modalities = "CTX", .description = "head", .accession = "AB1"});
    auto found = [&](const std::string& name, const std::string& value) { return uids(Level::study, {{name, value}}); };
    EXPECT_EQ(found("ModalitiesInStudy", "CT"), Uids{"1.1"});
    EXPECT_EQ(found("ModalitiesInStudy", "SR"), Uids{"1.1"});
    EXPECT_EQ(found("ModalitiesInStudy", "CT*"), (Uids{"1.1", "1.2"}));
    EXPECT_EQ(found("ModalitiesInStudy", "ct"), Uids{"1.1"});
    EXPECT_EQ(found("ModalitiesInStudy", "C"), Uids{});
    EXPECT_EQ(found("StudyDescription", "head*"), (Uids{"1.1", "1.2"}));
    EXPECT_EQ(found("StudyDescription", "head"), Uids{"1.2"});
    EXPECT_EQ(found("StudyDescription", "*100%"), Uids{"1.1"});
    EXPECT_EQ(found("AccessionNumber", "A_*"), Uids{"1.1"});
    EXPECT_EQ(found("StudyInstanceUID", "1.2,1.1,1.9"), (Uids{"1.1", "1.2"}));
    EXPECT_EQ(found("StudyInstanceUID", "1.9\\1.2"), Uids{"1.2"});
    EXPECT_EQ(found("StudyInstanceUID", ","), Uids{});
    EXPECT_EQ(uids(Level::study, {{"ModalitiesInStudy", "CT"}, {"AccessionNumber", "AB1"}}), Uids{});
}

// STU-30
TEST_P(QidoTest, limit_and_offset_page_and_a_full_answer_tells_that_there_is_more) {
    for (const auto* uid : {"1.1", "1.2", "1.3"}) add(north, {.uid = uid});
    EXPECT_EQ(uids(Level::study, {{"limit", "2"}}), (Uids{"1.1", "1.2"}));
    EXPECT_EQ(uids(Level::study, {{"limit", "2"}, {"offset", "2"}}), Uids{"1.3"});
    EXPECT_EQ(uids(Level::study, {{"offset", "5"}}), Uids{});
    EXPECT_FALSE(search(Level::study, {}, staff, at_north()).more);
    EXPECT_FALSE(search(Level::study, {{"limit", "2"}}, staff, at_north()).more);  // no more was asked for
}

// STU-30
TEST_P(QidoTest, includefield_adds_what_is_not_always_there) {
    add_series(north, add(north, {.uid = "1.1"}), "5.1", "CT", 1, 1);
    change("UPDATE study SET header_issuer = 'HOSP'");
    auto first = [&](Level level, const Parameters& parameters, std::string_view tag) {
        return value(parsed(search(level, parameters, staff, at_north())).at(0), tag);
    };
    EXPECT_EQ(first(Level::study, {}, "00100021"), "absent");
    EXPECT_EQ(first(Level::study, {{"includefield", "IssuerOfPatientID"}}, "00100021"), "HOSP");
    EXPECT_EQ(first(Level::study, {{"IssuerOfPatientID", "HOSP"}}, "00100021"), "HOSP");
    EXPECT_EQ(first(Level::series, {{"includefield", "00180015"}}, "00180015"), "HEAD");
    EXPECT_EQ(first(Level::series, {{"includefield", "all"}}, "00100021"), "HOSP");
    EXPECT_EQ(first(Level::study, {{"includefield", "00180015"}}, "00180015"), "absent");  // of another level
}

// STU-30
TEST_P(QidoTest, series_and_instances_are_found_across_studies_and_within_one) {
    auto first = add(north, {.uid = "1.1"}), second = add(north, {.uid = "1.2", .patient_id = "P-2"});
    add_series(north, first, "5.2", "SR", 2, 1);
    add_series(north, first, "5.1", "CT", 1, 2);
    add_series(north, second, "6.1", "CT", 1, 1);
    EXPECT_EQ(uids(Level::series, {}), (Uids{"5.1", "5.2", "6.1"}));
    EXPECT_EQ(uids(Level::series, {{"Modality", "CT"}}), (Uids{"5.1", "6.1"}));
    EXPECT_EQ(uids(Level::series, {{"PatientID", "P-2"}}), Uids{"6.1"});
    EXPECT_EQ(uids(Level::series, {{"SeriesInstanceUID", "5.2,6.1"}}), (Uids{"5.2", "6.1"}));
    EXPECT_EQ(uids(Level::series, {{"limit", "1"}, {"offset", "1"}}), Uids{"5.2"});
    EXPECT_EQ(uids(Level::instance, {}), (Uids{"5.1.1", "5.1.2", "5.2.1", "6.1.1"}));
    EXPECT_EQ(uids(Level::instance, {{"InstanceNumber", "2"}}), Uids{"5.1.2"});
    EXPECT_EQ(uids(Level::instance, {{"Modality", "SR"}}), Uids{"5.2.1"});
    EXPECT_EQ(uids(Level::instance, {{"limit", "2"}, {"offset", "2"}}), (Uids{"5.2.1", "6.1.1"}));

    auto within_study = [&](Level level, const Parameters& parameters, const std::string& series = "") {
        return uids(level, parameters, staff, within("1.1", series));
    };
    EXPECT_EQ(within_study(Level::series, {}), (Uids{"5.1", "5.2"}));
    EXPECT_EQ(within_study(Level::instance, {}), (Uids{"5.1.1", "5.1.2", "5.2.1"}));
    EXPECT_EQ(within_study(Level::instance, {}, "5.2"), Uids{"5.2.1"});
    EXPECT_EQ(within_study(Level::instance, {}, "6.1"), Uids{});  // of another study
    EXPECT_EQ(within_study(Level::instance, {{"SOPInstanceUID", "5.1.2"}}), Uids{"5.1.2"});
    EXPECT_EQ(within_study(Level::instance, {{"limit", "1"}, {"offset", "1"}}), Uids{"5.1.2"});
    // Attributes of the study count there too.
    EXPECT_EQ(within_study(Level::series, {{"PatientID", "P-1"}}), (Uids{"5.1", "5.2"}));
    EXPECT_EQ(within_study(Level::series, {{"PatientID", "P-2"}}), Uids{});
    EXPECT_EQ(within_study(Level::series, {{"PatientName", "jan"}, {"fuzzymatching", "true"}}).size(), 2U);
    EXPECT_EQ(within_study(Level::series, {{"PatientName", "muller"}, {"fuzzymatching", "true"}}), Uids{});

    auto items = parsed(search(Level::instance, {}, staff, within("1.1")));
    EXPECT_EQ(value(items.at(0), "00080016"), "1.2.840.10008.5.1.4.1.1.2");
    EXPECT_EQ(value(items.at(0), "00280010"), "512");
    EXPECT_EQ(value(items.at(0), "00280011"), "256");
    EXPECT_EQ(value(items.at(0), "00081190"),
              "https://portal.example/t/north/dicomweb/studies/1.1/series/5.1/instances/5.1.1");
}

// STU-11: what arrived late waits for validation; what was replaced is gone.
TEST_P(QidoTest, instances_that_are_not_served_are_not_found) {
    auto study = add(north, {.uid = "1.1"});
    add_series(north, study, "5.1", "CT", 1, 3);
    change("UPDATE instance SET validated = 0 WHERE sop_instance_uid = '5.1.1'");
    change("UPDATE instance SET superseded_at = 1 WHERE sop_instance_uid = '5.1.2'");
    add_series(north, study, "5.2", "CT", 2, 0);
    EXPECT_EQ(uids(Level::instance, {}), Uids{"5.1.3"});
    EXPECT_EQ(uids(Level::series, {}), Uids{"5.1"});
    EXPECT_EQ(uids(Level::instance, {}, staff, within("1.1")), Uids{"5.1.3"});
}

// STU-29, CLA-13
TEST_P(QidoTest, a_clinician_finds_only_what_was_granted) {
    auto given = add(north, {.uid = "1.1"});
    auto hidden = add(north, {.uid = "1.2"});
    add_series(north, given, "5.1", "CT", 1, 1);
    add_series(north, hidden, "6.1", "CT", 1, 1);
    auto seen = [&](Level level, const Parameters& parameters = {}) {
        return uids(level, parameters, ann.caller(), at_north());
    };
    EXPECT_EQ(seen(Level::study), Uids{});
    auto work = begin();
    auto may = [&]<Permission P>() {
        return access::SystemScopes::for_operator<P>(testing::World::operator_caller(), north);
    };
    ASSERT_EQ(access.grant(work, may.operator()<Permission::explicit_access_grant>(),
                           may.operator()<Permission::manage_clinician_access>(), {{given}, {ann.membership}, {}, ""}),
              1);
    work.commit(db::test_audit());
    EXPECT_EQ(seen(Level::study), Uids{"1.1"});
    EXPECT_EQ(seen(Level::series), Uids{"5.1"});
    EXPECT_EQ(seen(Level::instance), Uids{"5.1.1"});
    EXPECT_EQ(seen(Level::study, {{"StudyInstanceUID", "1.2"}}), Uids{});
    EXPECT_EQ(seen(Level::study, {{"PatientID", "P-1"}}), Uids{"1.1"});
    EXPECT_EQ(seen(Level::instance, {{"SOPInstanceUID", "6.1.1"}}), Uids{});
    // Over all departments it is the same, and a stranger finds nothing.
    EXPECT_EQ(uids(Level::study, {}, ann.caller(), {}), Uids{"1.1"});
    change("UPDATE access_link SET state = 'suspended'");
    EXPECT_EQ(seen(Level::study), Uids{});
    EXPECT_EQ(uids(Level::instance, {}, ann.caller(), {}), Uids{});
}

// GEN-2
TEST_P(QidoTest, the_same_uids_in_two_departments_stay_apart) {
    auto here = add(north, {.uid = "1.1", .patient_id = "P-1", .description = "ours"});
    auto there = add(south, {.uid = "1.1", .patient_id = "P-1", .description = "theirs"});
    add_series(north, here, "5.1", "CT", 1, 1);
    add_series(south, there, "5.1", "CT", 1, 2);
    for (const Parameters& parameters :
         {Parameters{}, Parameters{{"PatientID", "P-1"}}, Parameters{{"StudyInstanceUID", "1.1"}}}) {
        auto items = parsed(search(Level::study, parameters, staff, at_north()));
        ASSERT_EQ(items.size(), 1U);
        EXPECT_EQ(value(items.at(0), "00081030"), "ours");
    }
    EXPECT_EQ(uids(Level::instance, {{"SeriesInstanceUID", "5.1"}}), Uids{"5.1.1"});
    EXPECT_EQ(uids(Level::instance, {}, staff, within("1.1", "5.1")), Uids{"5.1.1"});
    EXPECT_EQ(uids(Level::study, {}, staff, {south, {}, {}, ""}), Uids{});
    EXPECT_EQ(uids(Level::study, {}, staff, {}), Uids{"1.1"});
}

}  // namespace
}  // namespace portico::dicomweb
