// Everything about one predicted label image against one reference, label by label, in one pass over the
// images. Two images with different geometry are an error that says how they differ.
#pragma once

#include "metrics/parallel.h"
#include "metrics/segmentation/catalogue.h"
#include "metrics/segmentation/components.h"
#include "metrics/segmentation/lesions.h"
#include "metrics/value.h"
#include "metrics/volume/label_volume.h"

#include <vector>

namespace medal::metrics {

struct SegmentationPlan {
    /// Empty: every non-zero label of either image; label 1 when both images are all background.
    std::vector<Label> labels{};
    std::vector<double> tau_mm{1.0};
    MetricChoice metrics{};
    Connectivity connectivity = Connectivity::corner;
    MatchOptions match{};
    int rim_width_voxels = 2;
    Threads threads{};
};

struct LabelValues {
    Label label = 0;
    std::vector<Value> values;
};

/// Throws `invalid` ("segmentation.geometry") when the geometries differ.
std::vector<LabelValues> measure_segmentation(const LabelVolume& reference, const LabelVolume& prediction,
                                              const SegmentationPlan& plan);

/// The values of a label that cannot be measured: in neither image (`both_empty`), or of a prediction that is
/// `missing` or `invalid`, whose values are undefined with n = 0.
std::vector<Value> values_without_masks(const SegmentationPlan& plan, Status status,
                                        std::uint64_t voxel_count);

}  // namespace medal::metrics
