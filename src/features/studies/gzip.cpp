#include "features/studies/gzip.h"

#include <zlib.h>

#include <array>
#include <limits>
#include <stdexcept>

namespace portico::studies {

struct Gzip::State {
    z_stream stream{};
};

Gzip::Gzip() : state_(std::make_unique<State>()) {
    constexpr int gzip_format = 15 + 16;  // largest window, gzip header
    if (deflateInit2(&state_->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_format, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib cannot compress");
}

Gzip::~Gzip() { deflateEnd(&state_->stream); }

void Gzip::add(std::string_view text) {
    constexpr std::size_t step = std::size_t{1} << 30;  // zlib counts in unsigned int
    for (; text.size() > step; text.remove_prefix(step)) run(text.substr(0, step), false);
    run(text, false);
}

std::string Gzip::finish() {
    run({}, true);
    return std::move(packed_);
}

void Gzip::run(std::string_view text, bool last) {
    std::array<unsigned char, 16 * 1024> buffer;
    auto& stream = state_->stream;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    do {
        stream.next_out = buffer.data();
        stream.avail_out = static_cast<uInt>(buffer.size());
        if (deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_ERROR)
            throw std::runtime_error("zlib cannot compress");
        packed_.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - stream.avail_out);
    } while (stream.avail_out == 0);
}

}  // namespace portico::studies
