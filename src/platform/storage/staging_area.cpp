#include "platform/storage/staging_area.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "platform/storage/errors.h"

namespace portico::storage {

namespace {

namespace fs = std::filesystem;

int open_lock(const fs::path& path) { return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); }

tl::unexpected<Error> cannot(const std::string& what) {
    return fail(errors::store_read_only, what + ": " + std::generic_category().message(errno));
}

// Called with the top's lock held, so that nobody is between making a folder and locking it.
void remove_dead_runs(const fs::path& top) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(top, error)) {
        if (!entry.is_directory(error)) continue;
        const int lock = open_lock(entry.path() / "lock");
        if (lock < 0) continue;
        if (::flock(lock, LOCK_EX | LOCK_NB) == 0) fs::remove_all(entry.path(), error);
        ::close(lock);
    }
}

}  // namespace

Result<StagingArea> StagingArea::open(const fs::path& top, const std::string& name) {
    const int gate = open_lock(top / "lock");
    if (gate < 0) return cannot("opening the lock of the staging folder");
    while (::flock(gate, LOCK_EX) != 0) {
        if (errno == EINTR) continue;
        ::close(gate);
        return cannot("locking the staging folder");
    }
    remove_dead_runs(top);
    auto folder = top / name;
    int lock = -1;
    if (::mkdir(folder.c_str(), 0700) == 0) lock = open_lock(folder / "lock");
    const bool locked = lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) == 0;
    const int error = errno;
    ::close(gate);
    if (locked) return StagingArea(std::move(folder), lock);
    if (lock >= 0) ::close(lock);
    errno = error;
    return cannot("making a staging folder");
}

StagingArea::StagingArea(StagingArea&& other) noexcept
    : folder_(std::move(other.folder_)), lock_(std::exchange(other.lock_, -1)) {}

StagingArea::~StagingArea() {
    if (lock_ < 0) return;
    std::error_code error;
    fs::remove_all(folder_, error);
    ::close(lock_);
}

}  // namespace portico::storage
