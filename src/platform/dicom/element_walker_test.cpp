// STU-6: malformed objects are refused with the right status, in bounded time and memory.
#include "platform/dicom/element_walker.h"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <ctime>

#include "platform/dicom/errors.h"
#include "platform/dicom/inflate.h"
#include "platform/dicom/testing_objects.h"

using portico::Result;
using namespace portico::dicom;
using namespace portico::dicom::testing;

namespace {

class HostileFile : public ::testing::Test {
protected:
    TemporaryFolder folder;
    std::filesystem::path file = folder / "object.dcm";

    Result<InstanceFile> read(const std::string& bytes) {
        write_bytes(file, bytes);
        return read_instance(file);
    }
    static std::string text_of(const Result<InstanceFile>& result) {
        return result ? "accepted" : std::string(result.error().kind().code) + ": " + result.error().detail();
    }
};

long peak_kib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

// Held to a second and 64 MiB (32 times less than what the worst of these ask for).
template <class Do>
void expect_bounded(Do action) {
    const auto memory = peak_kib();
    // Processor time, so that a busy machine changes nothing.
    const auto start = std::clock();
    action();
    EXPECT_LT(std::clock() - start, CLOCKS_PER_SEC);
    EXPECT_LT(peak_kib() - memory, 64 * 1024);
}

std::string nested(unsigned depth, bool defined) {
    std::string opening;
    std::string closing;
    for (unsigned left = depth; left-- > 0;) {
        // 20 bytes a level: the sequence's header and the item's.
        opening += long_header({0x0008, 0x1140}, "SQ", defined ? left * 20 + 8 : 0xFFFFFFFF) +
                   item_header(defined ? left * 20 : 0xFFFFFFFF);
        if (!defined) closing += item_end() + sequence_end();
    }
    return opening + closing;
}

}  // namespace

#define EXPECT_REFUSED(result, expected)                                             \
    do {                                                                             \
        const auto refused_result = (result);                                        \
        ASSERT_FALSE(refused_result.has_value());                                    \
        EXPECT_TRUE(refused_result.error().is(expected)) << text_of(refused_result); \
    } while (false)

TEST_F(HostileFile, is_refused_when_it_is_no_dicom) {
    EXPECT_REFUSED(read(""), errors::not_dicom);
    EXPECT_REFUSED(read("%PDF-1.4"), errors::not_dicom);
    EXPECT_REFUSED(read(std::string(200, 'x')), errors::not_dicom);
    EXPECT_EQ(errors::not_dicom.dimse_status, 0xC000);
}

TEST_F(HostileFile, that_is_no_file_is_unreadable) {
    EXPECT_TRUE(read_instance(folder / "nowhere").error().is(errors::unreadable));
    EXPECT_TRUE(read_instance("/dev/null").error().is(errors::unreadable));
    EXPECT_TRUE(read_instance("/tmp").error().is(errors::unreadable));
}

TEST_F(HostileFile, with_a_length_of_four_gigabytes_in_37_bytes_of_data_is_refused_at_once) {
    expect_bounded([&] {
        auto bytes = meta_for(transfer_syntaxes::explicit_little) + long_header({0x0008, 0x0008}, "UT", 0xFFFFFFFE);
        bytes += std::string(25, 'A');
        EXPECT_REFUSED(read(bytes), errors::truncated);
    });
    expect_bounded([&] {
        const auto bytes = meta_for(transfer_syntaxes::implicit_little) + tag_bytes({0x0010, 0x0010}) +
                           le32(0xFFFFFFF0) + std::string(29, 'A');
        EXPECT_REFUSED(read(bytes), errors::truncated);
    });
}

