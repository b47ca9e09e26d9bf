// Real objects, where they are installed: pydicom's files and the folder that PORTICO_SAMPLE_DATA names (STU-33). Each
// is read or refused cleanly, and what is read agrees with DCMTK.
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>

#include "platform/dicom/dicom_json.h"
#include "platform/dicom/head.h"
#include "platform/dicom/testing_objects.h"

using namespace portico::dicom;
using namespace portico::dicom::testing;

namespace {

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code problem;
    for (auto it = std::filesystem::recursive_directory_iterator(folder, problem);
         !problem && it != std::filesystem::recursive_directory_iterator(); ++it)
        if (it->is_regular_file() && it->path().extension() != ".py" && it->path().extension() != ".pyc")
            files.push_back(it->path());
    std::ranges::sort(files);
    return files;
}

// The bytes of all fragments behind the Basic Offset Table as DCMTK sees them.
std::string fragments_of(DcmDataset& data) {
    std::string bytes;
    DcmElement* element = nullptr;
    if (data.findAndGetElement(DCM_PixelData, element).bad()) return bytes;
    auto* pixels = dynamic_cast<DcmPixelData*>(element);
    DcmPixelSequence* sequence = nullptr;
    if (pixels == nullptr || pixels->getEncapsulatedRepresentation(data.getOriginalXfer(), nullptr, sequence).bad())
        return bytes;
    for (unsigned long i = 1; i < sequence->card(); ++i) {
        DcmPixelItem* item = nullptr;
        Uint8* value = nullptr;
        if (sequence->getItem(item, i).good() && item->getUint8Array(value).good() && value != nullptr)
            bytes.append(reinterpret_cast<const char*>(value), item->getLengthField());
    }
    return bytes;
}

std::string native_pixels(DcmDataset& data, const std::string& file, const FileLayout& layout) {
    const Uint8* bytes = nullptr;
    unsigned long length = 0;
    if (layout.pixels != PixelKind::native || data.findAndGetUint8Array(DCM_PixelData, bytes, &length).bad())
        return file.substr(layout.pixel_value_offset, layout.pixel_value_length);
    return {reinterpret_cast<const char*>(bytes), length};
}

void expect_frames_as_dcmtk_has_them(const InstanceFile& instance) {
    const auto& index = instance.frames();
    if (!index.addressable() || instance.layout().pixel_tag != tags::pixel_data) return;
    const auto file = read_bytes(instance.path());
    std::string bytes;
    for (std::size_t n = 0; n < index.count(); ++n)
        for (const auto& range : index.frame(n)) bytes += file.substr(range.offset, range.length);
    DcmFileFormat format;
    if (format.loadFile(OFFilename(instance.path().c_str())).bad()) return;
    auto& data = *format.getDataset();
    if (index.encapsulated()) {
        // Syntaxes that DCMTK does not know have no representation there.
        const auto expected = fragments_of(data);
        EXPECT_EQ(bytes, expected.empty() ? bytes : expected);
    } else if (!instance.layout().big_endian) {
        EXPECT_EQ(bytes, native_pixels(data, file, instance.layout()).substr(0, bytes.size()));
    }
}

void expect_corrected_head_fits(const InstanceFile& instance, const std::filesystem::path& joined) {
    Corrections corrections;
    corrections.values = {{tags::patient_name, "Çelik^Ömer"}};
    const auto head = corrected_head(instance.path(), {corrections});
    ASSERT_TRUE(head) << head.error().detail();
    write_bytes(joined, head->bytes + read_bytes(instance.path()).substr(head->tail_offset));
    const auto again = read_instance(joined);
    ASSERT_TRUE(again) << again.error().detail();
    EXPECT_EQ(again->attributes().patient_name, "Çelik^Ömer");
    EXPECT_EQ(again->attributes().study_description, instance.attributes().study_description);
    EXPECT_EQ(again->frames().count(), instance.frames().count());
}

void try_all(const std::filesystem::path& folder, std::size_t at_least) {
    const auto files = files_below(folder);
    if (files.empty()) GTEST_SKIP() << "no sample objects in " << folder;
    TemporaryFolder scratch;
    std::size_t read = 0;
    for (const auto& file : files) {
        SCOPED_TRACE(file.string());
        const auto instance = read_instance(file);
        if (std::getenv("PORTICO_SAMPLE_VERBOSE") != nullptr)
            std::cout << file.filename() << ": "
                      << (instance ? "read " + instance->attributes().patient_name
                                   : std::string(instance.error().kind().code) + " " + instance.error().detail())
                      << '\n';
        if (!instance) continue;
        ++read;
        EXPECT_NO_THROW(boost::json::parse(to_json(*instance)));
        const auto decoded = FrameIndex::decode(instance->frames().encode());
        ASSERT_TRUE(decoded);
        EXPECT_EQ(*decoded, instance->frames());
        expect_frames_as_dcmtk_has_them(*instance);
        expect_corrected_head_fits(*instance, scratch / "joined.dcm");
    }
    EXPECT_GE(read, at_least);
}

}  // namespace

TEST(SampleData, of_pydicom_is_read_or_refused) { try_all("/usr/lib/python3/dist-packages/pydicom/data", 60); }

TEST(SampleData, of_the_named_folder_is_read_or_refused) {
    const char* folder = std::getenv("PORTICO_SAMPLE_DATA");
    if (folder == nullptr) GTEST_SKIP() << "PORTICO_SAMPLE_DATA names no folder";
    try_all(folder, 1);
}
