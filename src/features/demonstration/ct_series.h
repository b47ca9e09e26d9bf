// What both CT phantoms share: axial slices of a function that gives Hounsfield units; for this room only.
#pragma once

#include <functional>

#include "features/demonstration/composer.h"

namespace portico::demonstration {

struct CtScan {
    SeriesDetails series;
    int slices = 0;
    int size = 512;       // rows and columns
    float spacing = 1;    // mm between pixels
    float thickness = 1;  // mm between slices
    float lowest = 0;     // z of the first slice
    float grain = 6;      // noise of a pixel in HU
    int kilovolts = 120;
    std::string window_centre, window_width, window_names;
    std::string kernel;
    bool contrast = false;
};

// Hounsfield units of the slice at z, without noise; called from several threads, a whole slice at a time, so that what
// a slice needs can be prepared once.
using SliceOfHounsfield = std::function<void(float z, GreyImage& slice)>;

void compose_ct(Composer& composer, const CtScan& scan, const SliceOfHounsfield& fill);

// Patient coordinates of a pixel (x to the left, y to the back), the scan centred on 0.
inline Point pixel_position(const CtScan& scan, int column, int row, float z) {
    const float middle = static_cast<float>(scan.size - 1) / 2;
    return {(static_cast<float>(column) - middle) * scan.spacing, (static_cast<float>(row) - middle) * scan.spacing, z};
}

}  // namespace portico::demonstration