TEST_F(HostileFile, with_ten_thousand_nested_sequences_is_refused) {
    for (const bool defined : {true, false}) {
        const auto bytes = uids() + nested(10'000, defined);
        const auto deflated = deflate(bytes);
        expect_bounded(
            [&] { EXPECT_REFUSED(read(meta_for(transfer_syntaxes::explicit_little) + bytes), errors::too_deep); });
        expect_bounded(
            [&] { EXPECT_REFUSED(read(meta_for(transfer_syntaxes::deflated_little) + deflated), errors::too_deep); });
    }
}

TEST_F(HostileFile, with_nesting_hidden_in_un_is_refused) {
    std::string inner;
    for (int i = 0; i < 5000; ++i)
        inner = tag_bytes({0x0008, 0x1140}) + le32(0xFFFFFFFF) + item_header(0xFFFFFFFF) + inner + item_end() +
                sequence_end();
    const auto hidden =
        long_header({0x0009, 0x1010}, "UN", 0xFFFFFFFF) + item_header(0xFFFFFFFF) + inner + item_end() + sequence_end();
    EXPECT_REFUSED(read(meta_for(transfer_syntaxes::explicit_little) + uids() + hidden), errors::too_deep);
    std::string implicit;
    for (int i = 0; i < 500; ++i) {
        implicit = item_header(static_cast<std::uint32_t>(implicit.size())) + implicit;
        implicit = tag_bytes({0x0009, 0x1010}) + le32(static_cast<std::uint32_t>(implicit.size())) + implicit;
    }
    EXPECT_REFUSED(read(meta_for(transfer_syntaxes::implicit_little) + implicit), errors::too_deep);
}

TEST_F(HostileFile, that_inflates_without_end_is_refused) {
    const auto bomb = meta_for(transfer_syntaxes::deflated_little) +
                      deflate(uids() + study_and_series() + long_header({0x0042, 0x0011}, "OB", 130U << 20) +
                              std::string(130U << 20, '\0'));
    ASSERT_LT(bomb.size(), 1U << 20);
    expect_bounded([&] { EXPECT_REFUSED(read(bomb), errors::deflate_bomb); });
}

TEST_F(HostileFile, with_absurd_dimensions_is_refused) {
    auto data = image_object({65535, 65535, 65535, 1, 16, "MONOCHROME2"});
    ASSERT_TRUE(write_object(file, data, {std::string(1000, 'p'), 16}));
    expect_bounded([&] {
        const auto result = read_instance(file);
        ASSERT_FALSE(result);
        EXPECT_TRUE(result.error().is(errors::absurd_dimensions));
        EXPECT_EQ(result.error().kind().dimse_status & 0xFF00, 0xA900);
    });
    for (const char* frames : {"99999999999999999999", "4294967296", "2147483647"}) {
        ASSERT_TRUE(write_object(file, image_object({2, 2}).put("NumberOfFrames", frames), {std::string(4, 'p'), 8}));
        EXPECT_TRUE(read_instance(file).error().is(errors::absurd_dimensions)) << frames;
    }
}

TEST_F(HostileFile, that_ends_anywhere_is_refused_or_whole) {
    ASSERT_TRUE(write_object(file, image_object({4, 4}), {pattern(16), 8}));
    const auto whole = read_bytes(file);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto result = read(whole.substr(0, length));
        if (!result) continue;
        // Cut exactly before the pixels: an object without pixels, which is none of an image's storage but whole in
        // itself.
        EXPECT_EQ(result->layout().pixels, PixelKind::none) << length;
    }
}

TEST_F(HostileFile, without_its_uids_is_refused) {
    const auto meta = meta_for(transfer_syntaxes::explicit_little);
    EXPECT_REFUSED(read(meta), errors::missing_uid);
    EXPECT_REFUSED(read(meta + uids()), errors::missing_uid);
    EXPECT_REFUSED(read(meta + study_and_series()), errors::missing_uid);
    EXPECT_REFUSED(read(meta + uids() + short_element(tags::study_instance_uid, "UI", "2.25.102")),
                   errors::missing_uid);
    for (const char* bad : {"1.2.abc", "1..2", ".1", "1.", "1.2/../3", "1.2 .3"})
        EXPECT_REFUSED(read(meta + uids() + short_element(tags::study_instance_uid, "UI", bad) +
                            short_element(tags::series_instance_uid, "UI", "1.2")),
                       errors::invalid_uid);
    EXPECT_REFUSED(read(meta + uids() + short_element(tags::study_instance_uid, "UI", std::string(65, '1')) +
                        short_element(tags::series_instance_uid, "UI", "1.2")),
                   errors::invalid_uid);
    EXPECT_TRUE(read(meta + uids() + study_and_series()));
}

TEST_F(HostileFile, with_wrong_structure_is_refused) {
    const auto meta = meta_for(transfer_syntaxes::explicit_little) + uids();
    const auto rest = study_and_series();
    EXPECT_REFUSED(read(meta + item_end() + rest), errors::malformed);
    EXPECT_REFUSED(read(meta + tag_bytes({0x0010, 0x0010}) + "na" + le16(0) + rest), errors::malformed);
    EXPECT_REFUSED(read(meta + long_header({0x0008, 0x1140}, "SQ", 8) + tag_bytes({0x0008, 0x0016}) + le32(0) + rest),
                   errors::malformed);
    EXPECT_REFUSED(read(meta + long_header({0x0008, 0x1140}, "SQ", 8) + item_header(20) + std::string(20, '\0')),
                   errors::truncated);
    EXPECT_REFUSED(read(meta + long_header({0x0008, 0x1140}, "SQ", 0xFFFFFFFF) + item_header(0)), errors::truncated);
    EXPECT_REFUSED(read(meta + long_header({0x0008, 0x1140}, "UT", 0xFFFFFFFF)), errors::malformed);
    EXPECT_REFUSED(read(meta + rest + long_header({0x7FE0, 0x0010}, "OB", 0xFFFFFFFF) + sequence_end()),
                   errors::malformed);
    EXPECT_REFUSED(
        read(meta + rest + long_header({0x7FE0, 0x0010}, "OB", 0xFFFFFFFF) + item_header(0) + item_header(50)),
        errors::truncated);
}

