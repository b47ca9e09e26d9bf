#include "platform/storage/barrier.h"

#include <cerrno>
#include <exception>

#include "platform/storage/errors.h"

namespace portico::storage {

namespace {

constexpr std::size_t most_known_folders = 1024;

}  // namespace

Barrier::Barrier(std::shared_ptr<FileOps> files, std::shared_ptr<Health> health, std::filesystem::path top,
                 PathOf path_of)
    : files_(std::move(files)), health_(std::move(health)), top_(std::move(top)), path_of_(std::move(path_of)) {}

Result<void> Barrier::commit(std::vector<std::unique_ptr<StagingFile>> files) {
    Batch batch;
    batch.files = std::move(files);
    std::unique_lock lock(mutex_);
    waiting_.push_back(&batch);
    for (;;) {
        changed_.wait(lock, [&] { return batch.done || !leading_; });
        if (batch.done) break;
        // Nobody leads and our batch still waits: this thread leads one round, for all that have come by now.
        leading_ = true;
        Round round = std::move(waiting_);
        waiting_.clear();
        lock.unlock();
        lead(round);
        lock.lock();
        for (Batch* each : round) each->done = true;
        leading_ = false;
        changed_.notify_all();
    }
    if (batch.error) return fail(*batch.error);
    return {};
}

std::size_t Barrier::waiting() const {
    std::lock_guard lock(mutex_);
    return waiting_.size();
}

// Whatever happens, those who wait must hear of it.
void Barrier::lead(const Round& round) {
    try {
        run(round);
    } catch (const std::exception& exception) {
        for (Batch* batch : round) {
            if (!batch->error) batch->error = Error(errors::store_busy, exception.what());
            take_back(*batch);
        }
    }
}

void Barrier::run(const Round& round) {
    ++rounds_;
    for (Batch* batch : round) {
        for (const auto& file : batch->files)
            if (file->broken() && !batch->error) batch->error = file->broken();
        if (!health_->well() && !batch->error) batch->error = health_->refusal();
    }
    write_out(round);
    give_names(round);
    sync_files(round);
    sync_folders(round);
    for (Batch* batch : round) {
        if (batch->error) take_back(*batch);
    }
}

void Barrier::write_out(const Round& round) {
    for (Batch* batch : round) {
        if (batch->error) continue;
        for (const auto& file : batch->files) {
            if (int result = files_->start_flush(file->fd()); result < 0 && !batch->error)
                batch->error = health_->judge("flushing a staged file", -result);
        }
    }
    for (Batch* batch : round) {
        if (batch->error) continue;
        for (const auto& file : batch->files) {
            if (int result = files_->finish_flush(file->fd()); result < 0 && !batch->error)
                batch->error = health_->judge("flushing a staged file", -result);
        }
    }
}

void Barrier::give_names(const Round& round) {
    for (Batch* batch : round) {
        for (const auto& file : batch->files) {
            if (batch->error) break;
            const auto path = path_of_(file->id());
            batch->error = make_folders(path.parent_path());
            if (batch->error) break;
            if (int result = files_->rename(file->path(), path); result < 0)
                batch->error = health_->judge("renaming a staged file", -result);
            else
                file->moved_to(path);
        }
    }
}

void Barrier::sync_files(const Round& round) {
    for (Batch* batch : round) {
        for (const auto& file : batch->files) {
            if (batch->error) break;
            if (int result = files_->sync(file->fd()); result < 0)
                batch->error = health_->judge("fsync of a blob", -result);
        }
    }
}

void Barrier::sync_folders(const Round& round) {
    std::map<std::filesystem::path, std::vector<Batch*>> folders;
    for (Batch* batch : round) {
        if (batch->error) continue;
        for (const auto& file : batch->files) folders[file->path().parent_path()].push_back(batch);
    }
    for (const auto& [folder, batches] : folders) {
        auto error = sync_folder(folder);
        // A folder's own name must be durable too. Another process may have made it and died before saying so, so it
        // is not enough to do this for those that we made.
        if (!error && !known_folders_.contains(folder)) {
            error = sync_folder(folder.parent_path());
            if (!error) error = sync_folder(top_);
            if (known_folders_.size() >= most_known_folders) known_folders_.clear();
            if (!error) known_folders_.insert(folder);
        }
        for (Batch* batch : batches)
            if (error && !batch->error) batch->error = error;
    }
}

// Best effort: a file that stays behind has no row that names it, and the check for such files removes it.
void Barrier::take_back(Batch& batch) {
    for (const auto& file : batch.files)
        if (file->path() == path_of_(file->id())) files_->remove(file->path());
}

std::optional<Error> Barrier::make_folders(const std::filesystem::path& folder) {
    if (known_folders_.contains(folder)) return std::nullopt;
    for (const auto& each : {folder.parent_path(), folder}) {
        if (int result = files_->make_folder(each); result < 0 && result != -EEXIST)
            return health_->judge("making a folder for blobs", -result);
    }
    return std::nullopt;
}

std::optional<Error> Barrier::sync_folder(const std::filesystem::path& folder) {
    const int fd = files_->open_folder(folder);
    if (fd < 0) return health_->judge("opening a folder to fsync it", -fd);
    const int result = files_->sync(fd);
    files_->close(fd);
    if (result < 0) return health_->judge("fsync of a folder", -result);
    return std::nullopt;
}

}  // namespace portico::storage
