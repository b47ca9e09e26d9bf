// STU-12, STU-32, SEC-5: every object that leaves is a head and a tail.
#include "platform/dicom/head.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "platform/dicom/dicom_json.h"
#include "platform/dicom/digests.h"
#include "platform/dicom/testing_objects.h"

using namespace portico::dicom;
using namespace portico::dicom::testing;

namespace {

class CorrectedHead : public ::testing::Test {
protected:
    TemporaryFolder folder;
    std::filesystem::path file = folder / "original.dcm";
    std::filesystem::path joined = folder / "joined.dcm";

    // head + tail as one file, read again.
    InstanceFile join(const Head& head) {
        write_bytes(joined, head.bytes + read_bytes(file).substr(head.tail_offset));
        auto instance = read_instance(joined);
        if (!instance) throw std::runtime_error(instance.error().detail());
        return std::move(*instance);
    }
    static Corrections name_and_number(std::string name) {
        Corrections corrections;
        corrections.values = {{tags::patient_name, std::move(name)}, {tags::accession_number, "A-77"}};
        corrections.time = {1'706'696'100'123};
        corrections.system = "Portico";
        return corrections;
    }
};

std::string pixels_of(const std::filesystem::path& file) {
    const auto layout = walk_file(file);
    return read_bytes(file).substr(layout->pixel_value_offset, layout->pixel_value_length);
}

}  // namespace

TEST_F(CorrectedHead, joins_with_the_tail_in_every_transfer_syntax) {
    const ImageShape shape{16, 16, 2, 1, 8, "MONOCHROME2"};
    for (const auto syntax :
         {transfer_syntaxes::implicit_little, transfer_syntaxes::explicit_little, transfer_syntaxes::explicit_big,
          transfer_syntaxes::deflated_little, transfer_syntaxes::rle, transfer_syntaxes::jpeg_baseline}) {
        SCOPED_TRACE(syntax);
        ASSERT_TRUE(
            write_object(file, image_object(shape).put("PatientComments", "kept"), {pattern(512), 8}, {syntax}));
        const auto head = corrected_head(file, {name_and_number("Roe^Richard")});
        ASSERT_TRUE(head) << head.error().detail();
        const auto instance = join(*head);
        EXPECT_EQ(instance.attributes().patient_name, "Roe^Richard");
        EXPECT_EQ(instance.attributes().accession_number, "A-77");
        EXPECT_EQ(instance.transfer_syntax(), syntax);
        EXPECT_EQ(instance.sop_instance(), "2.25.101");
        EXPECT_EQ(instance.text({0x0010, 0x4000}), "kept");
        if (syntax == transfer_syntaxes::deflated_little) {
            EXPECT_EQ(head->tail_offset, read_bytes(file).size());
            continue;
        }
        EXPECT_EQ(pixels_of(joined), pixels_of(file));
        ASSERT_EQ(instance.frames().count(), 2U);
        // Frames lie as far behind the split as before.
        const auto before = read_instance(file);
        EXPECT_EQ(instance.frames().frame(1).front().offset - head->bytes.size(),
                  before->frames().frame(1).front().offset - head->tail_offset);
    }
}

TEST_F(CorrectedHead, records_what_was_there) {
    // PS3.3 C.12.1.1.9.2
    ASSERT_TRUE(write_object(file, basic_object()));
    auto second = name_and_number("Poe^Edgar");
    second.reason = Corrections::Reason::coerce;
    const auto head = corrected_head(file, {name_and_number("Roe^Richard"), second});
    ASSERT_TRUE(head);
    const auto json = boost::json::parse(to_json(join(*head)));
    const auto& records = json.at("04000561").at("Value").as_array();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].at("04000562").at("Value").at(0), "20240131101500.123+0000");
    EXPECT_EQ(records[0].at("04000563").at("Value").at(0), "Portico");
    EXPECT_EQ(records[0].at("04000565").at("Value").at(0), "CORRECT");
    EXPECT_EQ(records[1].at("04000565").at("Value").at(0), "COERCE");
    const auto& first_values = records[0].at("04000550").at("Value").at(0);
    EXPECT_EQ(first_values.at("00100010").at("Value").at(0).at("Alphabetic"), "Doe^Jane");
    EXPECT_EQ(first_values.at("00080050"), boost::json::parse(R"({"vr":"SH"})"));
    EXPECT_EQ(records[1].at("04000550").at("Value").at(0).at("00100010").at("Value").at(0).at("Alphabetic"),
              "Roe^Richard");
}

