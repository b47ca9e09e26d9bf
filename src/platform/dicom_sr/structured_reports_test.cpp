#include "platform/dicom_sr/structured_reports.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmsr/dsrdoc.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portico::dicom_sr {
namespace {

Header header() {
    Header header;
    header.patient_id = "P-1";
    header.issuer_of_patient_id = "NORTH";
    header.patient_name = "Nováková^Żaneta";
    header.birth_date = "19700203";
    header.sex = "F";
    header.study_uid = "2.25.1";
    header.study_date = "20240131";
    header.series_uid = "2.25.77";
    header.sop_instance_uid = "2.25.78";
    header.series_number = 9001;
    header.series_description = "Measurements";
    header.software_version = "1";
    header.observer = "Jan Maes";
    header.at = *parse_rfc3339("2026-03-04T05:06:07Z");
    return header;
}

ImageReference image(std::uint32_t frame = 0) { return {"2.25.2", "1.2.840.10008.5.1.4.1.1.2", "2.25.3", frame}; }

Finding length() {
    return {"Length 1", "2.25.5", image(), {{Shape::polyline, {{1, 2}, {3.5, 4}}}}, {{Quantity::length, 12.5, "mm"}},
            "",         false};
}
Finding region(const std::string& unit) {
    return {"Ellipse 1",
            "2.25.6",
            image(3),
            {{Shape::ellipse, {{0, 0}, {10, 0}, {5, 2}, {5, -2}}}},
            {{Quantity::area, 30, "mm2"}, {Quantity::mean, -100.25, unit}, {Quantity::deviation, 3, unit}},
            "dark",
            true};
}

// Read again by DCMTK, which checks the content against the rules of the document.
struct Read {
    explicit Read(const std::string& bytes) {
        DcmInputBufferStream in;
        in.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
        in.setEos();
        file.transferInit();
        EXPECT_TRUE(file.read(in).good());
        file.transferEnd();
        EXPECT_TRUE(document.read(*file.getDataset()).good());
        EXPECT_TRUE(document.isValid());
    }
    std::string text(const DcmTagKey& tag) {
        OFString value;
        file.getDataset()->findAndGetOFStringArray(tag, value);
        return value.c_str();
    }
    // "concept=value" of every item that has a value to be told.
    std::vector<std::string> items() {
        std::vector<std::string> all;
        auto& tree = document.getTree();
        tree.gotoRoot();
        do {
            auto& item = tree.getCurrentContentItem();
            const std::string name = item.getConceptName().getCodeMeaning().c_str();
            if (item.getValueType() == DSRTypes::VT_Num)
                all.push_back(name + "=" + item.getNumericValue().getNumericValue().c_str() + " " +
                              item.getNumericValue().getMeasurementUnit().getCodeValue().c_str());
            if (item.getValueType() == DSRTypes::VT_Text || item.getValueType() == DSRTypes::VT_PName)
                all.push_back(name + "=" + item.getStringValue().c_str());
            if (item.getValueType() == DSRTypes::VT_Image) {
                OFString uid = item.getImageReference().getSOPInstanceUID();
                Sint32 frame = 0;
                item.getImageReference().getFrameList().getItem(1, frame);
                all.push_back(std::string("image ") + uid.c_str() + "/" + std::to_string(frame));
            }
        } while (tree.iterate() > 0);
        return all;
    }
    DcmFileFormat file;
    DSRDocument document;
};

TEST(StructuredReports, a_measurement_report_holds_what_was_measured) {  // STU-42
    auto made = measurement_report(header(), {length(), region("[hnsf'U]")});
    ASSERT_TRUE(made.has_value()) << made.error().detail();
    Read read(*made);
    EXPECT_EQ(read.text(DCM_SOPClassUID), measurement_report_class);
    EXPECT_EQ(read.text(DCM_Modality), "SR");
    EXPECT_EQ(read.text(DCM_PatientName), "Nováková^Żaneta");
    EXPECT_EQ(read.text(DCM_IssuerOfPatientID), "NORTH");
    EXPECT_EQ(read.text(DCM_StudyInstanceUID), "2.25.1");
    EXPECT_EQ(read.text(DCM_SOPInstanceUID), "2.25.78");
    EXPECT_EQ(read.text(DCM_ContentDate) + read.text(DCM_ContentTime), "20260304050607");
    EXPECT_EQ(read.text(DCM_TimezoneOffsetFromUTC), "+0000");
    const auto items = read.items();
    EXPECT_THAT(
        items, testing::IsSupersetOf({"Person Observer Name=Jan Maes", "Tracking Identifier=Length 1", "Length=12.5 mm",
                                      "Area=30 mm2", "Comment=dark", "Attenuation Coefficient=-100.25 [hnsf'U]",
                                      "image 2.25.3/0", "image 2.25.3/3"}));
    EXPECT_EQ(read.document.getCurrentRequestedProcedureEvidence().getNumberOfInstances(), 1U);
}

TEST(StructuredReports, values_without_calibration_say_so) {  // STU-41, STU-42
    auto uncalibrated = length();
    uncalibrated.values = {{Quantity::length, 200, "px"}};
    auto made = measurement_report(header(), {uncalibrated, region("")});
    ASSERT_TRUE(made.has_value()) << made.error().detail();
    EXPECT_THAT(Read(*made).items(), testing::IsSupersetOf({"Length=200 {pixels}", "Pixel value=-100.25 1"}));
}

TEST(StructuredReports, key_images_are_a_key_object_selection) {  // STU-42
    auto made = key_object_selection(header(), {image(), image(4)});
    ASSERT_TRUE(made.has_value()) << made.error().detail();
    Read read(*made);
    EXPECT_EQ(read.text(DCM_SOPClassUID), key_object_selection_class);
    EXPECT_EQ(read.text(DCM_Modality), "KO");
    EXPECT_THAT(read.items(), testing::IsSupersetOf({"image 2.25.3/0", "image 2.25.3/4"}));
}

TEST(StructuredReports, nothing_makes_no_object) {
    EXPECT_TRUE(measurement_report(header(), {}).error().is(portico::errors::invalid_input));
    EXPECT_TRUE(key_object_selection(header(), {}).error().is(portico::errors::invalid_input));
    auto nowhere = length();
    nowhere.outlines.clear();
    EXPECT_TRUE(measurement_report(header(), {nowhere}).error().is(portico::errors::invalid_input));
}

}  // namespace
}  // namespace portico::dicom_sr
