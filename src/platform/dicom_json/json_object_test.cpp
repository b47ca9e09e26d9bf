#include "platform/dicom_json/json_object.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "platform/dicom/dicom_json.h"
#include "platform/dicom/errors.h"
#include "platform/dicom/writer.h"

namespace portico::dicom {
namespace {

const std::string uids =
    R"("00080016":{"vr":"UI","Value":["1.2.840.10008.5.1.4.1.1.7"]},"00080018":{"vr":"UI","Value":["2.25.1"]},)"
    R"("0020000D":{"vr":"UI","Value":["2.25.2"]},"0020000E":{"vr":"UI","Value":["2.25.3"]})";
const std::string image =
    R"("00280002":{"vr":"US","Value":[1]},"00280004":{"vr":"CS","Value":["MONOCHROME2"]},)"
    R"("00280010":{"vr":"US","Value":[2]},"00280011":{"vr":"US","Value":[2]},"00280100":{"vr":"US","Value":[8]},)"
    R"("7FE00010":{"vr":"OB","BulkDataURI":"pixels"})";

class JsonObjectTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "portico-json-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder = name;
    }
    void TearDown() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }

    static JsonObject one(const std::string& elements) {
        auto objects = read_json_objects("[{" + elements + "}]").value();
        return std::move(objects.at(0)).value();
    }
    static const ErrorKind& error_of(const std::string& elements) {
        auto objects = read_json_objects("[{" + elements + "}]").value();
        return objects.at(0).error().kind();
    }
    std::filesystem::path write(const JsonObject& object, const std::vector<std::string>& pixels = {},
                                std::string_view syntax = transfer_syntaxes::explicit_little) {
        std::string bytes;
        std::vector<std::uint64_t> sizes;
        for (const auto& piece : pixels) sizes.push_back(piece.size());
        const ObjectSink sink{[&](std::string_view text) -> Result<void> {
                                  bytes += text;
                                  return {};
                              },
                              [&](std::size_t, std::size_t part) -> Result<void> {
                                  bytes += pixels.at(part);
                                  return {};
                              }};
        const auto encoding =
            syntax == transfer_syntaxes::explicit_little ? BulkEncoding::native : BulkEncoding::encapsulated;
        EXPECT_TRUE(object.write(syntax, encoding, {object.bulks().size(), sizes}, sink).has_value());
        std::ofstream(folder / "object", std::ios::binary).write(bytes.data(), std::ssize(bytes));
        return folder / "object";
    }

    std::filesystem::path folder;
};

TEST_F(JsonObjectTest, becomes_an_object_that_says_the_same) {  // STU-2
    const auto elements =
        uids +
        R"(,"00080005":{"vr":"CS","Value":["ISO_IR 100"]},"00080008":{"vr":"CS","Value":["ORIGINAL","PRIMARY"]},)"
        R"("00081140":{"vr":"SQ","Value":[{"00081150":{"vr":"UI","Value":["1.2.3"]}}]},)"
        R"("00100010":{"vr":"PN","Value":[{"Alphabetic":"Müller^Jürgen","Ideographic":"山田"}]},)"
        R"("00100020":{"vr":"LO","Value":["P-1"]},"00100030":{"vr":"DA"},)"
        R"("00180088":{"vr":"DS","Value":[1.5,2]},"00189087":{"vr":"FD","Value":[0.25]},)"
        R"("00200013":{"vr":"IS","Value":[7]},"00280009":{"vr":"AT","Value":["00181063"]},)"
        R"("00280106":{"vr":"SS","Value":[-5]},"00420011":{"vr":"OB","InlineBinary":"AAECAw=="})";
    const auto read = read_instance(write(one(elements)));
    ASSERT_TRUE(read.has_value()) << read.error().detail();
    const auto json = to_json(*read);
    for (const auto* part : {R"("00080008":{"vr":"CS","Value":["ORIGINAL","PRIMARY"]})",
                             R"("Alphabetic":"Müller^Jürgen")", R"("Ideographic":"山田")",
                             R"("00081150":{"vr":"UI","Value":["1.2.3"]})", R"("00180088":{"vr":"DS","Value":[1.5,2]})",
                             R"("00189087":{"vr":"FD","Value":[0.25]})", R"("00200013":{"vr":"IS","Value":[7]})",
                             R"("00280009":{"vr":"AT","Value":["00181063"]})", R"("00280106":{"vr":"SS","Value":[-5]})",
                             R"("InlineBinary":"AAECAw==")", R"("00080005":{"vr":"CS","Value":["ISO_IR 192"]})"})
        EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
}

