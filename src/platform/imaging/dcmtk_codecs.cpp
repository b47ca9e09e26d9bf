// JPEG and JPEG-LS by DCMTK's codecs.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>

#include "platform/imaging/codecs.h"

namespace portico::imaging {
namespace {

std::unique_ptr<DcmDataset> data_set_of(const dicom::ImageHeader& image) {
    auto data = std::make_unique<DcmDataset>();
    const auto number = [&](const DcmTagKey& tag, std::uint32_t value) {
        data->putAndInsertUint16(tag, static_cast<Uint16>(value));
    };
    number(DCM_SamplesPerPixel, image.samples);
    data->putAndInsertString(DCM_PhotometricInterpretation, image.photometric.c_str());
    if (image.samples > 1) number(DCM_PlanarConfiguration, image.by_plane ? 1 : 0);
    data->putAndInsertString(DCM_NumberOfFrames, "1");
    number(DCM_Rows, image.rows);
    number(DCM_Columns, image.columns);
    number(DCM_BitsAllocated, image.bits_allocated);
    number(DCM_BitsStored, image.bits_stored);
    number(DCM_HighBit, image.high_bit);
    number(DCM_PixelRepresentation, image.is_signed ? 1 : 0);
    return data;
}

// Pixel Data with an empty Basic Offset Table and the frame as its one fragment. The data set takes it over.
DcmPixelData* put_fragment(DcmDataset& data, const std::string& transfer_syntax, std::span<const std::uint8_t> bytes) {
    auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelData, EVR_OB));
    sequence->insert(new DcmPixelItem(DcmTag(DCM_Item, EVR_OB)));
    auto item = std::make_unique<DcmPixelItem>(DcmTag(DCM_Item, EVR_OB));
    std::vector<std::uint8_t> even(bytes.begin(), bytes.end());
    if (even.size() % 2 != 0) even.push_back(0);
    item->putUint8Array(even.data(), static_cast<unsigned long>(even.size()));
    sequence->insert(item.release());
    auto pixels = std::make_unique<DcmPixelData>(DcmTag(DCM_PixelData, EVR_OB));
    pixels->putOriginalRepresentation(DcmXfer(transfer_syntax.c_str()).getXfer(), nullptr, sequence.release());
    auto* put = pixels.get();
    data.insert(pixels.release(), OFTrue);
    return put;
}

Result<void> check_declared(const dicom::ImageHeader& image, std::span<const std::uint8_t> bytes) {
    const auto declared = codecs::jpeg_size(bytes);
    if (!declared || declared->rows != image.rows || declared->columns != image.columns ||
        declared->components != image.samples || (declared->precision + 7) / 8 * 8 > image.bits_allocated)
        return fail(errors::cannot_be_shown, "the compressed frame is of another size");
    return {};
}

}  // namespace

void prepare_codecs() {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    dcmDataDict.rdlock().isDictionaryLoaded();
    dcmDataDict.rdunlock();
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
}

namespace codecs {

Result<Samples> dcmtk(const dicom::ImageHeader& image, std::span<const std::uint8_t> bytes) {
    if (image.kind != dicom::SampleKind::integer) return fail(errors::cannot_be_shown, "compressed numbers");
    PORTICO_CHECK(check_declared(image, bytes));
    Samples samples{image, std::vector<std::uint8_t>((decoded_bytes(image) + 1) / 2 * 2)};
    auto data = data_set_of(image);
    auto* pixels = put_fragment(*data, image.transfer_syntax, bytes);
    Uint32 fragment = 1;
    OFString photometric;
    const auto status = pixels->getUncompressedFrame(data.get(), 0, fragment, samples.bytes.data(),
                                                     static_cast<Uint32>(samples.bytes.size()), photometric);
    if (status.bad()) return fail(errors::cannot_be_shown, status.text());
    samples.bytes.resize(decoded_bytes(image));
    if (!photometric.empty()) samples.image.photometric.assign(photometric.c_str(), photometric.size());
    return samples;
}

}  // namespace codecs
}  // namespace portico::imaging
