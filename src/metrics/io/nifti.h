// Label images from single-file NIfTI-1 and NIfTI-2, plain or gzip-compressed, either byte order.
// Bounded: sizes are checked before memory is asked for, and every fault is an Error, never a crash.
// Spacing and position are the decimals that the header's 32-bit numbers stand for: 0.7, not 0.699999988.
#pragma once

#include "metrics/volume/label_volume.h"
#include "metrics/volume/score_volume.h"

#include <filesystem>

namespace medal::metrics {

inline constexpr std::int64_t kMaxVoxels = std::int64_t{1} << 32;

LabelVolume read_nifti(const std::filesystem::path& path);
/// Detection maps: finite numbers, none below 0.
ScoreVolume read_nifti_scores(const std::filesystem::path& path);

/// By name only: .nii or .nii.gz.
bool is_nifti_name(const std::filesystem::path& path);

}  // namespace medal::metrics
