// The listener against DCMTK's own programs. Needs storescu, echoscu and dump2dcm in PATH.
#include "platform/dimse/listener.h"

#include <dcmtk/config/osconfig.h>
// osconfig.h comes first.
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "platform/dimse/echo.h"
#include "platform/dimse/part10_header.h"
#include "platform/dimse/test_peer.h"

namespace portico::dimse {
namespace {

namespace fs = std::filesystem;

class WithListener : public testing::Test {
protected:
    void start(ListenerOptions options = {}) {
        options.address = "127.0.0.1";
        listener_.emplace(options, policy_, service_);
        const auto started = listener_->start();
        ASSERT_TRUE(started) << started.error().detail();
    }
    std::string port() const { return std::to_string(listener_->port()); }
    ProgramResult echo(const std::string& calling, const std::string& called) {
        return run_program({"echoscu", "-aet", calling, "-aec", called, "127.0.0.1", port()});
    }
    ProgramResult send(const std::vector<std::string>& options, const std::vector<fs::path>& files) {
        std::vector<std::string> arguments{"storescu", "-aet", "SCANNER", "-aec", "PORTICO"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        arguments.insert(arguments.end(), {"127.0.0.1", port()});
        for (const auto& file : files) arguments.push_back(file.string());
        return run_program(arguments);
    }
    void SetUp() override {
        for (const auto* program : {"storescu", "echoscu"})
            if (run_program({program, "--version"}).exit_code == 127)
                GTEST_SKIP() << program << " is not installed (package dcmtk)";
    }

    // A small CT object with enough pixels for several PDUs.
    fs::path make_object(int number, E_TransferSyntax syntax = EXS_LittleEndianExplicit) {
        DcmFileFormat file;
        auto* data = file.getDataset();
        data->putAndInsertString(DCM_SOPClassUID, UID_CTImageStorage);
        data->putAndInsertString(DCM_SOPInstanceUID, fmt::format("1.2.276.0.99.{}", number).c_str());
        data->putAndInsertString(DCM_StudyInstanceUID, "1.2.276.0.99");
        data->putAndInsertString(DCM_SeriesInstanceUID, "1.2.276.0.99.0");
        data->putAndInsertString(DCM_PatientName, "Test^Object");
        data->putAndInsertUint16(DCM_Rows, 256);
        data->putAndInsertUint16(DCM_Columns, 256);
        data->putAndInsertUint16(DCM_BitsAllocated, 16);
        std::vector<Uint16> pixels(65536);
        for (std::size_t n = 0; n < pixels.size(); ++n) pixels[n] = static_cast<Uint16>(n * 31 + number);
        data->putAndInsertUint16Array(DCM_PixelData, pixels.data(), pixels.size());
        const auto path = folder_.path() / fmt::format("{}.dcm", number);
        EXPECT_TRUE(file.saveFile(path.c_str(), syntax).good());
        return path;
    }

    TemporaryFolder folder_;
    OnePair policy_;
    MemoryService service_;
    std::optional<Listener> listener_;
};

// The data set of a DICOM file, byte for byte: what follows the meta information.
std::string data_set_of(const std::string& file) {
    EXPECT_EQ(file.substr(128, 4), "DICM");
    std::size_t length = 0;
    for (std::size_t n = 4; n > 0; --n) length = length << 8U | static_cast<unsigned char>(file[139 + n]);
    return file.substr(144 + length);
}

std::string content(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(WithListener, answers_an_echo) {  // STU-1
    start();
    EXPECT_EQ(echo("SCANNER", "PORTICO").exit_code, 0);
    EXPECT_THAT(policy_.addresses(), testing::ElementsAre("127.0.0.1"));
    EXPECT_TRUE(echo_scu({"127.0.0.1", listener_->port(), "PORTICO", "US"}));
    EXPECT_TRUE(echo_scu({"127.0.0.1", listener_->port(), "NOBODY", "US"}).error().is(errors::peer_rejected));
    const auto port = listener_->port();
    listener_->stop(std::chrono::milliseconds(0));
    EXPECT_TRUE(echo_scu({"127.0.0.1", port, "PORTICO", "US"}).error().is(errors::peer_unreachable));
}

TEST_F(WithListener, rejects_unknown_titles_with_the_right_reason) {  // STU-1
    start();
    const auto called = echo("SCANNER", "NOBODY");
    EXPECT_NE(called.exit_code, 0);
    EXPECT_THAT(called.output, testing::HasSubstr("Called AE Title Not Recognized"));
    const auto calling = echo("UNKNOWN", "PORTICO");
    EXPECT_NE(calling.exit_code, 0);
    EXPECT_THAT(calling.output, testing::HasSubstr("Calling AE Title Not Recognized"));
    EXPECT_NE(echo("BROKEN", "PORTICO").exit_code, 0);
    EXPECT_EQ(echo("SCANNER", "PORTICO").exit_code, 0);
}

TEST_F(WithListener, stores_the_data_set_byte_for_byte_behind_a_fresh_header) {  // STU-1
    start();
    const auto path = make_object(1);
    const auto sent = send({"-xe"}, {path});
    ASSERT_EQ(sent.exit_code, 0) << sent.output;
    const auto stored = service_.stored();
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].calling_ae, "SCANNER");
    EXPECT_EQ(stored[0].header.sop_class, UID_CTImageStorage);
    EXPECT_EQ(stored[0].header.sop_instance, "1.2.276.0.99.1");
    EXPECT_EQ(stored[0].header.transfer_syntax, UID_LittleEndianExplicitTransferSyntax);
    EXPECT_TRUE(data_set_of(stored[0].file) == data_set_of(content(path)));

