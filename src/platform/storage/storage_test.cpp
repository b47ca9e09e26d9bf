#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <future>
#include <map>

#include "platform/storage/barrier.h"
#include "platform/storage/directory_store.h"

namespace portico::storage {
namespace {

namespace fs = std::filesystem;

// Ids that look like the real ones and count upwards.
BlobId numbered_id() {
    static std::atomic<unsigned> next{1};
    constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string text =
        "01jd5q000000000000000000"
        "00";
    unsigned number = next++;
    for (std::size_t at = text.size(); number > 0; number /= 32) text[--at] = digits[number % 32];
    return BlobId::trusted(text);
}

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (fs::temp_directory_path() / "portico-storage-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

std::unique_ptr<BlobStore> open_store(const fs::path& root, std::shared_ptr<FileOps> files = {}) {
    auto store = open_directory_store({.root = root, .new_id = numbered_id, .files = std::move(files)});
    if (!store) throw std::runtime_error(store.error().detail());
    return std::move(*store);
}

std::map<std::string, std::uint64_t> everything_in(BlobStore& store) {
    std::map<std::string, std::uint64_t> found;
    EXPECT_TRUE(
        store.list([&](const BlobId& id, std::uint64_t size) { return found.emplace(id.text(), size).second; }));
    return found;
}

std::string content_of(BlobStore& store, const BlobId& id) {
    auto file = store.open(id);
    if (!file) return std::string(file.error().kind().code);
    return (*file)->read(0, (*file)->size()).value();
}

std::size_t staged_files(const fs::path& root) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root / "staging"))
        count += entry.is_regular_file() && entry.path().filename() != "lock" ? 1U : 0U;
    return count;
}

// Lets the N-th call of one kind fail, and counts what came after it.
class FailingOps final : public FileOps {
public:
    void arm(const std::string& kind, int call, int error_number) {
        kind_ = kind;
        left_ = call;
        error_ = error_number;
    }
    bool failed() const { return failed_; }
    int changes_after() const { return changes_after_; }

    int create_file(const fs::path& path) override { return hit("create") ? -error_ : FileOps::create_file(path); }
    int open_folder(const fs::path& path) override { return hit("open_folder") ? -error_ : FileOps::open_folder(path); }
    int make_folder(const fs::path& path) override { return hit("make_folder") ? -error_ : FileOps::make_folder(path); }
    ssize_t write(int fd, std::span<const std::byte> data) override {
        // Short writes are ordinary: the store must go on from where it stopped.
        return hit("write") ? -error_ : FileOps::write(fd, data.first(std::min<std::size_t>(data.size(), 3)));
    }
    int start_flush(int fd) override { return hit("start_flush") ? -error_ : FileOps::start_flush(fd); }
    int finish_flush(int fd) override { return hit("finish_flush") ? -error_ : FileOps::finish_flush(fd); }
    int sync(int fd) override { return hit("sync") ? -error_ : FileOps::sync(fd); }
    int rename(const fs::path& from, const fs::path& to) override {
        return hit("rename") ? -error_ : FileOps::rename(from, to);
    }

private:
    bool hit(const std::string& kind) {
        if (failed_) ++changes_after_;
        if (kind != kind_ || --left_ != 0) return false;
        failed_ = true;
        return true;
    }
    std::string kind_;
    std::atomic<int> left_ = 0;
    int error_ = 0;
    std::atomic<int> changes_after_ = 0;
    std::atomic<bool> failed_ = false;
};
const std::vector<std::string> failing_kinds{"create",      "write",  "start_flush", "finish_flush",
                                             "make_folder", "rename", "sync",        "open_folder"};

Result<void> store_two(BlobStore& store, std::vector<BlobId>& ids) {
    std::vector<Staged> files;
    for (std::string_view content : {"first blob", "the second"}) {
        PORTICO_TRY(auto staged, store.stage());
        PORTICO_CHECK(staged.write(content));
        ids.push_back(staged.id());
        files.push_back(std::move(staged));
    }
    return store.commit(std::move(files));
}

