// S6 to S9: overlap, boundary, localization, assignment.
#include "metrics/recommend/rules.h"

namespace medal::metrics::recommend {
namespace {

constexpr const char* kDetection = "medal metrics detection";
constexpr const char* kSegmentation = "medal metrics segmentation";

std::vector<Advice> one(const char* role, const char* step, const char* metric, const char* reason,
                        const char* command) {
    return {{role, step, metric, reason, command}};
}

}  // namespace

std::vector<Advice> overlap(const Fingerprint& problem) {
    if (problem.is_small && problem.reference_is_imprecise) return {};
    if (problem.is_tubular && problem.center_matters)
        return one("overlap", "S6", "clDice", "Of a tube its centre line and connection matter.",
                   kSegmentation);
    if (problem.misses_weigh_differently)
        return one("overlap", "S6", "F2", "Missing tissue weighs more than taking too much.", kSegmentation);
    return one("overlap", "S6", "DSC", "Overlap with equal weight on both errors; IoU orders the same.",
               kSegmentation);
}

std::vector<Advice> boundary(const Fingerprint& problem) {
    const bool is_needed = problem.boundary_matters || problem.is_small || problem.has_variable_sizes ||
                           problem.category == Category::semantic_segmentation;
    if (!is_needed) return {};
    if (problem.reference_is_imprecise)
        return one("boundary", "S7", "NSD", "A tolerance stands for what readers disagree about.",
                   kSegmentation);
    if (problem.worst_case_matters && !problem.reference_has_outliers)
        return one("boundary", "S7", "HD", "The largest error of the boundary, and the reference is clean.",
                   kSegmentation);
    if (problem.worst_case_matters)
        return one("boundary", "S7", "HD95", "Large errors, with the reference's own outliers cut off.",
                   kSegmentation);
    if (problem.boundary_matters)
        return one("boundary", "S7", "MASD", "The mean error of the boundary, both directions alike.",
                   kSegmentation);
    return one("boundary", "S7", "NSD", "Overlap hides errors of shape; state the tolerance.", kSegmentation);
}

std::vector<Advice> localization(const Fingerprint& problem) {
    if (problem.category == Category::object_detection && problem.outline == Outline::point)
        return one("localization", "S8", "point_match", "The reference is a position: hit within a radius.",
                   kDetection);
    if (problem.is_small && problem.outline != Outline::exact)
        return one("localization", "S8", "point_match", "IoU of tiny boxes jumps with a voxel: use distance.",
                   kDetection);
    if (problem.outline == Outline::rough)
        return one("localization", "S8", "box_IoU", "The reference is a rough outline: IoU of boxes.",
                   kDetection);
    if (problem.boundary_matters && !problem.reference_is_imprecise)
        return one("localization", "S8", "BIoU", "Exact outlines and a boundary that matters.",
                   kSegmentation);
    return one("localization", "S8", "IoU", "Exact outlines: IoU of masks.", kSegmentation);
}

std::vector<Advice> assignment(const Fingerprint& problem) {
    if (problem.category == Category::instance_segmentation && !problem.has_scores && !problem.objects_touch)
        return one("assignment", "S9", "match_above_half",
                   "With disjoint masks and IoU > 0.5 at most one partner exists.", kSegmentation);
    if (problem.has_scores)
        return one("assignment", "S9", "match_by_score", "The surest prediction takes its object first.",
                   "medal metrics detection --match score");
    return one("assignment", "S9", "match_by_overlap", "Without scores the greatest overlap goes first.",
               "medal metrics detection --match overlap");
}

std::vector<Advice> volume(const Fingerprint& problem) {
    if (!problem.volume_matters) return {};
    return one("volume", "S6", "RVE", "The clinic uses the volume: report its error beside the overlap.",
               kSegmentation);
}

std::vector<std::string> pitfalls(const Fingerprint& problem) {
    const bool is_mask = problem.category == Category::semantic_segmentation ||
                         problem.category == Category::instance_segmentation;
    std::vector<std::string> all;
    const auto warn = [&](bool applies, const char* text) {
        if (applies) all.emplace_back(text);
    };
    warn(problem.is_small && is_mask, "One voxel changes the overlap of a small structure much.");
    warn(problem.has_variable_sizes && is_mask,
         "Large structures drown small ones in one overlap: report by lesion or by size.");
    warn(problem.reference_may_be_empty,
         "Where the reference is empty, overlap and distances have no value: say the policy, report "
         "specificity by case.");
    warn(problem.is_tubular && is_mask, "DSC of a tube says little about its connection.");
    warn(problem.has_class_imbalance && problem.category == Category::image_classification,
         "Accuracy is high for whoever always names the largest class.");
    warn(!problem.prevalence_is_real, "PPV, NPV, F, MCC and AP depend on the prevalence of the test set.");
    warn(problem.category == Category::semantic_segmentation && problem.objects_touch,
         "Semantic metrics do not see objects that are merged or split: consider instance segmentation.");
    warn(problem.category == Category::semantic_segmentation && problem.is_small &&
             problem.reference_is_imprecise,
         "Structures of few voxels with uncertain outlines are better treated as object detection.");
    warn(problem.reference_has_outliers, "HD is as large as the worst stray voxel of the reference.");
    warn(problem.calibration == CalibrationNeed::between_models,
         "ECE depends on its bins and is not a proper score: never rank models by it.");
    return all;
}

}  // namespace medal::metrics::recommend
