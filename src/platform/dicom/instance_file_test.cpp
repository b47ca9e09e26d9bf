#include "platform/dicom/instance_file.h"

#include <gmock/gmock.h>

#include "platform/dicom/testing_objects.h"

using namespace portico::dicom;
using namespace portico::dicom::testing;
using ::testing::ElementsAre;

namespace {

class ReadInstance : public ::testing::Test {
protected:
    TemporaryFolder folder;
    std::filesystem::path file = folder / "object.dcm";

    InstanceFile read(const DataSet& data, std::string_view syntax = transfer_syntaxes::explicit_little) {
        if (auto written = write_object(file, data, {}, {syntax}); !written)
            throw std::runtime_error(written.error().detail());
        auto instance = read_instance(file);
        if (!instance) throw std::runtime_error(instance.error().detail());
        return std::move(*instance);
    }
    Attributes with_name(std::string charset, std::string name) {
        return read(basic_object()
                        .put_as(tags::specific_character_set, "CS", std::move(charset))
                        .put_as(tags::patient_name, "PN", std::move(name)))
            .attributes();
    }
};

DataSet code(std::string value, std::string scheme) {
    DataSet item;
    item.put("CodeValue", value).put("CodingSchemeDesignator", scheme).put("CodeMeaning", "identifier");
    return item;
}

}  // namespace

TEST_F(ReadInstance, gives_what_lists_need) {
    // STU-21
    const auto instance = read(basic_object()
                                   .put("IssuerOfPatientID", "ISSUER")
                                   .put("PatientBirthDate", "19700102")
                                   .put("PatientSex", "F")
                                   .put("AccessionNumber", "ACC-1 ")
                                   .put("StudyID", "7")
                                   .put("StudyDate", "20240131")
                                   .put("StudyTime", "101500.25")
                                   .put("StudyDescription", "CT head")
                                   .put("SeriesNumber", "3")
                                   .put("SeriesDescription", "axial")
                                   .put("BodyPartExamined", "HEAD")
                                   .put("InstitutionName", "Hospital")
                                   .put("StationName", "CT1")
                                   .put("InstanceNumber", "12")
                                   .put("ImageType", "ORIGINAL\\PRIMARY\\AXIAL")
                                   .put("WindowCenter", "40\\500")
                                   .put("WindowWidth", "80\\2000")
                                   .put("TimezoneOffsetFromUTC", "+0100"));
    const auto& a = instance.attributes();
    EXPECT_EQ(instance.sop_class(), secondary_capture);
    EXPECT_EQ(instance.sop_instance(), "2.25.101");
    EXPECT_EQ(instance.study_uid(), "2.25.102");
    EXPECT_EQ(instance.series_uid(), "2.25.103");
    EXPECT_EQ(instance.transfer_syntax(), transfer_syntaxes::explicit_little);
    EXPECT_EQ(a.patient_id, "P-1");
    EXPECT_EQ(a.issuer_of_patient_id, "ISSUER");
    EXPECT_EQ(a.patient_name, "Doe^Jane");
    EXPECT_EQ(a.birth_date, "19700102");
    EXPECT_EQ(a.sex, "F");
    EXPECT_EQ(a.accession_number, "ACC-1");
    EXPECT_EQ(a.study_date, "20240131");
    EXPECT_EQ(a.study_time, "101500.25");
    EXPECT_EQ(a.study_description, "CT head");
    EXPECT_EQ(a.series_number, "3");
    EXPECT_EQ(a.body_part, "HEAD");
    EXPECT_EQ(a.station, "CT1");
    EXPECT_EQ(a.image_type, "ORIGINAL\\PRIMARY\\AXIAL");
    EXPECT_EQ(a.window_center, "40\\500");
    EXPECT_EQ(a.timezone_offset, "+0100");
    EXPECT_EQ(a.frames, 1U);
    EXPECT_EQ(instance.text({0x0028, 0x1050}), "40");
    EXPECT_FALSE(instance.text({0x0010, 0x4000}));
}

TEST_F(ReadInstance, reads_every_native_transfer_syntax) {
    for (const auto syntax : {transfer_syntaxes::implicit_little, transfer_syntaxes::explicit_little,
                              transfer_syntaxes::explicit_big, transfer_syntaxes::deflated_little}) {
        const auto instance = read(basic_object().put("Rows", 12), syntax);
        EXPECT_EQ(instance.transfer_syntax(), syntax);
        EXPECT_EQ(instance.attributes().patient_name, "Doe^Jane");
        EXPECT_EQ(instance.attributes().rows, 12U);
        EXPECT_EQ(instance.study_uid(), "2.25.102");
        EXPECT_EQ(instance.layout().deflated, syntax == transfer_syntaxes::deflated_little);
    }
}

TEST_F(ReadInstance, reads_syntaxes_that_no_codec_knows) {
    // STU-1: HTJ2K is kept as it is.
    write_bytes(file, meta_for("1.2.840.10008.1.2.4.202") + uids() + study_and_series() +
                          long_header(tags::pixel_data, "OB", 0xFFFFFFFF) + item_header(0) + item_header(4) + "data" +
                          sequence_end());
    const auto instance = read_instance(file);
    ASSERT_TRUE(instance) << instance.error().detail();
    EXPECT_EQ(instance->transfer_syntax(), "1.2.840.10008.1.2.4.202");
    EXPECT_EQ(instance->frames().frame_length(0), 4U);
}