TEST(DirectoryStore, gives_back_what_was_put_and_keeps_it_private) {  // STU-20
    TemporaryFolder folder;
    auto store = open_store(folder.path() / "archive");
    const auto id = store->put("content").value();
    EXPECT_EQ(content_of(*store, id), "content");

    struct stat facts {};
    ASSERT_EQ(::fstat((*store->open(id))->fd(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
    ASSERT_EQ(::stat((folder.path() / "archive").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0700U);
    EXPECT_EQ(staged_files(folder.path() / "archive"), 0U);
    const auto usage = store->usage().value();
    EXPECT_EQ(usage.blobs, 1U);
    EXPECT_EQ(usage.bytes, 7U);
    EXPECT_GT(store->space().value().free_bytes, 0U);
}

TEST(DirectoryStore, shows_a_staged_file_to_nobody_and_drops_it_with_its_owner) {
    TemporaryFolder folder;
    auto store = open_store(folder.path() / "archive");
    std::optional<Staged> staged(store->stage().value());
    ASSERT_TRUE(staged->write("half an obj"));
    EXPECT_EQ(staged->size(), 11U);
    const auto id = staged->id();
    EXPECT_TRUE(store->open(id).error().is(errors::blob_not_found));
    EXPECT_TRUE(everything_in(*store).empty());
    EXPECT_EQ(staged_files(folder.path() / "archive"), 1U);
    staged.reset();
    EXPECT_EQ(staged_files(folder.path() / "archive"), 0U);
}

TEST(DirectoryStore, removes_blobs_and_refuses_names_that_are_not_ids) {
    TemporaryFolder folder;
    auto store = open_store(folder.path() / "archive");
    const auto id = store->put("x").value();
    auto reader = store->open(id).value();
    ASSERT_TRUE(store->remove(id));
    EXPECT_TRUE(store->remove(id));
    EXPECT_TRUE(store->open(id).error().is(errors::blob_not_found));
    EXPECT_EQ(reader->read(0, 1).value(), "x");
    EXPECT_TRUE(reader->read(1, 1).error().is(errors::blob_unreadable));
    EXPECT_TRUE(store->open(BlobId::trusted("../../../../../etc/passwd")).error().is(errors::blob_not_found));
}

TEST(DirectoryStore, finds_its_blobs_again_after_a_restart) {
    TemporaryFolder folder;
    const auto id = open_store(folder.path() / "archive")->put("kept").value();
    EXPECT_EQ(content_of(*open_store(folder.path() / "archive"), id), "kept");
}

TEST(DirectoryStore, leaves_the_staging_of_a_living_process_alone_and_removes_that_of_a_dead_one) {
    TemporaryFolder folder;
    const auto root = folder.path() / "archive";
    auto server = open_store(root);
    auto staged = server->stage().value();
    fs::create_directory(root / "staging" / "dead");
    std::ofstream(root / "staging" / "dead" / "leftover") << "x";
    auto import = open_store(root);
    EXPECT_FALSE(fs::exists(root / "staging" / "dead"));
    ASSERT_TRUE(staged.write("alive"));
    const auto id = server->commit(std::move(staged)).value();
    EXPECT_EQ(content_of(*import, id), "alive");
}

// Stores two blobs in a fresh folder while the `call`-th call of a kind fails; false when there was none.
class OneFault {
public:
    OneFault(const std::string& kind, int call, int error_number)
        : files(std::make_shared<FailingOps>()), store(open_store(folder.path() / "archive", files)) {
        files->arm(kind, call, error_number);
        result = store_two(*store, ids);
    }

    TemporaryFolder folder;
    std::shared_ptr<FailingOps> files;
    std::unique_ptr<BlobStore> store;
    std::vector<BlobId> ids;
    Result<void> result;
};

// GEN-3: every call of stage and commit fails once, with an I/O error.
TEST(DirectoryStore, never_acknowledges_or_shows_anything_when_a_call_fails_and_then_takes_nothing_more) {
    for (const auto& kind : failing_kinds)
        for (int call = 1;; ++call) {
            SCOPED_TRACE(kind + " " + std::to_string(call));
            OneFault fault(kind, call, EIO);
            auto& store = *fault.store;
            if (!fault.files->failed()) {
                ASSERT_TRUE(fault.result);
                EXPECT_EQ(everything_in(store).size(), 2U);
                EXPECT_GT(call, 1);
                break;
            }
            ASSERT_FALSE(fault.result);
            EXPECT_TRUE(fault.result.error().is(errors::store_read_only));
            EXPECT_TRUE(everything_in(store).empty());
            EXPECT_EQ(staged_files(fault.folder.path() / "archive"), 0U);
            for (const auto& id : fault.ids) EXPECT_FALSE(store.open(id));

            ASSERT_TRUE(store.failure());
            const int changes = fault.files->changes_after();
            EXPECT_TRUE(store.put("more").error().is(errors::store_read_only));
            EXPECT_EQ(fault.files->changes_after(), changes) << "a read-only store must not touch the disk";
        }
}

TEST(DirectoryStore, says_full_when_there_is_no_space_and_goes_on_when_there_is_some_again) {  // GEN-3
    for (const auto& kind : failing_kinds)
        for (int call = 1;; ++call) {
            SCOPED_TRACE(kind + " " + std::to_string(call));
            OneFault fault(kind, call, ENOSPC);
            auto& store = *fault.store;
            if (!fault.files->failed()) break;
            ASSERT_FALSE(fault.result);
            EXPECT_TRUE(fault.result.error().is(errors::storage_full));
            EXPECT_EQ(fault.result.error().kind().dimse_status, 0xA700);
            EXPECT_EQ(fault.result.error().kind().http_status, 507);
            EXPECT_TRUE(everything_in(store).empty());
            EXPECT_EQ(staged_files(fault.folder.path() / "archive"), 0U);
            EXPECT_FALSE(store.failure());
            EXPECT_EQ(content_of(store, store.put("again").value()), "again");
        }
}

TEST(DirectoryStore, does_not_commit_a_file_whose_writing_failed) {  // GEN-3
    TemporaryFolder folder;
    auto files = std::make_shared<FailingOps>();
    auto store = open_store(folder.path() / "archive", files);
    auto staged = store->stage().value();
    files->arm("write", 1, ENOSPC);
    EXPECT_TRUE(staged.write("one").error().is(errors::storage_full));
    EXPECT_TRUE(staged.write("two").error().is(errors::storage_full));
    EXPECT_TRUE(store->commit(std::move(staged)).error().is(errors::storage_full));
    EXPECT_TRUE(everything_in(*store).empty());
}

TEST(DirectoryStore, serves_many_writers_and_readers_at_once) {
    TemporaryFolder folder;
    auto store = open_store(folder.path() / "archive");
    std::vector<std::future<int>> writers;
    for (int writer = 0; writer < 8; ++writer)
        writers.push_back(std::async(std::launch::async, [&, writer] {
            int good = 0;
            for (int n = 0; n < 20; ++n) {
                const auto content = fmt::format("{}/{}", writer, n);
                auto id = store->put(content);
                good += id && content_of(*store, *id) == content ? 1 : 0;
            }
            return good;
        }));
    for (auto& writer : writers) EXPECT_EQ(writer.get(), 20);
    EXPECT_EQ(everything_in(*store).size(), 160U);
}

// Stops the first round until it is told to go on.
class GatedOps final : public FileOps {
public:
    int finish_flush(int fd) override {
        if (!stopped_.exchange(true)) {
            entered.set_value();
            released.get_future().wait();
        }
        return FileOps::finish_flush(fd);
    }
    std::promise<void> entered;
    std::promise<void> released;

private:
    std::atomic<bool> stopped_{false};
};

TEST(Barrier, flushes_once_for_all_that_came_while_a_round_was_running) {
    TemporaryFolder folder;
    auto files = std::make_shared<GatedOps>();
    auto health = std::make_shared<Health>(nullptr);
    Barrier barrier(files, health, folder.path(),
                    [&](const BlobId& id) { return folder.path() / "a" / "b" / id.text(); });
    const auto commit_one = [&] {
        auto id = numbered_id();
        auto path = folder.path() / id.text();
        const int fd = files->create_file(path);
        std::vector<std::unique_ptr<StagingFile>> one;
        one.push_back(std::make_unique<StagingFile>(files, health, id, path, fd));
        return barrier.commit(std::move(one)).has_value();
    };
    std::vector<std::future<bool>> callers;
    callers.push_back(std::async(std::launch::async, commit_one));
    files->entered.get_future().wait();
    for (int n = 0; n < 7; ++n) callers.push_back(std::async(std::launch::async, commit_one));
    while (barrier.waiting() < 7) std::this_thread::yield();
    files->released.set_value();
    for (auto& caller : callers) EXPECT_TRUE(caller.get());
    EXPECT_EQ(barrier.rounds(), 2U);
}

// GEN-3, PERF-13: kill -9 in the middle loses nothing that was acknowledged and leaves nothing half-visible.
TEST(DirectoryStore, keeps_every_acknowledged_blob_when_the_process_is_killed) {
    TemporaryFolder folder;
    const auto root = folder.path() / "archive";
    int acknowledged[2];
    ASSERT_EQ(::pipe(acknowledged), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        auto store = open_store(root);
        const std::string content(100'000, 'x');
        for (;;) {
            auto id = store->put(content);
            if (!id || ::write(acknowledged[1], id->text().data(), 26) != 26) ::_exit(1);
        }
    }
    ::close(acknowledged[1]);
    std::vector<BlobId> ids;
    char text[26];
    while (ids.size() < 20 && ::read(acknowledged[0], text, sizeof text) == 26)
        ids.push_back(BlobId::trusted(std::string(text, sizeof text)));
    ::kill(child, SIGKILL);
    while (::read(acknowledged[0], text, sizeof text) == 26)
        ids.push_back(BlobId::trusted(std::string(text, sizeof text)));
    ::close(acknowledged[0]);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);

    auto store = open_store(root);
    ASSERT_GE(ids.size(), 20U);
    for (const auto& id : ids) EXPECT_EQ(content_of(*store, id).size(), 100'000U);
    for (const auto& [id, size] : everything_in(*store)) EXPECT_EQ(size, 100'000U) << id;
    EXPECT_EQ(staged_files(root), 0U);
}

}  // namespace
}  // namespace portico::storage