    const auto copy = folder_.path() / "stored";
    std::ofstream(copy, std::ios::binary) << stored[0].file;
    DcmFileFormat file;
    ASSERT_TRUE(file.loadFile(copy.c_str()).good());
    OFString value;
    file.getMetaInfo()->findAndGetOFString(DCM_MediaStorageSOPInstanceUID, value);
    EXPECT_EQ(value, "1.2.276.0.99.1");
    file.getMetaInfo()->findAndGetOFString(DCM_SourceApplicationEntityTitle, value);
    EXPECT_EQ(value, "SCANNER");
    EXPECT_EQ(file.getMetaInfo()->getOriginalXfer(), EXS_LittleEndianExplicit);
    EXPECT_EQ(stored[0].file.substr(0, 128), std::string(128, '\0'));
}

TEST_F(WithListener, takes_objects_in_the_syntax_that_the_sender_prefers) {  // STU-1
    start();
    for (const auto& [option, syntax] :
         std::map<std::string, E_TransferSyntax>{{"-xi", EXS_LittleEndianImplicit},
                                                 {"-xb", EXS_BigEndianExplicit},
                                                 {"-xd", EXS_DeflatedLittleEndianExplicit}}) {
        const auto path = make_object(static_cast<int>(syntax) + 10, syntax);
        const auto sent = send({option}, {path});
        ASSERT_EQ(sent.exit_code, 0) << option << sent.output;
        const auto stored = service_.stored();
        EXPECT_EQ(stored.back().header.transfer_syntax, DcmXfer(syntax).getXferID()) << option;
        if (syntax != EXS_DeflatedLittleEndianExplicit) {  // storescu deflates anew
            EXPECT_TRUE(data_set_of(stored.back().file) == data_set_of(content(path))) << option;
        }
    }
}

TEST_F(WithListener, takes_everything_from_four_associations_at_once) {  // STU-1
    start();
    std::vector<fs::path> files;
    for (int n = 0; n < 10; ++n) files.push_back(make_object(100 + n));
    std::vector<std::future<ProgramResult>> senders;
    for (int n = 0; n < 4; ++n) senders.push_back(std::async(std::launch::async, [&] { return send({}, files); }));
    for (auto& sender : senders) {
        const auto result = sender.get();
        EXPECT_EQ(result.exit_code, 0) << result.output;
    }
    const auto stored = service_.stored();
    EXPECT_EQ(stored.size(), 40U);
    std::map<std::string, int> times;
    for (const auto& object : stored) ++times[object.header.sop_instance];
    EXPECT_EQ(times.size(), 10U);
    EXPECT_THAT(times, testing::Each(testing::Field(&std::pair<const std::string, int>::second, 4)));
}

TEST_F(WithListener, answers_a_refusal_with_its_status_and_goes_on_with_the_association) {  // STU-1, GEN-4
    static constexpr ErrorKind full{"storage_full", 507, 0xA700, "The archive has no space left."};
    int count = 0;
    service_.on_finish = [&]() -> Result<void> {
        if (++count == 1) return fail(full);
        if (count == 2) throw std::runtime_error("broken");
        return {};
    };
    start();
    const auto sent = send({"-v", "-nh"}, {make_object(1), make_object(2), make_object(3)});
    EXPECT_THAT(sent.output, testing::HasSubstr("Refused: OutOfResources"));
    EXPECT_THAT(sent.output, testing::HasSubstr("0x110"));
    ASSERT_EQ(service_.stored().size(), 1U);
    EXPECT_EQ(service_.stored()[0].header.sop_instance, "1.2.276.0.99.3");
}

// A sender with Nagle's algorithm on waits for our ACKs; delayed ones (40 ms each) would take 200 × 40 ms at least.
TEST_F(WithListener, does_not_let_senders_wait_for_delayed_acknowledgements) {  // PERF-2
    start();
    std::vector<fs::path> files;
    const auto one = make_object(1);
    for (int n = 0; n < 200; ++n) files.push_back(one);
    const auto before = std::chrono::steady_clock::now();
    ASSERT_EQ(send({}, files).exit_code, 0);
    const auto took = std::chrono::steady_clock::now() - before;
    EXPECT_EQ(service_.stored().size(), 200U);
    EXPECT_LT(took, std::chrono::milliseconds(200 * 40));
}

TEST(Part10Header, is_read_back_by_dcmtk) {
    TemporaryFolder folder;
    const auto bytes = part10_header({"1.2.3", "1.2.3.4", UID_LittleEndianImplicitTransferSyntax, "1.2", "P", "AE"});
    const auto path = folder.path() / "header";
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    DcmMetaInfo meta;
    ASSERT_TRUE(meta.loadFile(path.c_str()).good());
    Uint32 length = 0;
    meta.findAndGetUint32(DCM_FileMetaInformationGroupLength, length);
    EXPECT_EQ(length, bytes.size() - 144);
    OFString value;
    meta.findAndGetOFString(DCM_SourceApplicationEntityTitle, value);
    EXPECT_EQ(value, "AE");
}

}  // namespace
}  // namespace portico::dimse