TEST_F(ReadInstance, finds_the_identifiers_of_physicians) {
    // CLA-12: referrals go by identifier and by name.
    DataSet referring;
    referring.put("PersonIdentificationCodeSequence", std::vector<DataSet>{code("12345", "NPI"), code("99", "")})
        .put("InstitutionName", "Practice");
    DataSet requesting;
    requesting.put("PersonIdentificationCodeSequence", std::vector<DataSet>{code("777", "AGB")});
    const auto a = read(basic_object()
                            .put("ReferringPhysicianName", "House^Gregory")
                            .put("ReferringPhysicianIdentificationSequence", std::vector<DataSet>{referring})
                            .put("RequestingPhysician", "Cuddy^Lisa")
                            .put("RequestingPhysicianIdentificationSequence", std::vector<DataSet>{requesting})
                            .put("ConsultingPhysicianName", "Wilson^James\\Foreman^Eric"))
                       .attributes();
    EXPECT_THAT(a.physician_identifiers, ElementsAre(PhysicianIdentifier{"12345", "NPI", PhysicianRole::referring},
                                                     PhysicianIdentifier{"99", "Practice", PhysicianRole::referring},
                                                     PhysicianIdentifier{"777", "AGB", PhysicianRole::requesting}));
    EXPECT_THAT(a.physicians, ElementsAre(PhysicianName{"House^Gregory", PhysicianRole::referring},
                                          PhysicianName{"Cuddy^Lisa", PhysicianRole::requesting},
                                          PhysicianName{"Wilson^James", PhysicianRole::consulting},
                                          PhysicianName{"Foreman^Eric", PhysicianRole::consulting}));
}

TEST_F(ReadInstance, decodes_the_character_sets_of_dicom) {
    // GEN-8; the names are those of PS3.5 annexes H to K.
    EXPECT_EQ(with_name("ISO_IR 100", "Buc^J\xE9r\xF4me").patient_name, "Buc^Jérôme");
    EXPECT_EQ(with_name("ISO_IR 101", "Wa\xB3\xEAsa").patient_name, "Wałęsa");
    EXPECT_EQ(with_name("ISO_IR 144", "\xBB\xEE\xDA").patient_name, "Люк");
    EXPECT_EQ(with_name("ISO_IR 166", "\xB9\xD2").patient_name, "นา");
    EXPECT_EQ(with_name("\\ISO 2022 IR 58", "Wang=\x1B$)A\xCD\xF5").patient_name, "Wang=王");
    EXPECT_EQ(with_name("ISO 2022 IR 100\\ISO 2022 IR 144", "J\xE9r^\x1B-L\xBB\xEE\xDA^\xE9").patient_name,
              "Jér^Люк^é");
    EXPECT_EQ(with_name("ISO_IR 126", "\xC4\xE9\xEF\xED\xF5\xF3\xE9\xEF\xF2").patient_name, "Διονυσιος");
    EXPECT_EQ(with_name("ISO_IR 192", "Wang^XiaoDong=王^小東").patient_name, "Wang^XiaoDong=王^小東");
    EXPECT_EQ(with_name("GB18030", "Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB").patient_name, "Wang^XiaoDong=王^小东");
    EXPECT_EQ(with_name("\\ISO 2022 IR 87",
                        "Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B=\x1B$B$d$^$@\x1B(B^\x1B$B$?$m$&\x1B(B")
                  .patient_name,
              "Yamada^Tarou=山田^太郎=やまだ^たろう");
    EXPECT_EQ(with_name("\\ISO 2022 IR 149", "Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7").patient_name,
              "Hong^Gildong=洪^吉洞");
    EXPECT_EQ(
        with_name("ISO 2022 IR 13\\ISO 2022 IR 87", "\xD4\xCF\xC0\xDE^\xC0\xDB\xB3=\x1B$B;3ED\x1B(J^\x1B$BB@O:\x1B(J")
            .patient_name,
        "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎");
    EXPECT_EQ(with_name("ISO_IR 13", "\xD4\xCF\xC0\xDE^\xC0\xDB\xB3").patient_name, "ﾔﾏﾀﾞ^ﾀﾛｳ");
}

TEST_F(ReadInstance, never_fails_for_broken_text) {
    EXPECT_EQ(with_name("ISO_IR 192", "M\xFCller").patient_name, "M\xEF\xBF\xBDller");
    EXPECT_EQ(with_name("NO SUCH SET", "M\xFCller").patient_name, "M\xEF\xBF\xBDller");
    EXPECT_EQ(with_name("", "M\xFCller").patient_name, "M\xEF\xBF\xBDller");
    EXPECT_EQ(with_name("", "M\xC3\xBCller").patient_name, "Müller");
    const auto half = with_name("\\ISO 2022 IR 87", "Yamada^Tarou=\x1B$B;3\xFF\x1B(B^\x1B$BB@O:\x1B(B").patient_name;
    EXPECT_TRUE(half.starts_with("Yamada^Tarou=")) << half;
    EXPECT_TRUE(half.ends_with("^太郎")) << half;
}

TEST_F(ReadInstance, leaves_long_values_in_the_file) {
    const auto instance = read(basic_object()
                                   .put_as({0x0042, 0x0011}, "OB", std::string(1'000'000, 'x'))
                                   .put("EncapsulatedDocumentLength", 1'000'000));
    EXPECT_EQ(instance.attributes().patient_id, "P-1");
}
