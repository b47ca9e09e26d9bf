// What other archives are asked and what is made of their answers (STU-4).
#include "features/nodes/remote_study.h"

#include <gtest/gtest.h>

namespace portico::nodes {
namespace {

namespace tags = dicom::tags;

RemoteQuery query() {
    RemoteQuery query;
    query.patient_id = "P 1";
    query.patient_name = "Doe, Jane";
    query.date_from = "20240101";
    query.modality = "CT";
    return query;
}

TEST(RemoteStudy, is_asked_for_by_identifier_and_by_address) {
    const auto identifier = find_identifier(query());
    EXPECT_EQ(identifier.text({0x0008, 0x0052}), "STUDY");
    EXPECT_EQ(identifier.text(tags::patient_id), "P 1");
    EXPECT_EQ(identifier.text(tags::patient_name), "Doe^Jane*");
    EXPECT_EQ(identifier.text(tags::study_date), "20240101-");
    EXPECT_EQ(identifier.text({0x0008, 0x0061}), "CT");
    EXPECT_TRUE(identifier.has({0x0020, 0x1208}));
    EXPECT_EQ(qido_parameters(query(), 201),
              "?limit=201&StudyDate=20240101-&ModalitiesInStudy=CT&PatientName=Doe^Jane*&PatientID=P%201"
              "&includefield=00081030&includefield=00100021");
}

TEST(RemoteStudy, is_read_from_an_identifier) {
    dicom::Identifier answer;
    answer.put(tags::study_instance_uid, "UI", "1.2.3")
        .put(tags::patient_name, "PN", "Doe^Jane")
        .put(tags::patient_id, "LO", "P1")
        .put(tags::patient_birth_date, "DA", "19700203")
        .put(tags::study_date, "DA", "2024.01.31")
        .put({0x0008, 0x0061}, "CS", "CT\\SR")
        .put({0x0020, 0x1208}, "IS", " 12");
    const auto study = study_of(answer);
    ASSERT_TRUE(study);
    EXPECT_EQ(study->patient_name, "Doe^Jane");
    EXPECT_EQ(study->birth_date, "19700203");
    EXPECT_EQ(study->date, "");
    EXPECT_EQ(study->modalities, (std::vector<std::string>{"CT", "SR"}));
    EXPECT_EQ(study->instances, 12);
    answer.put(tags::study_instance_uid, "UI", "1.2/../3");
    EXPECT_FALSE(study_of(answer));
}

TEST(RemoteStudy, is_read_from_json_in_pieces_and_odd_elements_are_passed_over) {
    const std::string text =
        R"([{"0020000D":{"vr":"UI","Value":["1.2.3"]},"00100010":{"vr":"PN","Value":[{"Alphabetic":"Doe^Jane","Ideographic":"X"}]},)"
        R"("00201208":{"vr":"IS","Value":["7"]},"00080061":{"vr":"CS","Value":["CT","MR"]},"00100020":{"vr":"LO","Value":[null]}},)"
        R"( 5, {"0020000D":{"vr":"UI"}}, {"0020000D":{"vr":"UI","Value":["1.2.4"]}}, {"0020000D":{"vr":"UI","Value":["1.2.5"]}}])";
    QidoAnswer answer(2);
    for (std::size_t at = 0; at < text.size(); at += 7) ASSERT_TRUE(answer.put(std::string_view(text).substr(at, 7)));
    ASSERT_TRUE(answer.finish());
    EXPECT_TRUE(answer.truncated());
    const auto studies = answer.take();
    ASSERT_EQ(studies.size(), 2U);
    EXPECT_EQ(studies[0].patient_name, "Doe^Jane=X");
    EXPECT_EQ(studies[0].instances, 7);
    EXPECT_EQ(studies[0].patient_id, "");
    EXPECT_EQ(studies[0].modalities, (std::vector<std::string>{"CT", "MR"}));
    EXPECT_EQ(studies[1].study_uid, "1.2.4");
    QidoAnswer cut(2);
    ASSERT_TRUE(cut.put("[{"));
    EXPECT_FALSE(cut.finish());
}

TEST(RemoteStudy, keys_that_a_source_passed_over_are_looked_at_again) {
    RemoteStudy study;
    study.date = "20240131";
    study.modalities = {"MR"};
    EXPECT_FALSE(fits(study, query()));
    study.modalities = {"CT", "SR"};
    EXPECT_TRUE(fits(study, query()));
    study.date = "20231231";
    EXPECT_FALSE(fits(study, query()));
}

TEST(RemoteStudy, the_report_of_a_storage_counts_what_was_kept_and_refused) {
    const auto answer = stow_answer(
        R"({"00081199":{"vr":"SQ","Value":[{},{}]},"00081198":{"vr":"SQ","Value":[{"00081197":{"vr":"US","Value":[43264]}}]}})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->stored, 2);
    EXPECT_EQ(answer->failed, 1);
    EXPECT_EQ(answer->reason, 43264);
    // Nothing of what was sent.
    const auto nothing = stow_answer(R"({"00081198":{"vr":"SQ"},"00081199":{"vr":"SQ"}})");
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->stored, 0);
    EXPECT_FALSE(stow_answer("{}"));
    EXPECT_FALSE(stow_answer("<xml/>"));
    EXPECT_EQ(stow_answer(R"({"00081198":{"vr":"SQ","Value":7}})")->failed, 0);
}

}  // namespace
}  // namespace portico::nodes