TEST_F(CorrectedHead, becomes_utf8_when_the_new_value_needs_it) {
    DataSet item;
    item.put_as({0x0008, 0x0104}, "LO",
                "Sch\xE4"
                "del");
    ASSERT_TRUE(write_object(file, basic_object()
                                       .put_as(tags::specific_character_set, "CS", "ISO_IR 100")
                                       .put_as(tags::patient_name, "PN", "M\xFCller^J\xF6rg")
                                       .put_as(tags::study_description, "LO",
                                               "Sch\xE4"
                                               "del")
                                       .put("ProcedureCodeSequence", std::vector<DataSet>{item})));
    auto plain = corrected_head(file, {name_and_number("Mueller^Joerg")});
    ASSERT_TRUE(plain);
    EXPECT_EQ(join(*plain).text(tags::specific_character_set), "ISO_IR 100");
    EXPECT_EQ(join(*plain).attributes().study_description, "Schädel");

    const auto head = corrected_head(file, {name_and_number("山田^太郎")});
    ASSERT_TRUE(head) << head.error().detail();
    const auto instance = join(*head);
    EXPECT_EQ(instance.text(tags::specific_character_set), "ISO_IR 192");
    EXPECT_EQ(instance.attributes().patient_name, "山田^太郎");
    EXPECT_EQ(instance.attributes().study_description, "Schädel");
    const auto json = boost::json::parse(to_json(instance));
    EXPECT_EQ(json.at("00081032").at("Value").at(0).at("00080104").at("Value").at(0), "Schädel");
    EXPECT_EQ(json.at("04000561")
                  .at("Value")
                  .at(0)
                  .at("04000550")
                  .at("Value")
                  .at(0)
                  .at("00100010")
                  .at("Value")
                  .at(0)
                  .at("Alphabetic"),
              "Müller^Jörg");
}

TEST_F(CorrectedHead, refuses_what_may_not_be_corrected) {
    ASSERT_TRUE(write_object(file, image_object({2, 2}), {pattern(4), 8}));
    for (const auto& [tag, value] : std::vector<std::pair<Tag, std::string>>{
             {tags::study_instance_uid, "1.2"},
             {tags::sop_class_uid, "1.2"},
             {tags::specific_character_set, "ISO_IR 100"},
             {{0x0028, 0x0010}, "4"},
             {{0x0028, 0x0004}, "RGB"},
             {{0x0002, 0x0010}, "1.2.3"},
             {{0x0009, 0x1001}, "x"},
             {tags::pixel_data, "x"},
             {{0x0008, 0x1140}, "x"},
             {tags::patient_birth_date, "yesterday"},
             {tags::patient_id, std::string("a\0b", 3)},
             {tags::patient_id, "a\nb"},
             {tags::patient_id, std::string(65, 'x')},
             {tags::patient_sex, "female"},
             {tags::patient_name, "\xFF"},
         }) {
        Corrections corrections;
        corrections.values = {{tag, value}};
        const auto head = corrected_head(file, {corrections});
        ASSERT_FALSE(head) << to_text(tag) << " " << value;
        EXPECT_TRUE(head.error().is(errors::invalid_correction));
        EXPECT_EQ(head.error().fields().size(), 1U);
    }
}

TEST_F(CorrectedHead, clears_a_value) {
    ASSERT_TRUE(write_object(file, basic_object()));
    Corrections corrections;
    corrections.values = {{tags::patient_id, ""}};
    const auto head = corrected_head(file, {corrections});
    ASSERT_TRUE(head);
    EXPECT_EQ(join(*head).attributes().patient_id, "");
}

