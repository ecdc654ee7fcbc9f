// A DICOM segmentation (PS3.3, A.51; Supplement 243 for label maps) as one volume of segment numbers: the
// frames are put where their functional groups say, frames that are not there are background.
#pragma once

#include "imaging/byte_reader.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace medal::imaging::segmentation {

inline constexpr std::uint64_t kMaxVoxels = std::uint64_t{1} << 29U;

struct Volume {
    /// Columns, rows, slices; the first is the fastest in memory.
    std::array<std::uint64_t, 3> size{};
    std::array<double, 3> spacing_mm{};
    /// Centre of the first voxel, and the unit vectors of the three axes, in DICOM's patient coordinates:
    /// to the left, to the back, to the head. The third is the cross product of the first two.
    std::array<double, 3> origin_mm{};
    std::array<std::array<double, 3>, 3> axes{};
    /// Segment numbers; 0 is background.
    std::vector<std::uint16_t> labels;
};

/// By the file's first bytes.
bool is_dicom(const std::filesystem::path& file);

/// `only`: the segments that are read; empty for all. A fractional segment is where at least half of the
/// maximum fractional value is reached. Pixels are decoded by our own code only, so no sandbox is needed.
/// Throws base::Error{invalid | unsupported}, all of them naming the file: "segmentation.not_dicom",
/// ".not_segmentation", ".compressed" (a codec that is not ours), ".not_in_patient" (slides and images
/// without positions), ".uneven" (frames that make no even stack), ".overlap" (two segments at one voxel),
/// ".too_large".
Volume read_volume(const std::filesystem::path& file, const std::set<std::uint16_t>& only = {});
/// The same of bytes in memory; `name` is how errors call them.
Volume read_volume(Bytes bytes, const std::string& name, const std::set<std::uint16_t>& only = {},
                   std::uint64_t max_voxels = kMaxVoxels);

}  // namespace medal::imaging::segmentation