TEST_F(HostileFile, that_hides_identity_behind_the_pixels_or_twice_is_refused) {
    const auto meta = meta_for(transfer_syntaxes::explicit_little) + uids();
    const auto pixels = long_header(tags::pixel_data, "OB", 2) + "pp";
    const auto name = short_element(tags::patient_name, "PN", "Other^Person");
    EXPECT_REFUSED(read(meta + study_and_series() + pixels + name), errors::malformed);
    EXPECT_REFUSED(read(meta + name + name + study_and_series()), errors::malformed);
    EXPECT_REFUSED(read(meta + study_and_series() + pixels + pixels), errors::malformed);
}

TEST_F(HostileFile, with_too_many_elements_is_refused) {
    ReadLimits limits;
    limits.elements = 1000;
    std::string items;
    for (int i = 0; i < 2000; ++i) items += item_header(0);
    write_bytes(file, meta_for(transfer_syntaxes::explicit_little) + uids() +
                          long_header({0x0008, 0x1140}, "SQ", static_cast<std::uint32_t>(items.size())) + items);
    EXPECT_TRUE(read_instance(file, limits).error().is(errors::too_complex));
}

TEST_F(HostileFile, deflated_and_damaged_is_refused) {
    const auto good = deflate(uids() + study_and_series());
    const auto meta = meta_for(transfer_syntaxes::deflated_little);
    EXPECT_TRUE(read(meta + good));
    EXPECT_REFUSED(read(meta + good.substr(0, good.size() / 2)), errors::truncated);
    EXPECT_REFUSED(read(meta + std::string(100, '\xFF')), errors::malformed);
    EXPECT_REFUSED(read(meta), errors::truncated);
}

TEST(FileLayout, tells_where_head_and_tail_meet) {
    // STU-21: the offset of the pixel data.
    TemporaryFolder folder;
    const auto file = folder / "image.dcm";
    for (const auto syntax :
         {transfer_syntaxes::implicit_little, transfer_syntaxes::explicit_little, transfer_syntaxes::explicit_big}) {
        ASSERT_TRUE(write_object(file, image_object({3, 5}), {pattern(15), 8}, {syntax}));
        const auto layout = walk_file(file);
        ASSERT_TRUE(layout);
        const auto bytes = read_bytes(file);
        const std::string tag = syntax == transfer_syntaxes::explicit_big ? std::string("\x7F\xE0\x00\x10", 4)
                                                                          : tag_bytes(tags::pixel_data);
        EXPECT_EQ(bytes.substr(layout->tail_offset, 4), tag);
        EXPECT_EQ(bytes.substr(layout->pixel_value_offset, 15), pattern(15));
        EXPECT_EQ(layout->pixel_value_length, 16U);
        EXPECT_EQ(layout->after_pixels, bytes.size());
        EXPECT_EQ(layout->transfer_syntax, syntax);
    }
}

TEST(FindValue, gives_the_bytes_of_nested_values) {
    TemporaryFolder folder;
    const auto file = folder / "nested.dcm";
    auto data = basic_object();
    DataSet inner;
    inner.put_as({0x0042, 0x0011}, "OB", "inner document");
    data.put("SourceImageSequence", std::vector<DataSet>{DataSet(), inner})
        .put_as({0x0042, 0x0011}, "OB", "outer document");
    ASSERT_TRUE(write_object(file, data));
    const auto bytes = read_bytes(file);
    const auto outer = find_value(file, "00420011");
    ASSERT_TRUE(outer);
    EXPECT_EQ(bytes.substr(outer->range.offset, outer->range.length), "outer document");
    EXPECT_EQ(outer->vr, "OB");
    const auto nested_value = find_value(file, "00082112/2/00420011");
    ASSERT_TRUE(nested_value);
    EXPECT_EQ(bytes.substr(nested_value->range.offset, nested_value->range.length), "inner document");
    for (const char* path : {"00082112/1/00420011", "00082112/3/00420011", "00082112", "00100010/1/00420011", "0042",
                             "", "x", "00082112/0/00420011", "00082112/2", "00082112//00420011", "PatientID"})
        EXPECT_TRUE(find_value(file, path).error().is(errors::no_such_element)) << path;
}