TEST_F(CorrectedHead, keeps_long_private_and_trailing_elements) {
    auto bytes = meta_for(transfer_syntaxes::explicit_little) + uids() +
                 short_element({0x0009, 0x0010}, "LO", "CREATOR") + long_header({0x0009, 0x1001}, "UN", 200'000) +
                 pattern(200'000) + study_and_series() + long_header(tags::pixel_data, "OB", 4) + "pppp" +
                 short_element({0x7FE1, 0x0010}, "LO", "AFTER");
    write_bytes(file, bytes);
    const auto head = corrected_head(file, {name_and_number("Roe^Richard")});
    ASSERT_TRUE(head) << head.error().detail();
    const auto instance = join(*head);
    EXPECT_EQ(instance.text({0x7FE1, 0x0010}), "AFTER");
    const auto value = find_value(joined, "00091001");
    ASSERT_TRUE(value);
    EXPECT_EQ(read_bytes(joined).substr(value->range.offset, value->range.length), pattern(200'000));
}

TEST_F(CorrectedHead, shows_in_json_before_it_is_written) {
    ASSERT_TRUE(write_object(file, basic_object()));
    auto instance = read_instance(file);
    ASSERT_TRUE(instance);
    ASSERT_TRUE(correct(*instance, name_and_number("Roe^Richard")));
    EXPECT_EQ(instance->attributes().patient_name, "Roe^Richard");
    EXPECT_NE(to_json(*instance).find("Roe^Richard"), std::string::npos);
}

TEST_F(CorrectedHead, plain_only_has_its_preamble_zeroed) {
    // SEC-5: polyglot files
    ASSERT_TRUE(write_object(file, image_object({2, 2}), {pattern(4), 8}));
    auto bytes = read_bytes(file);
    bytes.replace(0, 10, "MZ\x90polyglot");
    write_bytes(file, bytes);
    const auto layout = walk_file(file);
    const auto head = plain_head(file, layout->tail_offset);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->bytes.substr(0, 128), std::string(128, '\0'));
    EXPECT_EQ(head->bytes.substr(128), bytes.substr(128, layout->tail_offset - 128));
    write_bytes(joined, head->bytes);
    EXPECT_EQ(digest_file(joined, 0, head->bytes.size())->head_crc32,
              digest_file(file, 0, layout->tail_offset)->neutral_head_crc32);
}

// STU-1: between the two native little endian encodings and back nothing is lost.
TEST_F(CorrectedHead, recodes_native_objects_and_back) {
    const ImageShape shape{16, 16, 2, 1, 16, "MONOCHROME2"};
    const std::string_view syntaxes[] = {transfer_syntaxes::implicit_little, transfer_syntaxes::explicit_little};
    for (const int from : {0, 1}) {
        DataSet code;
        code.put("CodeValue", "T-1").put("CodeMeaning", "Kopf");
        ASSERT_TRUE(write_object(file, image_object(shape).put("ProcedureCodeSequence", {code}), {pattern(1024), 16},
                                 {syntaxes[from]}));
        const auto data_set = [](const std::filesystem::path& of) {
            return read_bytes(of).substr(walk_file(of)->data_set_offset);
        };
        // The object of `path` in the other syntax.
        const auto recoded = [](const std::filesystem::path& path) {
            const auto instance = read_instance(path);
            const auto parts = recode(*instance);
            EXPECT_TRUE(parts) << parts.error().detail();
            return parts->before + read_bytes(path).substr(parts->pixels.offset, parts->pixels.length) + parts->after;
        };
        write_bytes(joined, meta_for(syntaxes[1 - from]) + recoded(file));
        const auto other = read_instance(joined);
        ASSERT_TRUE(other) << other.error().detail();
        EXPECT_EQ(other->transfer_syntax(), syntaxes[1 - from]);
        EXPECT_EQ(other->attributes().patient_name, "Doe^Jane");
        EXPECT_EQ(pixels_of(joined), pixels_of(file));
        EXPECT_EQ(to_json(*other), to_json(*read_instance(file)));
        EXPECT_TRUE(recoded(joined) == data_set(file));
    }
}

TEST_F(CorrectedHead, recodes_nothing_else) {
    const ImageShape shape{16, 16, 1, 1, 8, "MONOCHROME2"};
    for (const auto syntax : {transfer_syntaxes::explicit_big, transfer_syntaxes::deflated_little,
                              transfer_syntaxes::rle, transfer_syntaxes::jpeg_baseline}) {
        ASSERT_TRUE(write_object(file, image_object(shape), {pattern(256), 8}, {syntax}));
        EXPECT_TRUE(recode(*read_instance(file)).error().is(errors::malformed)) << syntax;
    }
}
