#include "platform/dicom/inflate.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "platform/dicom/errors.h"

namespace portico::dicom {
namespace {

FileDescriptor temporary_file() {
    const auto folder = std::filesystem::temp_directory_path();
    if (FileDescriptor fd(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)); fd) return fd;
    // Some file systems have no unnamed files.
    return FileDescriptor(::memfd_create("portico-inflated", MFD_CLOEXEC));
}

bool write_fully(int fd, const std::uint8_t* bytes, std::size_t length) {
    while (length > 0) {
        const auto n = ::write(fd, bytes, length);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes += n;
        length -= static_cast<std::size_t>(n);
    }
    return true;
}

class Inflater {
public:
    Inflater() {
        if (::inflateInit2(&stream_, -MAX_WBITS) != Z_OK) throw std::runtime_error("zlib could not start");
    }
    ~Inflater() { ::inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    z_stream* operator->() { return &stream_; }
    z_stream* get() { return &stream_; }

private:
    z_stream stream_{};
};

// Runs over the whole deflated stream and hands each piece to `take`.
template <class Take>
Result<void> inflate_all(FileWindow& window, std::uint64_t offset, const ReadLimits& limits, Take take) {
    Inflater inflater;
    std::vector<std::uint8_t> out(64 * 1024);
    std::uint64_t total = 0;
    while (true) {
        const auto left = window.size() - std::min(offset, window.size());
        const auto in = window.at(offset, static_cast<std::size_t>(std::min<std::uint64_t>(left, 16 * 1024)));
        if (in.empty()) return fail(errors::truncated, "the deflated data set does not end");
        inflater->next_in = const_cast<Bytef*>(in.data());
        inflater->avail_in = static_cast<uInt>(in.size());
        while (true) {
            inflater->next_out = out.data();
            inflater->avail_out = static_cast<uInt>(out.size());
            const int status = ::inflate(inflater.get(), Z_NO_FLUSH);
            if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
                return fail(errors::malformed, "the deflated data set is damaged");
            const auto produced = out.size() - inflater->avail_out;
            total += produced;
            if (total > limits.inflated) return fail(errors::deflate_bomb, "inflated beyond the limit");
            PORTICO_CHECK(take(std::span<const std::uint8_t>(out).first(produced)));
            if (status == Z_STREAM_END) return {};
            if (inflater->avail_out != 0) break;
        }
        offset += in.size() - inflater->avail_in;
    }
}

}  // namespace

Result<FileDescriptor> inflate_data_set(FileWindow& window, std::uint64_t offset, const ReadLimits& limits) {
    // Counted first, so that a bomb costs no disk.
    PORTICO_CHECK(inflate_all(window, offset, limits, [](auto) { return Result<void>(); }));
    auto file = temporary_file();
    if (!file) return fail(errors::unreadable, std::string("no temporary file: ") + std::strerror(errno));
    PORTICO_CHECK(inflate_all(window, offset, limits, [&](std::span<const std::uint8_t> piece) -> Result<void> {
        if (!write_fully(file.get(), piece.data(), piece.size()))
            return fail(errors::unreadable, std::string("temporary file: ") + std::strerror(errno));
        return {};
    }));
    return file;
}

std::string deflate(std::string_view bytes) {
    z_stream stream{};
    if (::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib could not start");
    std::string out(::deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int status = ::deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    if (status != Z_STREAM_END) throw std::runtime_error("zlib could not deflate");
    // PS3.5 A.5: padded to an even length.
    if (out.size() % 2 != 0) out.push_back('\0');
    return out;
}

}  // namespace portico::dicom
