// What the tests of this room stand on: two tenants, a blob store in a temporary folder, and objects made for the
// purpose. Uses the real audit trail and outbox, so that several threads may commit at once.
#pragma once

#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "features/access/access.h"
#include "features/audit/audit.h"
#include "features/studies/studies.h"
#include "features/testing/fixtures.h"
#include "platform/crypto/random.h"
#include "platform/db_testing/database_fixture.h"
#include "platform/dicom/instance_file.h"
#include "platform/dicom/writer.h"
#include "platform/jobs/outbox.h"
#include "platform/storage/directory_store.h"

namespace portico::studies {

struct ObjectOptions {
    std::string study = "2.25.1", series = "2.25.2", instance = "2.25.3";
    std::string patient_id = "P-1", patient_name = "Doe^Jane", accession = "A1", modality = "CT";
    std::string series_number = "1", instance_number = "1";
    unsigned frames = 1;
    char pixel = 7;
};

class ReceivingTest : public db::DatabaseTest {
protected:
    void SetUp() override {
        DatabaseTest::SetUp();
        if (IsSkipped()) return;
        std::string name = (std::filesystem::temp_directory_path() / "portico-studies-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder = name;
        auto store = storage::open_directory_store(
            {.root = folder / "store", .new_id = [this] { return crypto::new_id<BlobId>(clock); }});
        ASSERT_TRUE(store.has_value());
        blobs = std::move(*store);
        work = std::make_unique<db::UnitsOfWork>(database(), trail, outbox);
        receiver = std::make_unique<Receiver>(*work, *blobs, clock);
        archive = std::make_unique<Archive>(*work, *blobs, clock);
        auto unit = begin();
        testing::World world(unit.session(), clock);
        north = world.tenant("north");
        south = world.tenant("south");
        unit.commit_technical();
    }
    void TearDown() override {
        archive.reset();
        receiver.reset();
        work.reset();
        blobs.reset();
        std::error_code ignored;
        if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
        DatabaseTest::TearDown();
    }

    static std::string pixels(const ObjectOptions& options) {
        std::string bytes(std::size_t{16} * options.frames, options.pixel);
        for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(bytes[i] + static_cast<char>(i));
        return bytes;
    }

    // A 4 × 4 image of 8 bits.
    std::string object(const ObjectOptions& options) {
        dicom::DataSet data;
        data.put("SOPClassUID", "1.2.840.10008.5.1.4.1.1.7")
            .put("SOPInstanceUID", options.instance)
            .put("StudyInstanceUID", options.study)
            .put("SeriesInstanceUID", options.series)
            .put("Modality", options.modality)
            .put("PatientID", options.patient_id)
            .put("PatientName", options.patient_name)
            .put("PatientBirthDate", "19700203")
            .put("PatientSex", "F")
            .put("AccessionNumber", options.accession)
            .put("StudyDate", "20240131")
            .put("StudyTime", "101500.5")
            .put("StudyDescription", "CT head")
            .put("ReferringPhysicianName", "Peeters^Ann")
            .put("SeriesNumber", options.series_number)
            .put("InstanceNumber", options.instance_number)
            .put("BodyPartExamined", "HEAD")
            .put("Rows", 4)
            .put("Columns", 4)
            .put("SamplesPerPixel", 1)
            .put("BitsAllocated", 8)
            .put("BitsStored", 8)
            .put("HighBit", 7)
            .put("PixelRepresentation", 0)
            .put("PhotometricInterpretation", "MONOCHROME2");
        if (options.frames > 1) data.put("NumberOfFrames", options.frames);
        const auto file = folder / ("object-" + std::to_string(++made_));
        auto written = dicom::write_object(file, data, {pixels(options), 8});
        EXPECT_TRUE(written.has_value());
        return read_file(file);
    }

    storage::Staged staged(std::string_view bytes) {
        auto file = receiver->stage();
        EXPECT_TRUE(file.has_value() && file->write(bytes).has_value());
        return std::move(*file);
    }

    std::vector<InstanceOutcome> receive(const TenantId& tenant, const std::vector<std::string>& objects) {
        std::vector<storage::Staged> files;
        for (const auto& bytes : objects) files.push_back(staged(bytes));
        return receiver->receive(scope(tenant), sender(), std::move(files));
    }
    InstanceOutcome receive_one(const TenantId& tenant, const std::string& bytes) {
        return receive(tenant, {bytes}).front();
    }

    static TenantScope scope(const TenantId& tenant) { return access::SystemScopes::for_worker(tenant); }
    static Sender sender() {
        Sender sender;
        sender.caller = testing::World::operator_caller();
        sender.name = "SCANNER";
        return sender;
    }

    void change(std::string_view sql) {
        auto unit = begin();
        unit.session().exec(sql);
        unit.commit_technical();
    }
    // Released as validation does it, without its checks.
    void release_everything() {
        change("UPDATE instance SET validated = 1");
        change("UPDATE study SET state = 'ready', visible = 1");
        change("UPDATE series SET revision = revision + 1");
    }
    std::int64_t count(std::string_view sql) { return read().value<std::int64_t>(sql); }
    std::uint64_t blob_count() { return blobs->usage()->blobs; }
    // Files that are still being filled, or were forgotten.
    std::int64_t staged_files() {
        std::int64_t files = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "store" / "staging"))
            if (entry.is_regular_file() && entry.path().filename() != "lock") ++files;
        return files;
    }

    StudyAccess open(const TenantId& tenant, const std::string& uid = "2.25.1") {
        return open_as(testing::World::staff_caller(tenant, all_tenant_permissions()), tenant, uid);
    }
    StudyAccess open_as(const Caller& caller, const TenantId& tenant, const std::string& uid) {
        auto session = read();
        auto study =
            session.value<StudyId>("SELECT id FROM study WHERE tenant_id = ? AND study_instance_uid = ?", tenant, uid);
        auto access = access::AccessService(clock).study(session, caller, study, StudyRight::view_images);
        if (!access) throw std::runtime_error("the study cannot be opened");
        return std::move(*access);
    }
    InstanceRecord instance(const StudyAccess& access, const std::string& uid = "2.25.3",
                            const std::string& series = "2.25.2") {
        auto session = read();
        auto found = archive->find_instance(session, access, series, uid);
        if (!found) throw std::runtime_error("there is no such instance");
        return std::move(*found);
    }

    static std::string bytes_of(const Content& content) {
        std::string all;
        for (const auto& part : content.parts)
            all += part.file ? part.file->read(part.offset, static_cast<std::size_t>(part.length)).value() : part.bytes;
        return all;
    }
    static std::string read_file(const std::filesystem::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    static std::string unpacked(std::string_view packed) {
        z_stream stream{};
        inflateInit2(&stream, 15 + 16);
        std::string text(1 << 20, '\0');
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
        stream.avail_in = static_cast<uInt>(packed.size());
        stream.next_out = reinterpret_cast<Bytef*>(text.data());
        stream.avail_out = static_cast<uInt>(text.size());
        EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
        text.resize(stream.total_out);
        inflateEnd(&stream);
        return text;
    }

    ManualClock clock;
    audit::AuditTrail trail{clock};
    jobs::Outbox outbox{clock};
    std::filesystem::path folder;
    std::unique_ptr<storage::BlobStore> blobs;
    std::unique_ptr<db::UnitsOfWork> work;
    std::unique_ptr<Receiver> receiver;
    std::unique_ptr<Archive> archive;
    TenantId north, south;

private:
    int made_ = 0;
};

}  // namespace portico::studies
