// What the functional groups of a segmentation say of each frame (PS3.3, C.7.6.16 and C.8.20.3).
#pragma once

#include "imaging/dicom/data_set.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace medal::imaging::segmentation {

struct FrameGroup {
    std::optional<std::array<double, 3>> position_mm;
    /// Direction of a row, then of a column.
    std::optional<std::array<double, 6>> orientation;
    /// Between rows, then between columns, as the standard orders them.
    std::optional<std::array<double, 2>> pixel_spacing_mm;
    std::optional<double> slice_spacing_mm;
    std::optional<double> slice_thickness_mm;
    std::optional<std::uint16_t> segment;
};

/// One for each item of the per-frame groups, completed from the shared group.
std::vector<FrameGroup> frame_groups(const dicom::DataSet& data);

}  // namespace medal::imaging::segmentation
