// Label images as people have them: NIfTI, or DICOM segmentations whose segment numbers are the labels.
#pragma once

#include "metrics/volume/label_volume.h"

#include <filesystem>
#include <span>
#include <string>

namespace medal::cli {

struct LabelImage {
    metrics::LabelVolume volume;
    /// A DICOM segmentation: where no frame is, there is background.
    bool is_sparse = false;
};

/// By name only: .nii, .nii.gz or .dcm.
bool is_label_image_name(const std::filesystem::path& file);
/// "case_07" of "case_07.nii.gz": a prediction may be compressed or DICOM where its reference is not.
std::string case_name(const std::filesystem::path& file);

/// `labels`: the segments of a DICOM file to read, so that those which overlap can be measured one at a time;
/// empty for all. World coordinates are those of NIfTI (right, front, head are positive).
LabelImage read_label_image(const std::filesystem::path& file, std::span<const metrics::Label> labels = {});

/// Puts a DICOM segmentation on the grid of the other image where their voxels coincide; two of them on a
/// grid that holds both. Images on other grids stay as they are, for metrics to refuse.
void bring_together(LabelImage& reference, LabelImage& prediction);

}  // namespace medal::cli
