#include "platform/storage/barrier.h"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <system_error>
#include <thread>

#include "platform/storage/errors.h"

namespace portico::storage {

namespace {

constexpr std::size_t most_known_folders = 1024;
constexpr std::size_t most_threads = 16;  // they wait for the disk, so the number of processors says nothing

// Calls `work` with every one of `items`, on some threads at once; it must not throw. Where no thread can be had, the
// calling one does all of it.
template <class Item, class Work>
void for_each_beside(std::vector<Item>& items, const Work& work) {
    std::atomic<std::size_t> next{0};
    const auto take = [&] {
        for (std::size_t i = next++; i < items.size(); i = next++) work(items[i]);
    };
    std::vector<std::jthread> helpers;
    try {
        while (helpers.size() + 1 < std::min(items.size(), most_threads)) helpers.emplace_back(take);
    } catch (const std::system_error&) {
    }
    take();
}

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
    make_durable(round);
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

// The descriptors are synced beside one another, so that the disk is asked to empty its cache for many at once.
void Barrier::make_durable(const Round& round) {
    std::vector<Sync> syncs;
    std::map<std::filesystem::path, std::vector<Batch*>> folders;
    for (Batch* batch : round) {
        if (batch->error) continue;
        for (const auto& file : batch->files) {
            syncs.push_back({file->path(), file->fd(), {batch}, {}});
            folders[file->path().parent_path()].push_back(batch);
        }
    }
    // A folder's own name must be durable too. Another process may have made it and died before saying so, so it is not
    // enough to do this for those that we made.
    std::map<std::filesystem::path, std::vector<Batch*>> parents;
    for (const auto& [folder, batches] : folders) {
        syncs.push_back({folder, -1, batches, {}});
        if (known_folders_.contains(folder)) continue;
        for (const auto& above : {folder.parent_path(), top_}) {
            auto& users = parents[above];
            users.insert(users.end(), batches.begin(), batches.end());
        }
    }
    for (auto& [folder, batches] : parents) syncs.push_back({folder, -1, std::move(batches), {}});

    for_each_beside(syncs, [this](Sync& sync) { sync.error = sync_one(sync); });
    for (const auto& sync : syncs)
        for (Batch* batch : sync.batches)
            if (sync.error && !batch->error) batch->error = sync.error;
    remember_folders(folders);
}

// Only those for which all went well.
void Barrier::remember_folders(const std::map<std::filesystem::path, std::vector<Batch*>>& folders) {
    if (known_folders_.size() >= most_known_folders) known_folders_.clear();
    for (const auto& [folder, batches] : folders)
        if (std::ranges::none_of(batches, [](const Batch* batch) { return batch->error.has_value(); }))
            known_folders_.insert(folder);
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

std::optional<Error> Barrier::sync_one(const Sync& sync) {
    if (sync.fd >= 0) {
        const int result = files_->sync(sync.fd);
        if (result < 0) return health_->judge("fsync of a blob", -result);
        return std::nullopt;
    }
    const int fd = files_->open_folder(sync.path);
    if (fd < 0) return health_->judge("opening a folder to fsync it", -fd);
    const int result = files_->sync(fd);
    files_->close(fd);
    if (result < 0) return health_->judge("fsync of a folder", -result);
    return std::nullopt;
}

}  // namespace portico::storage
