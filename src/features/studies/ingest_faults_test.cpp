// Every call that taking objects in makes may fail: nothing is lost, nothing half there, no wrong success (goal R2).
#include <algorithm>
#include <atomic>

#include "features/studies/api/integrity.h"
#include "features/studies/testing/receiving_test.h"
#include "platform/storage/file_ops.h"

namespace portico::studies {
namespace {

// Lets the N-th call of one kind fail.
class FailingOps final : public storage::FileOps {
public:
    void arm(const std::string& kind, int call, int error_number) {
        kind_ = kind;
        left_ = call;
        error_ = error_number;
    }
    bool failed() const { return failed_; }

    int create_file(const std::filesystem::path& path) override {
        return hit("create") ? -error_ : FileOps::create_file(path);
    }
    int open_folder(const std::filesystem::path& path) override {
        return hit("open_folder") ? -error_ : FileOps::open_folder(path);
    }
    int make_folder(const std::filesystem::path& path) override {
        return hit("make_folder") ? -error_ : FileOps::make_folder(path);
    }
    ssize_t write(int fd, std::span<const std::byte> data) override {
        return hit("write") ? -error_ : FileOps::write(fd, data.first(std::min<std::size_t>(data.size(), 700)));
    }
    int start_flush(int fd) override { return hit("start_flush") ? -error_ : FileOps::start_flush(fd); }
    int finish_flush(int fd) override { return hit("finish_flush") ? -error_ : FileOps::finish_flush(fd); }
    int sync(int fd) override { return hit("sync") ? -error_ : FileOps::sync(fd); }
    int rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
        return hit("rename") ? -error_ : FileOps::rename(from, to);
    }

private:
    bool hit(const std::string& kind) {
        if (kind != kind_ || --left_ != 0) return false;
        failed_ = true;
        return true;
    }
    std::string kind_;
    std::atomic<int> left_ = 0;
    int error_ = 0;
    std::atomic<bool> failed_ = false;
};
const std::vector<std::string> failing_kinds{"create",      "write",  "start_flush", "finish_flush",
                                             "make_folder", "rename", "sync",        "open_folder"};

// Fails instead of writing the N-th audit entry, as a database does whose connection breaks in the transaction.
class FailingAudit final : public db::AuditSink {
public:
    explicit FailingAudit(db::AuditSink& real) : real_(real) {}
    void append(db::Session& session, const AuditEvent& event) override {
        if (fail) throw db::DbError(db::DbErrorKind::unavailable, "the connection broke");
        real_.append(session, event);
    }
    bool fail = false;

private:
    db::AuditSink& real_;
};

class IngestFaultsTest : public ReceivingTest {
protected:
    // Takes two objects of one study in with a store whose `call`-th call of a kind fails; true when it came to that.
    bool take_in(const std::string& kind, int call, int error_number) {
        SCOPED_TRACE(kind + " " + std::to_string(call));
        auto files = std::make_shared<FailingOps>();
        auto opened = storage::open_directory_store({.root = folder / "store",
                                                     .new_id = [this] { return crypto::new_id<BlobId>(clock); },
                                                     .open_files = 16,
                                                     .files = files});
        Receiver failing(*work, **opened, clock);
        const auto uid = "2.25.77." + std::to_string(++last_study);
        const std::vector<std::string> objects{object({.study = uid, .series = uid + ".1", .instance = uid + ".1.1"}),
                                               object({.study = uid, .series = uid + ".1", .instance = uid + ".1.2"})};
        files->arm(kind, call, error_number);
        std::vector<storage::Staged> staged_files;
        bool refused_early = false;
        for (const auto& bytes : objects) {
            auto file = failing.stage();
            refused_early = refused_early || !file || !file->write(bytes);
            if (!refused_early) staged_files.push_back(std::move(*file));
        }
        std::int64_t acknowledged = 0;
        if (!refused_early)
            for (const auto& outcome : failing.receive(scope(north), sender(), std::move(staged_files)))
                acknowledged += outcome.ok() ? 1 : 0;
        EXPECT_EQ(count("SELECT count(*) FROM instance WHERE sop_instance_uid LIKE '" + uid + ".%'"), acknowledged);
        EXPECT_EQ(count("SELECT count(*) FROM study WHERE study_instance_uid = '" + uid + "'"),
                  acknowledged > 0 ? 1 : 0);
        if (files->failed()) {
            EXPECT_EQ(acknowledged, 0);
        }
        const bool broken = (*opened)->failure().has_value();
        EXPECT_EQ(broken, files->failed() && error_number == EIO);
        total += acknowledged;
        return files->failed();
    }

    // With the real system calls again: everything acknowledged is whole, and nothing else is kept.
    void everything_is_sound() {
        Integrity integrity(*work, *blobs, clock, {});
        const auto tally = integrity.verify({});
        EXPECT_TRUE(tally.whole());
        EXPECT_EQ(tally.objects, total);
        EXPECT_EQ(blob_count(), static_cast<std::uint64_t>(total));
        EXPECT_EQ(staged_files(), 0);
    }

    int last_study = 0;
    std::int64_t total = 0;
};
PORTICO_ON_BOTH_DATABASES(IngestFaultsTest);

TEST_P(IngestFaultsTest, an_error_of_the_disk_at_any_call_refuses_and_keeps_nothing) {  // GEN-3
    for (const auto& kind : failing_kinds) {
        int call = 1;
        while (take_in(kind, call, EIO)) ++call;
        EXPECT_GT(call, 1) << kind;
    }
    everything_is_sound();
}

TEST_P(IngestFaultsTest, no_space_at_any_call_refuses_and_keeps_nothing) {  // GEN-3
    for (const auto& kind : failing_kinds) {
        int call = 1;
        while (take_in(kind, call, ENOSPC)) ++call;
        EXPECT_GT(call, 1) << kind;
    }
    everything_is_sound();
}

TEST_P(IngestFaultsTest, a_transaction_that_fails_acknowledges_nothing) {  // GEN-3
    FailingAudit audit(trail);
    db::UnitsOfWork units(database(), audit, outbox);
    Receiver failing(units, *blobs, clock);
    audit.fail = true;
    std::vector<storage::Staged> files;
    files.push_back(staged(object({})));
    const auto outcomes = failing.receive(scope(north), sender(), std::move(files));
    EXPECT_EQ(outcomes.front().error, &portico::errors::unavailable);
    EXPECT_EQ(count("SELECT count(*) FROM instance"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM study"), 0);
    audit.fail = false;
    EXPECT_TRUE(receive_one(north, object({})).ok());
    Integrity integrity(*work, *blobs, clock, {});
    EXPECT_TRUE(integrity.verify({}).whole());
}

}  // namespace
}  // namespace portico::studies
