#include "platform/dicom/range_stream.h"

#include <cstring>

namespace portico::dicom {

offile_off_t RangeProducer::read(void* buffer, offile_off_t length) {
    auto* to = static_cast<std::uint8_t*>(buffer);
    offile_off_t done = 0;
    while (done < length && position_ < end_) {
        const auto piece = static_cast<std::size_t>(
            std::min<std::uint64_t>({static_cast<std::uint64_t>(length - done), end_ - position_, 8 * 1024}));
        const auto bytes = window_.at(position_, piece);
        if (bytes.empty()) {
            status_ = EC_CorruptedData;
            break;
        }
        std::memcpy(to + done, bytes.data(), piece);
        position_ += piece;
        done += static_cast<offile_off_t>(piece);
    }
    return done;
}

offile_off_t RangeProducer::skip(offile_off_t length) {
    const auto skipped = std::min(static_cast<std::uint64_t>(std::max<offile_off_t>(length, 0)), end_ - position_);
    position_ += skipped;
    return static_cast<offile_off_t>(skipped);
}

void RangeProducer::putback(offile_off_t length) {
    if (length < 0 || static_cast<std::uint64_t>(length) > position_ - begin_)
        status_ = EC_IllegalCall;
    else
        position_ -= static_cast<std::uint64_t>(length);
}

DcmInputStreamFactory* RangeInputStream::newFactory() const {
    return new DcmInputFileStreamFactory(OFFilename(name_.c_str()), static_cast<offile_off_t>(producer_.position()));
}

}  // namespace portico::dicom
