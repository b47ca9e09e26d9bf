#include "platform/storage/directory_store.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <system_error>

#include "platform/storage/barrier.h"
#include "platform/storage/file_cache.h"
#include "platform/storage/staging_area.h"

namespace portico::storage {

namespace {

namespace fs = std::filesystem;

// All of `parts` below the root decide the name of a file; the id's first six characters are its time to 17 minutes.
fs::path blob_path(const fs::path& top, const BlobId& id) {
    const auto& text = id.text();
    return top / text.substr(0, 4) / text.substr(4, 2) / text;
}

class DirectoryStore final : public BlobStore {
public:
    DirectoryStore(DirectoryStoreOptions options, std::shared_ptr<Health> health, StagingArea staging)
        : options_(std::move(options)),
          health_(std::move(health)),
          staging_(std::move(staging)),
          top_(options_.root / "blobs"),
          barrier_(options_.files, health_, top_, [this](const BlobId& id) { return blob_path(top_, id); }),
          cache_(options_.open_files) {}

    using BlobStore::commit;

    Result<Staged> stage() override {
        if (!health_->well()) return fail(health_->refusal());
        auto id = options_.new_id();
        auto path = staging_.folder() / id.text();
        const int fd = options_.files->create_file(path);
        if (fd < 0) return fail(health_->judge("creating a staged file", -fd));
        return Staged(std::make_unique<StagingFile>(options_.files, health_, std::move(id), std::move(path), fd));
    }

    Result<void> commit(std::vector<Staged> files) override {
        if (files.empty()) return {};
        std::vector<std::unique_ptr<StagingFile>> staged;
        staged.reserve(files.size());
        for (auto& file : files) staged.push_back(file.release());
        return barrier_.commit(std::move(staged));
    }

    Result<std::shared_ptr<const OpenFile>> open(const BlobId& id) override {
        if (!is_id_text(id.text())) return fail(errors::blob_not_found, "not the id of a blob");
        if (auto cached = cache_.find(id)) return cached;
        const int fd = options_.files->open_read(blob_path(top_, id));
        if (fd == -ENOENT) return fail(errors::blob_not_found, id.text());
        if (fd < 0) return fail(errors::blob_unreadable, std::generic_category().message(-fd));
        struct stat facts {};
        if (::fstat(fd, &facts) != 0) {
            const int error = errno;
            options_.files->close(fd);
            return fail(errors::blob_unreadable, std::generic_category().message(error));
        }
        auto file = std::make_shared<const OpenFile>(fd, static_cast<std::uint64_t>(facts.st_size));
        cache_.keep(id, file);
        return file;
    }

    Result<void> remove(const BlobId& id) override {
        if (!is_id_text(id.text())) return {};
        if (!health_->well()) return fail(health_->refusal());
        cache_.forget(id);
        const int result = options_.files->remove(blob_path(top_, id));
        if (result < 0 && result != -ENOENT) return fail(health_->judge("removing a blob", -result));
        return {};
    }

    Result<void> list(const std::function<bool(const BlobId&, std::uint64_t)>& visit) override {
        std::error_code error;
        fs::recursive_directory_iterator at(top_, error);
        for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
            std::error_code gone;  // removed meanwhile: not an error
            if (!at->is_regular_file(gone)) continue;
            auto id = BlobId::parse(at->path().filename().string());
            const auto size = at->file_size(gone);
            if (!id || gone) continue;
            if (!visit(*id, size)) return {};
        }
        if (error) return fail(errors::blob_unreadable, error.message());
        return {};
    }

    Result<Space> space() override {
        struct statvfs facts {};
        if (::statvfs(top_.c_str(), &facts) != 0)
            return fail(errors::blob_unreadable, std::generic_category().message(errno));
        return Space{facts.f_blocks * facts.f_frsize, facts.f_bavail * facts.f_frsize};
    }

    std::optional<std::string> failure() const override { return health_->failure(); }

private:
    DirectoryStoreOptions options_;
    std::shared_ptr<Health> health_;
    StagingArea staging_;
    fs::path top_;
    Barrier barrier_;
    FileCache cache_;
};

}  // namespace

Result<std::unique_ptr<BlobStore>> open_directory_store(DirectoryStoreOptions options) {
    if (!options.new_id) throw std::invalid_argument("a directory store needs a source of ids");
    if (!options.files) options.files = std::make_shared<FileOps>();
    auto health = std::make_shared<Health>(options.on_failure);
    for (const auto& folder : {options.root, options.root / "blobs", options.root / "staging"}) {
        if (int result = options.files->make_folder(folder); result < 0 && result != -EEXIST)
            return fail(health->judge("making " + folder.string(), -result));
    }
    for (const auto& folder : {options.root.parent_path(), options.root}) {
        const int fd = options.files->open_folder(folder.empty() ? fs::path(".") : folder);
        const int result = fd < 0 ? fd : options.files->sync(fd);
        if (fd >= 0) options.files->close(fd);
        if (result < 0) return fail(health->judge("fsync of " + folder.string(), -result));
    }
    struct stat blobs {};
    struct stat staging {};
    if (::stat((options.root / "blobs").c_str(), &blobs) != 0 ||
        ::stat((options.root / "staging").c_str(), &staging) != 0 || blobs.st_dev != staging.st_dev)
        return fail(errors::store_read_only, "blobs and staging must lie on one file system");
    PORTICO_TRY(auto area, StagingArea::open(options.root / "staging", options.new_id().text()));
    return std::make_unique<DirectoryStore>(std::move(options), std::move(health), std::move(area));
}

}  // namespace portico::storage
