#include "features/dicomweb/gzip.h"

#include <zlib.h>

namespace portico::dicomweb {

Result<std::string> gunzip(std::string_view packed) {
    constexpr std::size_t most = std::size_t{1} << 30;
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) return fail(portico::errors::unavailable, "zlib");
    std::string input(packed), text;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    int state = Z_OK;
    while (state == Z_OK && text.size() < most) {
        auto begin = text.size();
        text.resize(begin + std::max<std::size_t>(256 * 1024, begin));
        stream.next_out = reinterpret_cast<Bytef*>(text.data() + begin);
        stream.avail_out = static_cast<uInt>(text.size() - begin);
        state = inflate(&stream, Z_NO_FLUSH);
        text.resize(text.size() - stream.avail_out);
        if (state == Z_BUF_ERROR) break;
    }
    inflateEnd(&stream);
    if (state != Z_STREAM_END) return fail(portico::errors::unavailable, "prepared metadata are damaged");
    return text;
}

}  // namespace portico::dicomweb
