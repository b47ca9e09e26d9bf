// Rejection notes of IOCM (STU-14).
#include "platform/dicom/rejection_note.h"

#include <gtest/gtest.h>

#include "platform/dicom/testing_objects.h"

namespace portico::dicom {
namespace {

using Items = std::vector<DataSet>;
using Uids = std::vector<std::string>;

class RejectionNoteTest : public ::testing::Test {
protected:
    static DataSet evidence(std::string_view study, const Uids& uids) {
        Items instances;
        for (const auto& uid : uids) instances.push_back(DataSet().put("ReferencedSOPInstanceUID", uid));
        DataSet series, made;
        series.put("SeriesInstanceUID", "2.25.2").put("ReferencedSOPSequence", std::move(instances));
        made.put("StudyInstanceUID", study).put("ReferencedSeriesSequence", Items{series});
        return made;
    }
    static DataSet document(Items all_evidence, std::string_view code = "113037", std::string_view scheme = "DCM") {
        auto data = testing::basic_object();
        DataSet title;
        title.put("CodeValue", code).put("CodingSchemeDesignator", scheme).put("CodeMeaning", "x");
        data.put("SOPClassUID", key_object_selection)
            .put("Modality", "KO")
            .put("ConceptNameCodeSequence", Items{title})
            .put("CurrentRequestedProcedureEvidenceSequence", std::move(all_evidence));
        return data;
    }
    Result<std::optional<RejectionNote>> read(const DataSet& data) {
        EXPECT_TRUE(write_object(folder / "note", data).has_value());
        auto file = read_instance(folder / "note");
        if (!file) return fail(file.error());
        return rejection_note(*file);
    }
    testing::TemporaryFolder folder;
};

TEST_F(RejectionNoteTest, names_the_instances_of_its_own_study_each_once) {
    auto note = read(document({evidence("2.25.102", {"2.25.9", "2.25.4", "2.25.9"}), evidence("2.25.1", {"2.25.8"}),
                               evidence("2.25.102", {"2.25.5", "not a UID"})}));
    ASSERT_TRUE(note && *note);
    EXPECT_EQ((*note)->code, "113037");
    EXPECT_EQ((*note)->sop_instance_uids, (Uids{"2.25.4", "2.25.5", "2.25.9"}));
}

TEST_F(RejectionNoteTest, other_titles_schemes_and_classes_are_no_rejection) {
    const Items of{evidence("2.25.102", {"2.25.9"})};
    EXPECT_FALSE(read(document(of, "113000")).value());
    EXPECT_FALSE(read(document(of, "113037", "99DCM")).value());
    auto image = document(of);
    image.put("SOPClassUID", testing::secondary_capture);
    EXPECT_FALSE(read(image).value());
    EXPECT_TRUE(read(document({})).value()->sop_instance_uids.empty());
}

TEST_F(RejectionNoteTest, names_a_limited_number) {
    Uids uids;
    for (std::size_t i = 0; i < most_rejected; ++i) uids.push_back("2.25." + std::to_string(1000 + i));
    EXPECT_EQ(read(document({evidence("2.25.102", uids)})).value()->sop_instance_uids.size(), most_rejected);
    uids.push_back("2.25.7");
    EXPECT_TRUE(read(document({evidence("2.25.102", uids)})).error().is(errors::too_complex));
}

}  // namespace
}  // namespace portico::dicom
