// C-FIND, C-MOVE and C-GET as a user against DCMTK's archive (STU-4). Needs dcmqrscp in PATH.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <thread>

#include "platform/dimse/find_requestor.h"
#include "platform/dimse/requestor.h"
#include "platform/dimse/retrieve_requestor.h"
#include "platform/dimse/store_sender.h"
#include "platform/dimse/test_archive.h"

namespace portico::dimse {
namespace {

constexpr int objects = 5;
const std::string tenant = "tenant";

std::uint16_t free_port() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::bind(fd, reinterpret_cast<sockaddr*>(&address), length);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
    ::close(fd);
    return ntohs(address.sin_port);
}

// An element of an identifier in the syntax that was agreed.
std::string key(const std::string& syntax, std::uint16_t group, std::uint16_t number, const char* vr,
                std::string value) {
    if (value.size() % 2 != 0) value.push_back(std::string_view(vr) == "UI" ? '\0' : ' ');
    if (syntax == implicit_little) return data_element(group, number, value);
    return little(group, 2) + little(number, 2) + vr + little(static_cast<std::uint32_t>(value.size()), 2) + value;
}

std::string study(const std::string& syntax, const std::string& uid = "1.2.9") {
    return key(syntax, 0x0008, 0x0052, "CS", "STUDY") + key(syntax, 0x0010, 0x0010, "PN", "") +
           key(syntax, 0x0020, 0x000D, "UI", uid);
}

// The archive with objects of one study, and a listener of ours that it knows as TARGET.
class WithDcmqrscp : public testing::Test {
protected:
    void SetUp() override {
        ListenerOptions options;
        options.address = "127.0.0.1";
        listener_.emplace(options, door_, received_);
        ASSERT_TRUE(listener_->start());
        if (!start()) GTEST_SKIP() << "dcmqrscp is not installed (package dcmtk)";
        fill();
    }
    void TearDown() override {
        if (child_ <= 0) return;
        ::kill(child_, SIGTERM);
        ::waitpid(child_, nullptr, 0);
    }
    bool start() {
        const auto port = free_port();
        const auto storage = folder_.path() / "archive";
        fs::create_directory(storage);
        const auto settings = folder_.path() / "dcmqrscp.cfg";
        std::ofstream(settings) << "NetworkTCPPort = " << port << "\nMaxPDUSize = 16384\nMaxAssociations = 16\n"
                                << "HostTable BEGIN\ntarget = (TARGET, 127.0.0.1, " << listener_->port()
                                << ")\nHostTable END\nVendorTable BEGIN\nVendorTable END\nAETable BEGIN\nARCHIVE "
                                << storage.string() << " RW (10, 100mb) ANY\nAETable END\n";
        const auto output = folder_.path() / "output";
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT, 0600);
        ::posix_spawn_file_actions_adddup2(&actions, 1, 2);
        std::string program = "dcmqrscp", config = "--config", file = settings.string();
        std::array argv{program.data(), config.data(), file.data(), static_cast<char*>(nullptr)};
        const int failed = ::posix_spawnp(&child_, argv[0], &actions, nullptr, argv.data(), environ);
        ::posix_spawn_file_actions_destroy(&actions);
        node_ = {"127.0.0.1", port, "ARCHIVE", "PORTICO"};
        return failed == 0;
    }
    static OutgoingHeader header(int n) { return {ct_image, fmt::format("1.2.3.{}", n), implicit_little}; }
    static std::string object(int n) {
        return data_element(0x0008, 0x0016, ct_image) + data_element(0x0008, 0x0018, header(n).sop_instance) +
               data_element(0x0008, 0x0060, "CT") + data_element(0x0010, 0x0010, "Dokkum") +
               data_element(0x0010, 0x0020, "P1") + data_element(0x0020, 0x000D, "1.2.9") +
               data_element(0x0020, 0x000E, "1.2.9.1") + data_element(0x7FE0, 0x0010, std::string(50'000, 'p'));
    }
    void fill() {
        std::vector<OutgoingHeader> headers;
        for (int n = 1; n <= objects; ++n) headers.push_back(header(n));
        std::unique_ptr<StoreSender> sender;
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!sender && std::chrono::steady_clock::now() < deadline) {
            auto connected = StoreSender::connect(node_, headers, {});
            if (connected) sender = std::move(*connected);
            std::this_thread::yield();
        }
        ASSERT_TRUE(sender) << "dcmqrscp does not answer";
        for (int n = 1; n <= objects; ++n) {
            TextSource source(object(n));
            ASSERT_EQ(sender->send(header(n), source, {}).value(), status_success);
        }
        sender->release();
    }
    static std::vector<std::string> names_of(std::vector<StoredObject> stored) {
        std::vector<std::string> names;
        for (const auto& each : stored) names.push_back(each.header.sop_instance);
        std::ranges::sort(names);
        return names;
    }
    const std::vector<std::string> all_ = {"1.2.3.1", "1.2.3.2", "1.2.3.3", "1.2.3.4", "1.2.3.5"};

    TemporaryFolder folder_;
    OpenDoor door_;
    MemoryService received_;
    std::optional<Listener> listener_;
    pid_t child_ = 0;
    Peer node_;
};

TEST_F(WithDcmqrscp, is_asked_for_studies) {  // STU-4
    auto connected = FindRequestor::connect(node_, QueryRoot::study, {});
    ASSERT_TRUE(connected) << connected.error().detail();
    const auto& asker = *connected;
    std::vector<std::string> found;
    const auto keep = [&](std::string_view identifier) {
        found.emplace_back(identifier);
        return true;
    };
    const auto outcome = asker->find(study(asker->transfer_syntax(), ""), {}, keep);
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_TRUE(outcome->complete);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(found[0], testing::HasSubstr("Dokkum"));
    EXPECT_THAT(found[0], testing::HasSubstr("1.2.9"));
    found.clear();
    EXPECT_TRUE(asker->find(study(asker->transfer_syntax(), "1.2.10"), {}, keep)->complete);
    EXPECT_TRUE(found.empty());
    asker->release();
}

TEST_F(WithDcmqrscp, moves_a_study_to_our_listener) {  // STU-4
    auto connected = MoveRequestor::connect(node_, QueryRoot::study, {});
    ASSERT_TRUE(connected) << connected.error().detail();
    const auto& mover = *connected;
    std::uint32_t last = 0;
    const auto outcome = mover->move(study(mover->transfer_syntax()), "TARGET", {},
                                     [&](const RetrieveProgress& progress) { last = progress.counts.completed; });
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_EQ(outcome->status, status_success);
    EXPECT_EQ(last, 5U);
    EXPECT_EQ(names_of(received_.stored()), all_);
    EXPECT_TRUE(
        mover->move(study(mover->transfer_syntax()), "OTHERS", {}, {}).error().is(errors::peer_knows_no_destination));
    mover->release();
}

TEST_F(WithDcmqrscp, gives_a_study_over_our_association) {  // STU-4
    auto connected = GetRequestor::connect(node_, QueryRoot::study, storage_contexts(), {});
    ASSERT_TRUE(connected) << connected.error().detail();
    const auto& getter = *connected;
    MemoryService fetched;
    const auto outcome = getter->get(study(getter->transfer_syntax()), {.service = fetched, .context = tenant}, {}, {});
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_EQ(outcome->node.status, status_success);
    EXPECT_EQ(outcome->received, 5U);
    EXPECT_EQ(names_of(fetched.stored()), all_);
    EXPECT_THAT(fetched.stored()[0].file, testing::HasSubstr(std::string(50'000, 'p')));
    getter->release();
}

}  // namespace
}  // namespace portico::dimse
