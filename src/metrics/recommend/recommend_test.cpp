// The rules as recommend.cpp states them, one test a branch. That they are those of Metrics Reloaded
// (Extended Data Fig. 1 to 9) is not shown here: nobody has compared them with the paper yet.
#include "metrics/recommend/recommend.h"

#include <gtest/gtest.h>

namespace medal::metrics {
namespace {

/// The metrics of a role, joined by spaces.
std::string chosen(const Fingerprint& problem, const std::string& role) {
    std::string names;
    for (const Advice& advice : recommend_metrics(problem).metrics) {
        if (advice.role == role) names += (names.empty() ? "" : " ") + advice.metric;
    }
    return names;
}

Fingerprint of(Category category) {
    Fingerprint problem;
    problem.category = category;
    return problem;
}

TEST(Recommendation, of_classes_follows_cost_then_imbalance_then_prevalence) {
    Fingerprint problem = of(Category::image_classification);
    EXPECT_EQ(chosen(problem, "multi-class"), "accuracy");
    problem.has_class_imbalance = true;
    EXPECT_EQ(chosen(problem, "multi-class"), "BA");
    problem.compensates_imbalance = true;
    EXPECT_EQ(chosen(problem, "multi-class"), "MCC");
    problem.prevalence_is_real = false;
    EXPECT_EQ(chosen(problem, "multi-class"), "BA");
    problem.has_unequal_costs = true;
    EXPECT_EQ(chosen(problem, "multi-class"), "EC");
    problem.has_ordered_classes = true;
    EXPECT_EQ(chosen(problem, "multi-class"), "kappa");
}

TEST(Recommendation, of_a_class_follows_the_decision_rule) {
    Fingerprint problem = of(Category::image_classification);
    EXPECT_EQ(chosen(problem, "per-class"), "F1");
    problem.misses_weigh_differently = true;
    EXPECT_EQ(chosen(problem, "per-class"), "F2");
    problem.prevalence_is_real = false;
    EXPECT_EQ(chosen(problem, "per-class"), "LR+");
    problem.decision_rule = DecisionRule::target_value;
    EXPECT_EQ(chosen(problem, "per-class"), "sensitivity");
    problem.decision_rule = DecisionRule::cost_benefit;
    EXPECT_EQ(chosen(problem, "per-class"), "NB");
}

TEST(Recommendation, of_scores_needs_scores) {
    Fingerprint problem = of(Category::image_classification);
    EXPECT_EQ(chosen(problem, "multi-threshold"), "AUROC");
    problem.has_class_imbalance = true;
    EXPECT_EQ(chosen(problem, "multi-threshold"), "AP");
    problem.calibration = CalibrationNeed::between_models;
    EXPECT_EQ(chosen(problem, "calibration"), "Brier NLL");
    problem.calibration = CalibrationNeed::within_one_model;
    EXPECT_EQ(chosen(problem, "calibration"), "ECE calibration_slope");
    problem.has_scores = false;
    EXPECT_EQ(chosen(problem, "multi-threshold"), "");
    EXPECT_EQ(chosen(problem, "calibration"), "");
}

TEST(Recommendation, of_masks_names_an_overlap_and_a_boundary_metric) {
    Fingerprint problem = of(Category::semantic_segmentation);
    EXPECT_EQ(chosen(problem, "overlap"), "DSC");
    EXPECT_EQ(chosen(problem, "boundary"), "NSD");
    problem.is_tubular = problem.center_matters = true;
    EXPECT_EQ(chosen(problem, "overlap"), "clDice");
    problem.center_matters = false;
    problem.misses_weigh_differently = true;
    EXPECT_EQ(chosen(problem, "overlap"), "F2");
    problem.volume_matters = true;
    EXPECT_EQ(chosen(problem, "volume"), "RVE");
}

TEST(Recommendation, of_boundaries_follows_what_the_reference_is_worth) {
    Fingerprint problem = of(Category::semantic_segmentation);
    problem.boundary_matters = true;
    EXPECT_EQ(chosen(problem, "boundary"), "MASD");
    problem.worst_case_matters = true;
    EXPECT_EQ(chosen(problem, "boundary"), "HD");
    problem.reference_has_outliers = true;
    EXPECT_EQ(chosen(problem, "boundary"), "HD95");
    problem.reference_is_imprecise = true;
    EXPECT_EQ(chosen(problem, "boundary"), "NSD");
}

TEST(Recommendation, of_overlap_is_withheld_for_few_voxels_with_an_uncertain_outline) {
    Fingerprint problem = of(Category::semantic_segmentation);
    problem.is_small = problem.reference_is_imprecise = true;
    EXPECT_EQ(chosen(problem, "overlap"), "");
    EXPECT_EQ(recommend_metrics(problem).pitfalls.size(), 2U);
}

TEST(Recommendation, of_objects_follows_the_outline_and_the_scores) {
    Fingerprint problem = of(Category::object_detection);
    EXPECT_EQ(chosen(problem, "localization"), "IoU");
    EXPECT_EQ(chosen(problem, "assignment"), "match_by_score");
    EXPECT_EQ(chosen(problem, "multi-threshold"), "AP");
    problem.outline = Outline::rough;
    EXPECT_EQ(chosen(problem, "localization"), "box_IoU");
    problem.is_small = true;
    EXPECT_EQ(chosen(problem, "localization"), "point_match");
    problem.false_positives_per_image_matter = true;
    EXPECT_EQ(chosen(problem, "multi-threshold"), "FROC");
    problem.decision_rule = DecisionRule::target_value;
    EXPECT_EQ(chosen(problem, "per-class"), "sensitivity_lesion");
    EXPECT_EQ(chosen(problem, "overlap"), "");
}

TEST(Recommendation, of_instances_without_scores_is_panoptic_quality) {
    Fingerprint problem = of(Category::instance_segmentation);
    EXPECT_EQ(chosen(problem, "per-class"), "F1_lesion");
    problem.has_scores = false;
    EXPECT_EQ(chosen(problem, "per-class"), "PQ");
    EXPECT_EQ(chosen(problem, "assignment"), "match_above_half");
    problem.objects_touch = true;
    EXPECT_EQ(chosen(problem, "assignment"), "match_by_overlap");
    EXPECT_EQ(chosen(problem, "overlap"), "DSC");
    problem.boundary_matters = true;
    EXPECT_EQ(chosen(problem, "boundary"), "MASD");
    EXPECT_EQ(chosen(problem, "localization"), "BIoU");
}

TEST(Recommendation, warns_of_pitfalls) {
    Fingerprint problem = of(Category::image_classification);
    EXPECT_TRUE(recommend_metrics(problem).pitfalls.empty());
    problem.has_class_imbalance = true;
    problem.prevalence_is_real = false;
    EXPECT_EQ(recommend_metrics(problem).pitfalls.size(), 2U);
}

}  // namespace
}  // namespace medal::metrics
