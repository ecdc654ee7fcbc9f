// S2 to S5: decisions and scores.
#include "metrics/recommend/rules.h"

namespace medal::metrics::recommend {
namespace {

constexpr const char* kClassification = "medal metrics classification";
constexpr const char* kDetection = "medal metrics detection";
constexpr const char* kSegmentation = "medal metrics segmentation";

Advice rate_of_objects(const Fingerprint& problem) {
    if (problem.category == Category::instance_segmentation && !problem.has_scores) {
        return {"per-class", "S3", "PQ",
                "Without scores panoptic quality takes detection and outline in one number.", kSegmentation};
    }
    if (problem.decision_rule == DecisionRule::target_value && problem.false_positives_per_image_matter) {
        return {"per-class", "S3", "sensitivity_lesion",
                "Sensitivity at the stated number of false positives per image.", kDetection};
    }
    return {"per-class", "S3", problem.misses_weigh_differently ? "F2_lesion" : "F1_lesion",
            "True negatives do not exist for objects, so a rate without them is needed.",
            problem.has_scores ? kDetection : kSegmentation};
}

}  // namespace

std::vector<Advice> multi_class(const Fingerprint& problem) {
    const auto advice = [](const char* metric, const char* reason) {
        return std::vector<Advice>{{"multi-class", "S2", metric, reason, kClassification}};
    };
    if (problem.has_unequal_costs && problem.has_ordered_classes && !problem.prevalence_is_real)
        return advice("kappa", "Confusions of ordered classes cost by their distance: quadratic weights.");
    if (problem.has_unequal_costs)
        return advice("EC", "Confusions differ in severity: state their costs and average them.");
    if (problem.compensates_imbalance && !problem.prevalence_is_real)
        return advice("BA", "Classes count equally and the prevalence of the test set is not the real one.");
    if (problem.compensates_imbalance)
        return advice("MCC", "Classes count equally; MCC also looks at what a prediction is worth.");
    if (problem.has_class_imbalance)
        return advice("BA", "With unequal classes accuracy mostly shows the largest one.");
    return advice("accuracy", "Classes are of like size and all confusions weigh the same.");
}

std::vector<Advice> per_class(const Fingerprint& problem) {
    if (finds_objects(problem)) return {rate_of_objects(problem)};
    const auto advice = [](const char* metric, const char* reason) {
        return std::vector<Advice>{{"per-class", "S3", metric, reason, kClassification}};
    };
    if (problem.decision_rule == DecisionRule::cost_benefit)
        return advice("NB", "A decision by cost and benefit has a threshold probability: net benefit.");
    if (problem.decision_rule == DecisionRule::target_value)
        return advice("sensitivity", "One rate is held at its target (report the other beside it).");
    if (!problem.prevalence_is_real)
        return advice("LR+", "The prevalence is not the real one, so PPV and F would not carry over.");
    return advice(problem.misses_weigh_differently ? "F2" : "F1",
                  "Finds and their worth together; beta says how much a miss weighs.");
}

std::vector<Advice> multi_threshold(const Fingerprint& problem) {
    if (!problem.has_scores) return {};
    if (finds_objects(problem) && problem.false_positives_per_image_matter) {
        return {{"multi-threshold", "S4", "FROC", "False alarms per image mean something to the users.",
                 kDetection}};
    }
    if (finds_objects(problem))
        return {
            {"multi-threshold", "S4", "AP", "All thresholds at once, without true negatives.", kDetection}};
    if (problem.has_class_imbalance && problem.prevalence_is_real) {
        return {{"multi-threshold", "S4", "AP", "The rare class is what matters, at its real prevalence.",
                 kClassification}};
    }
    return {
        {"multi-threshold", "S4", "AUROC", "Order of the scores, whatever the prevalence.", kClassification}};
}

std::vector<Advice> calibration(const Fingerprint& problem) {
    if (problem.calibration == CalibrationNeed::none || !problem.has_scores) return {};
    if (problem.calibration == CalibrationNeed::between_models) {
        return {{"calibration", "S5", "Brier", "A proper score compares models fairly.", kClassification},
                {"calibration", "S5", "NLL", "A proper score that punishes certainty in error.",
                 kClassification}};
    }
    return {{"calibration", "S5", "ECE", "The gap between stated and observed frequency, bins named.",
             "medal calibrate"},
            {"calibration", "S5", "calibration_slope", "Whether scores are too extreme or too timid.",
             "medal calibrate"}};
}

}  // namespace medal::metrics::recommend
