#include "platform/dicom/dicom_json.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <ctime>

#include "platform/dicom/testing_objects.h"

using namespace portico::dicom;
using namespace portico::dicom::testing;
namespace json = boost::json;

namespace {

class DicomJson : public ::testing::Test {
protected:
    TemporaryFolder folder;
    std::filesystem::path file = folder / "object.dcm";

    json::object of(const DataSet& data, const JsonOptions& options = {},
                    std::string_view syntax = transfer_syntaxes::explicit_little) {
        if (auto written = write_object(file, data, {}, {syntax}); !written)
            throw std::runtime_error(written.error().detail());
        return of_file(options);
    }
    json::object of_file(const JsonOptions& options = {}) {
        auto instance = read_instance(file);
        if (!instance) throw std::runtime_error(instance.error().detail());
        return json::parse(to_json(*instance, options)).as_object();
    }
};

json::value parse(const char* text) { return json::parse(text); }

}  // namespace

TEST_F(DicomJson, writes_every_kind_of_value_as_the_model_says) {
    // STU-31, PS3.18 F.2
    DataSet item;
    item.put("CodeValue", "T-1").put("CodeMeaning", "Thing");
    const auto out = of(basic_object()
                            .put("PatientName", "Yamada^Tarou=山田^太郎=やまだ^たろう")
                            .put("PatientWeight", "70.50")
                            .put("InstanceNumber", "007")
                            .put("ImageType", "ORIGINAL\\\\AXIAL")
                            .put("AccessionNumber", "")
                            .put("Rows", 512)
                            .put("PatientComments", "line\r\n\"quoted\" \\ end")
                            .put("ProcedureCodeSequence", std::vector<DataSet>{item, DataSet()})
                            .put("ReferencedStudySequence", std::vector<DataSet>())
                            .put("FrameIncrementPointer", "(0018,1063)")
                            .put_as({0x0018, 0x9087}, "FD", "0.1")
                            .put_as({0x0011, 0x0010}, "LO", "PRIVATE CREATOR")
                            .put_as({0x0011, 0x1001}, "UN", "abcd"));
    EXPECT_EQ(out.at("00080005"), parse(R"({"vr":"CS","Value":["ISO_IR 192"]})"));
    EXPECT_EQ(
        out.at("00100010"),
        parse(
            R"({"vr":"PN","Value":[{"Alphabetic":"Yamada^Tarou","Ideographic":"山田^太郎","Phonetic":"やまだ^たろう"}]})"));
    EXPECT_EQ(out.at("00101030"), parse(R"({"vr":"DS","Value":[70.5]})"));
    EXPECT_EQ(out.at("00200013"), parse(R"({"vr":"IS","Value":[7]})"));
    EXPECT_EQ(out.at("00080008"), parse(R"({"vr":"CS","Value":["ORIGINAL",null,"AXIAL"]})"));
    EXPECT_EQ(out.at("00080050"), parse(R"({"vr":"SH"})"));
    EXPECT_EQ(out.at("00280010"), parse(R"({"vr":"US","Value":[512]})"));
    EXPECT_EQ(out.at("00104000"), parse(R"({"vr":"LT","Value":["line\r\n\"quoted\" \\ end"]})"));
    EXPECT_EQ(
        out.at("00081032"),
        parse(
            R"({"vr":"SQ","Value":[{"00080100":{"vr":"SH","Value":["T-1"]},"00080104":{"vr":"LO","Value":["Thing"]}},{}]})"));
    EXPECT_EQ(out.at("00081110"), parse(R"({"vr":"SQ"})"));
    EXPECT_EQ(out.at("00280009"), parse(R"({"vr":"AT","Value":["00181063"]})"));
    EXPECT_EQ(out.at("00189087"), parse(R"({"vr":"FD","Value":[0.1]})"));
    EXPECT_EQ(out.at("00111001"), parse(R"({"vr":"UN","InlineBinary":"YWJjZA=="})"));
    EXPECT_FALSE(out.contains("00020010"));
}

