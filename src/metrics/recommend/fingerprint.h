// The problem fingerprint: what about an image analysis problem decides which metrics fit it. The properties
// and their numbers are those of Metrics Reloaded (Maier-Hein, Reinke et al., Nat Methods 21, 2024, Fig. 3
// and 4); only those that steer the choice are asked.
#pragma once

#include <cstdint>

#include <boost/describe.hpp>

namespace medal::metrics {

/// FP1.
enum class Category {
    image_classification,
    semantic_segmentation,
    object_detection,
    instance_segmentation,
};
BOOST_DESCRIBE_ENUM(Category, image_classification, semantic_segmentation, object_detection,
                    instance_segmentation)

/// FP2.6, how scores become decisions.
enum class DecisionRule { argmax, cost_benefit, target_value, optimized };
BOOST_DESCRIBE_ENUM(DecisionRule, argmax, cost_benefit, target_value, optimized)

/// FP4.4, how finely the reference says where an object is.
enum class Outline { point, rough, exact };
BOOST_DESCRIBE_ENUM(Outline, point, rough, exact)

/// FP2.7.
enum class CalibrationNeed { none, within_one_model, between_models };
BOOST_DESCRIBE_ENUM(CalibrationNeed, none, within_one_model, between_models)

struct Fingerprint {
    Category category = Category::semantic_segmentation;
    std::uint32_t class_count = 2;
    bool has_ordered_classes = false;
    /// Some confusions are worse than others (FP2.5.2).
    bool has_unequal_costs = false;
    /// Classes differ much in size (FP4.1), and the rare ones should count as much (FP2.5.5).
    bool has_class_imbalance = false;
    bool compensates_imbalance = false;
    /// The test set has the prevalence of the population of interest (FP4.2).
    bool prevalence_is_real = true;
    DecisionRule decision_rule = DecisionRule::argmax;
    bool has_scores = true;  // FP5.1
    CalibrationNeed calibration = CalibrationNeed::none;

    bool boundary_matters = false;    // FP2.1
    bool volume_matters = false;      // FP2.2
    bool center_matters = false;      // FP2.3
    bool is_tubular = false;          // FP3.3
    bool is_small = false;            // FP3.1, against the size of a voxel
    bool has_variable_sizes = false;  // FP3.2
    /// Objects of one class touch or overlap (FP3.5).
    bool objects_touch = false;
    /// The reference's outline is uncertain and that should not be punished (FP2.5.7, FP4.3.1).
    bool reference_is_imprecise = false;
    /// Single stray voxels in the reference are possible (FP4.3.2).
    bool reference_has_outliers = false;
    /// The largest error of the boundary matters, not only its mean.
    bool worst_case_matters = false;
    /// Over- and undersegmentation, or misses and false alarms, weigh differently.
    bool misses_weigh_differently = false;
    Outline outline = Outline::exact;
    /// "False alarms per image" means something to the users (FP2.5.8).
    bool false_positives_per_image_matter = false;
    bool reference_may_be_empty = false;  // FP4.6
};
BOOST_DESCRIBE_STRUCT(Fingerprint, (),
                      (category, class_count, has_ordered_classes, has_unequal_costs, has_class_imbalance,
                       compensates_imbalance, prevalence_is_real, decision_rule, has_scores, calibration,
                       boundary_matters, volume_matters, center_matters, is_tubular, is_small,
                       has_variable_sizes, objects_touch, reference_is_imprecise, reference_has_outliers,
                       worst_case_matters, misses_weigh_differently, outline,
                       false_positives_per_image_matter, reference_may_be_empty))

}  // namespace medal::metrics
