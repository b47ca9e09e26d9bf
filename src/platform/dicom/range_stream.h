// A part of a file as DCMTK's input stream: ends where the part ends; for this room only.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcerror.h>
#include <dcmtk/dcmdata/dcistrmf.h>

#include "platform/dicom/file_window.h"

namespace portico::dicom {

class RangeProducer final : public DcmProducer {
public:
    RangeProducer(int fd, std::uint64_t begin, std::uint64_t end)
        : window_(fd), begin_(begin), position_(begin), end_(end) {}

    OFBool good() const override { return status_.good(); }
    OFCondition status() const override { return status_; }
    OFBool eos() override { return position_ >= end_; }
    offile_off_t avail() override { return static_cast<offile_off_t>(end_ - position_); }
    offile_off_t read(void* buffer, offile_off_t length) override;
    offile_off_t skip(offile_off_t length) override;
    void putback(offile_off_t length) override;

    std::uint64_t position() const { return position_; }

private:
    FileWindow window_;
    std::uint64_t begin_, position_, end_;
    OFCondition status_ = EC_Normal;
};

namespace detail {
struct ProducerHolder {
    RangeProducer producer_;
};
}  // namespace detail

// `name` opens the same file again when a value that stayed in it is wanted later.
class RangeInputStream final : private detail::ProducerHolder, public DcmInputStream {
public:
    RangeInputStream(int fd, std::string name, std::uint64_t begin, std::uint64_t end)
        : ProducerHolder{RangeProducer(fd, begin, end)}, DcmInputStream(&producer_), name_(std::move(name)) {}
    DcmInputStreamFactory* newFactory() const override;

private:
    std::string name_;
};

}  // namespace portico::dicom
