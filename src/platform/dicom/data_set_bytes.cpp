#include "platform/dicom/data_set_bytes.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcostrmb.h>

#include <stdexcept>

namespace portico::dicom {

std::optional<std::string> data_set_bytes(DcmDataset& data, bool explicit_vr, bool big_endian, std::uint64_t most) {
    const auto syntax = !explicit_vr ? EXS_LittleEndianImplicit
                        : big_endian ? EXS_BigEndianExplicit
                                     : EXS_LittleEndianExplicit;
    std::string bytes;
    if (data.card() == 0) return bytes;
    std::string buffer(64 * 1024, '\0');
    DcmOutputBufferStream stream(buffer.data(), static_cast<offile_off_t>(buffer.size()));
    data.transferInit();
    OFCondition status = EC_StreamNotifyClient;
    while (status == EC_StreamNotifyClient) {
        status = data.write(stream, syntax, EET_UndefinedLength, nullptr, EGL_withoutGL, EPD_withoutPadding);
        void* filled = nullptr;
        offile_off_t length = 0;
        stream.flushBuffer(filled, length);
        if (bytes.size() + static_cast<std::uint64_t>(length) > most) {
            data.transferEnd();
            return std::nullopt;
        }
        bytes.append(static_cast<const char*>(filled), static_cast<std::size_t>(length));
    }
    data.transferEnd();
    if (status.bad()) throw std::runtime_error(std::string("a data set cannot be encoded: ") + status.text());
    return bytes;
}

}  // namespace portico::dicom
