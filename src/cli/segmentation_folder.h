// Two folders of label images, matched by file name: measured in parallel, then summarised under the policy.
// A missing, damaged or mismatched prediction is not skipped: it is reported and gets the worst value.
#pragma once

#include "cli/segmentation_view.h"

#include <filesystem>
#include <functional>

namespace medal::cli {

enum class Resample { never, nearest };

struct FolderJob {
    std::filesystem::path reference;
    std::filesystem::path prediction;
    metrics::SegmentationPlan plan;
    Resample resample = Resample::never;
    std::uint64_t seed = 1;
    std::size_t replicates = 2000;
    /// Called from several threads, one at a time, with the cases done so far and in all.
    std::function<void(std::size_t done, std::size_t all)> progress;
};

/// Label images of a folder by case name ("case_07" of "case_07.nii.gz"). Throws where there is none, or a
/// case occurs twice.
std::map<std::string, std::filesystem::path> images_in(const std::filesystem::path& folder);

FolderView measure_folders(const FolderJob& job);

/// Reads both files, brings them together or resamples if asked, measures; errors name the prediction.
struct MeasuredPair {
    metrics::Geometry geometry;
    std::vector<metrics::LabelValues> labels;
};
MeasuredPair measure_pair(const std::filesystem::path& reference, const std::filesystem::path& prediction,
                          const metrics::SegmentationPlan& plan, Resample resample);
/// Throws Error{invalid, "segmentation.no_such_label"} for a label of the plan that neither image holds.
void require_asked_labels(const MeasuredPair& pair, const metrics::SegmentationPlan& plan);

}  // namespace medal::cli
