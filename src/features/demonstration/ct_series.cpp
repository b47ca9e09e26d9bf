#include "features/demonstration/ct_series.h"

namespace portico::demonstration {
namespace {

// Noise of a reconstruction: neighbouring pixels are alike, and the middle of the body is noisier than its edge.
void add_grain(const CtScan& scan, int number, GreyImage& slice) {
    std::vector<float> above(static_cast<std::size_t>(slice.columns), 0.0F);
    for (int row = 0; row < slice.rows; ++row) {
        Grain grain(static_cast<std::uint32_t>(number * 100'003 + row));
        float before = 0;
        for (int column = 0; column < slice.columns; ++column) {
            const float fresh = grain.next();
            auto& up = above[static_cast<std::size_t>(column)];
            const float value = 0.62F * fresh + 0.45F * before + 0.45F * up;
            before = fresh;
            up = fresh;
            const Point p = pixel_position(scan, column, row, 0);
            const float middle = 1.25F - 0.6F * length(p) / (static_cast<float>(scan.size) * scan.spacing / 2);
            auto& pixel = slice.at(column, row);
            const float noisy = static_cast<float>(pixel) + scan.grain * middle * value;
            pixel = static_cast<std::int16_t>(std::lround(std::clamp(noisy, -1024.0F, 3071.0F)));
        }
    }
}

void add_ct_modules(dicom::DataSet& data, const CtScan& scan) {
    data.put("ImageType", "ORIGINAL\\PRIMARY\\AXIAL")
        .put("KVP", scan.kilovolts)
        .put("XRayTubeCurrent", 250)
        .put("ExposureTime", 800)
        .put("ConvolutionKernel", scan.kernel)
        .put("DataCollectionDiameter", 500)
        .put("ReconstructionDiameter", decimal(static_cast<double>(scan.size) * static_cast<double>(scan.spacing)))
        .put("GantryDetectorTilt", 0)
        .put("PatientPosition", "HFS")
        .put("RescaleIntercept", -1024)
        .put("RescaleSlope", 1)
        .put("RescaleType", "HU")
        .put("WindowCenter", scan.window_centre)
        .put("WindowWidth", scan.window_width)
        .put("WindowCenterWidthExplanation", scan.window_names)
        .put("LossyImageCompression", "00");
    if (scan.contrast) data.put("ContrastBolusAgent", "Iodinated contrast").put("ContrastBolusRoute", "IV");
}

}  // namespace

void compose_ct(Composer& composer, const CtScan& scan, const SliceOfHounsfield& fill) {
    in_parallel(static_cast<std::size_t>(scan.slices), [&](std::size_t index) {
        const int number = static_cast<int>(index) + 1;
        const float z = scan.lowest + static_cast<float>(index) * scan.thickness;
        GreyImage slice(scan.size, scan.size);
        fill(z, slice);
        add_grain(scan, number, slice);
        for (auto& pixel : slice.pixels) pixel = static_cast<std::int16_t>(pixel + 1024);
        auto data = composer.make(scan.series, number);
        composer.add_plane(data, {pixel_position(scan, 0, 0, z), {1, 0, 0}, {0, 1, 0}, scan.spacing, scan.thickness});
        add_ct_modules(data, scan);
        composer.save_grey(data, slice, {12, false, "MONOCHROME2"});
    });
}

}  // namespace portico::demonstration