TEST_F(JsonObjectTest, takes_its_pixels_from_elsewhere) {  // STU-2
    const auto object = one(uids + "," + image);
    ASSERT_EQ(object.bulks().size(), 1U);
    EXPECT_EQ(object.bulks()[0].uri, "pixels");
    EXPECT_TRUE(object.bulks()[0].is_pixel_data);
    const auto read = read_instance(write(object, {"abcd"}));
    ASSERT_TRUE(read.has_value()) << read.error().detail();
    EXPECT_EQ(read->frames().count(), 1U);
    EXPECT_EQ(read->frames().frame(0).at(0).length, 4U);
}

TEST_F(JsonObjectTest, keeps_each_frame_of_encapsulated_pixels_apart) {  // STU-2
    const auto object = one(uids + R"(,"00280008":{"vr":"IS","Value":["2"]},)" + image);
    EXPECT_EQ(object.frames(), 2U);
    const auto read = read_instance(write(object, {"first", "second"}, transfer_syntaxes::rle));
    ASSERT_TRUE(read.has_value()) << read.error().detail();
    EXPECT_EQ(read->transfer_syntax(), transfer_syntaxes::rle);
    ASSERT_EQ(read->frames().count(), 2U);
    EXPECT_EQ(read->frames().frame(1).at(0).length, 6U);
}

TEST_F(JsonObjectTest, pads_what_is_odd) {
    const auto object = one(uids + R"(,"00420011":{"vr":"OB","BulkDataURI":"pdf"})");
    EXPECT_FALSE(object.bulks()[0].is_pixel_data);
    EXPECT_TRUE(read_instance(write(object, {"odd"})).has_value());
}

TEST_F(JsonObjectTest, refuses_what_is_no_model) {  // STU-6
    EXPECT_FALSE(read_json_objects("").has_value());
    EXPECT_FALSE(read_json_objects("{}").has_value());
    EXPECT_FALSE(read_json_objects("[{}").has_value());
    EXPECT_FALSE(read_json_objects(std::string(5000, '[')).has_value());
    EXPECT_TRUE(read_json_objects("[1]").value().at(0).error().is(errors::malformed));
    EXPECT_EQ(error_of("").code, errors::missing_uid.code);
    EXPECT_EQ(error_of(R"("00080016":{"vr":"UI","Value":["x"]},"00080018":{"vr":"UI","Value":["1"]},)"
                       R"("0020000D":{"vr":"UI","Value":["1"]})")
                  .code,
              errors::invalid_uid.code);
    for (const auto* bad :
         {R"("PatientName":{"vr":"PN"})", R"("00100010":"x")", R"("00100010":{"vr":"XX"})",
          R"("00100010":{"vr":"PN","Value":["a b"]},"00100010 ":{"vr":"PN"})",
          R"("00280010":{"vr":"US","Value":[65536]})", R"("00280010":{"vr":"US","Value":["x"]})",
          R"("00280010":{"vr":"US","Value":{}})", R"("00100020":{"vr":"LO","Value":["a\u0000"]})",
          R"("00100020":{"vr":"LO","BulkDataURI":"x"})", R"("00420011":{"vr":"OB","InlineBinary":"*"})",
          R"("00081140":{"vr":"SQ","Value":[1]})", R"("FFFEE000":{"vr":"UN"})", R"("0020000d":{"vr":"UI"})"})
        EXPECT_EQ(error_of(uids + "," + bad).code, errors::malformed.code) << bad;
    EXPECT_EQ(error_of(uids + R"(,"00100020":{"vr":"LO","Value":[")" + std::string(70'000, 'x') + "\"]}").code,
              errors::malformed.code);
}

TEST_F(JsonObjectTest, refuses_pixels_of_which_there_is_not_one_piece) {
    const ObjectSink sink{[](std::string_view) -> Result<void> { return {}; },
                          [](std::size_t, std::size_t) -> Result<void> { return {}; }};
    const auto object = one(uids + "," + image);
    for (const std::vector<std::uint64_t>& sizes : {std::vector<std::uint64_t>{}, {1, 1}, {0xFFFF'FFFF}})
        EXPECT_TRUE(object.write(transfer_syntaxes::explicit_little, BulkEncoding::native, {sizes}, sink)
                        .error()
                        .is(errors::malformed));
}

}  // namespace
}  // namespace portico::dicom