TEST_F(DicomJson, gives_large_values_and_pixels_by_uri) {
    DataSet item;
    item.put_as({0x0042, 0x0011}, "OB", std::string(3000, 'x'));
    JsonOptions options;
    options.bulk_data_uri = [](std::string_view path) { return "/bulk/" + std::string(path); };
    ASSERT_TRUE(write_object(file,
                             image_object({4, 4})
                                 .put("SourceImageSequence", std::vector<DataSet>{item})
                                 .put_as({0x0042, 0x0011}, "OB", std::string(100'000, 'y')),
                             {pattern(16), 8}));
    const auto out = of_file(options);
    EXPECT_EQ(out.at("7FE00010"), parse(R"({"vr":"OB","BulkDataURI":"/bulk/7FE00010"})"));
    EXPECT_EQ(out.at("00420011"), parse(R"({"vr":"OB","BulkDataURI":"/bulk/00420011"})"));
    EXPECT_EQ(out.at("00082112").at("Value").at(0).at("00420011"),
              parse(R"({"vr":"OB","BulkDataURI":"/bulk/00082112/1/00420011"})"));
    EXPECT_TRUE(find_value(file, "00082112/1/00420011"));
    EXPECT_EQ(of_file().at("00420011"), parse(R"({"vr":"OB"})"));
}

TEST_F(DicomJson, is_the_same_from_every_transfer_syntax) {
    auto data = basic_object()
                    .put("Rows", 258)
                    .put("PatientWeight", "1e2")
                    .put_as({0x0028, 0x1201}, "OW", std::string("\x01\x02\x03\x04", 4));
    const auto reference = of(data);
    EXPECT_EQ(reference.at("00281201").at("InlineBinary"), "AQIDBA==");
    for (const auto syntax :
         {transfer_syntaxes::implicit_little, transfer_syntaxes::explicit_big, transfer_syntaxes::deflated_little})
        EXPECT_EQ(of(data, {}, syntax), reference) << syntax;
}

TEST_F(DicomJson, stays_valid_whatever_the_header_says) {
    for (const char* number : {"abc", "1e999", "+5", ".5", "5.", "-", "--1", "1 2", "0x10", "NaN", "00012", "-0", "1e",
                               "1e+", "9999999999999999999999", " 7 "}) {
        const auto out =
            of(basic_object().put_as({0x0010, 0x1030}, "DS", number).put_as({0x0020, 0x0013}, "IS", number));
        EXPECT_EQ(out.at("00101030").at("vr"), "DS") << number;
    }
    EXPECT_EQ(of(basic_object().put_as({0x0010, 0x1030}, "DS", "abc")).at("00101030"),
              parse(R"({"vr":"DS","Value":["abc"]})"));
    EXPECT_EQ(of(basic_object().put_as({0x0010, 0x1030}, "DS", ".5\\+5.")).at("00101030").at("Value"),
              parse("[0.5,5]"));
    const std::string controls("a\x01\x1f\x7f\0b", 6);
    EXPECT_TRUE(of(basic_object().put_as({0x0008, 0x1030}, "LO", controls)).contains("00081030"));
    EXPECT_TRUE(of(basic_object().put_as({0x0008, 0x1030}, "LO", "\xFF\xFE\xC3")).contains("00081030"));
    EXPECT_TRUE(of(basic_object().put_as({0x0008, 0x0060}, "CS", "\xFF")).contains("00080060"));
}

TEST_F(DicomJson, writes_numbers_that_json_lacks_as_words) {
    write_bytes(file,
                meta_for(transfer_syntaxes::explicit_little) + uids() +
                    short_element({0x0018, 0x9087}, "FD", std::string("\0\0\0\0\0\0\xF8\x7F\0\0\0\0\0\0\xF0\xFF", 16)) +
                    study_and_series());
    EXPECT_EQ(of_file().at("00189087").at("Value"), parse(R"(["NaN","-inf"])"));
}

TEST_F(DicomJson, is_made_five_hundred_times_a_second) {
    auto data = image_object({4, 4});
    DataSet code;
    code.put("CodeValue", "1").put("CodingSchemeDesignator", "S").put("CodeMeaning", "M");
    data.put("ProcedureCodeSequence", std::vector<DataSet>(10, code));
    for (const char* text : {"StudyDescription", "SeriesDescription", "InstitutionName", "Manufacturer", "ProtocolName",
                             "StationName", "OperatorsName"})
        data.put(text, "some text");
    ASSERT_TRUE(write_object(file, data, {pattern(16), 8}));
    const auto start = std::clock();
    for (int i = 0; i < 100; ++i) ASSERT_FALSE(to_json(*read_instance(file)).empty());
    // Ten times the wanted processor time, for unoptimised builds.
    EXPECT_LT(std::clock() - start, 2 * CLOCKS_PER_SEC);
}
