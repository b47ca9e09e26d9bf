#include "platform/storage/blob_store.h"

#include <unistd.h>

#include <cerrno>

#include "platform/storage/staging_file.h"

namespace portico::storage {

StagingFile::~StagingFile() {
    files_->close(fd_);
    if (staged_) files_->remove(path_);
}

Result<void> StagingFile::write(std::span<const std::byte> data) {
    if (broken_) return fail(*broken_);
    if (!health_->well()) return fail(*(broken_ = health_->refusal()));
    while (!data.empty()) {
        const ssize_t written = files_->write(fd_, data);
        if (written <= 0) {
            broken_ = health_->judge("writing a staged file", written == 0 ? EIO : static_cast<int>(-written));
            return fail(*broken_);
        }
        data = data.subspan(static_cast<std::size_t>(written));
        size_ += static_cast<std::uint64_t>(written);
    }
    return {};
}

// An error is not told here, but must not be lost: it is the commit's.
void StagingFile::begin_flush() {
    if (broken_) return;
    if (const int result = files_->start_flush(fd_); result < 0)
        broken_ = health_->judge("flushing a staged file", -result);
}

Staged::Staged(std::unique_ptr<StagingFile> file) : file_(std::move(file)) {}
Staged::Staged(Staged&&) noexcept = default;
Staged& Staged::operator=(Staged&&) noexcept = default;
Staged::~Staged() = default;

const BlobId& Staged::id() const { return file_->id(); }
const std::filesystem::path& Staged::path() const { return file_->path(); }
int Staged::fd() const { return file_->fd(); }
std::uint64_t Staged::size() const { return file_->size(); }
Result<void> Staged::write(std::span<const std::byte> data) { return file_->write(data); }
Result<void> Staged::write(std::string_view data) { return file_->write(std::as_bytes(std::span(data))); }
void Staged::begin_flush() { file_->begin_flush(); }
std::unique_ptr<StagingFile> Staged::release() { return std::move(file_); }

OpenFile::~OpenFile() { ::close(fd_); }

Result<std::string> OpenFile::read(std::uint64_t offset, std::size_t length) const {
    if (offset > size_ || length > size_ - offset)
        return fail(errors::blob_unreadable, "read beyond the end of a blob");
    std::string content(length, '\0');
    std::size_t done = 0;
    while (done < length) {
        const ssize_t count = ::pread(fd_, content.data() + done, length - done, static_cast<off_t>(offset + done));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return fail(errors::blob_unreadable, "a blob is shorter than it was, or cannot be read");
        done += static_cast<std::size_t>(count);
    }
    return content;
}

Result<BlobId> BlobStore::commit(Staged file) {
    auto id = file.id();
    std::vector<Staged> files;
    files.push_back(std::move(file));
    PORTICO_CHECK(commit(std::move(files)));
    return id;
}

Result<BlobId> BlobStore::put(std::span<const std::byte> content) {
    PORTICO_TRY(auto staged, stage());
    PORTICO_CHECK(staged.write(content));
    return commit(std::move(staged));
}

Result<BlobId> BlobStore::put(std::string_view content) { return put(std::as_bytes(std::span(content))); }

Result<Usage> BlobStore::usage() {
    Usage usage;
    PORTICO_CHECK(list([&](const BlobId&, std::uint64_t size) {
        ++usage.blobs;
        usage.bytes += size;
        return true;
    }));
    return usage;
}

}  // namespace portico::storage
