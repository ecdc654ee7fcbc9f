// From the sform, qform or pixdim of a NIfTI header to spacing, origin and direction (nifti1.h, "3D image
// orientation"): the sform wins, then the qform, then the bare spacing.
#pragma once

#include "metrics/io/gzip_file.h"
#include "metrics/volume/geometry.h"

#include <array>

namespace medal::metrics {

struct Orientation {
    std::array<double, 4> pixdim{};
    int qform_code = 0;
    int sform_code = 0;
    std::array<double, 3> quaternion{};
    std::array<double, 3> offset{};
    std::array<double, 12> srow{};
    double scale_mm = 1;
};

/// The shortest decimal that is this 32-bit number.
double decimal_of(float value) noexcept;

Geometry geometry_of(const Orientation& orientation, const std::array<std::int64_t, 3>& size,
                     const GzipFile& file);

}  // namespace medal::metrics
