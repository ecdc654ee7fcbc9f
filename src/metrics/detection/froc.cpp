#include "metrics/detection/froc.h"

#include "metrics/sum.h"
#include "metrics/value.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <set>

namespace medal::metrics {
namespace {

std::size_t at_least(const std::vector<double>& scores, double threshold) {
    return static_cast<std::size_t>(
        std::count_if(scores.begin(), scores.end(), [&](double score) { return score >= threshold; }));
}

struct Step {
    double recall = 0;
    double precision = 0;
};

/// Recall and precision at each distinct score above 0, strictest first.
std::vector<Step> steps_of(const LesionScores& scores) {
    std::vector<double> hits;
    for (const double hit : scores.hits) {
        if (hit > 0) hits.push_back(hit);
    }
    std::vector<double> wrong = scores.false_positives;
    std::sort(hits.begin(), hits.end(), std::greater<>());
    std::sort(wrong.begin(), wrong.end(), std::greater<>());
    std::vector<Step> steps;
    std::size_t h = 0;
    std::size_t w = 0;
    while (h < hits.size() || w < wrong.size()) {
        constexpr double kNone = -std::numeric_limits<double>::infinity();
        const double score = std::max(h < hits.size() ? hits[h] : kNone, w < wrong.size() ? wrong[w] : kNone);
        while (h < hits.size() && hits[h] >= score) ++h;
        while (w < wrong.size() && wrong[w] >= score) ++w;
        steps.push_back({static_cast<double>(h) / static_cast<double>(scores.hits.size()),
                         static_cast<double>(h) / static_cast<double>(h + w)});
    }
    return steps;
}

}  // namespace

std::vector<FrocPoint> froc_curve(const LesionScores& scores) {
    std::set<double> thresholds(scores.false_positives.begin(), scores.false_positives.end());
    for (const double hit : scores.hits) {
        if (hit > 0) thresholds.insert(hit);
    }
    std::vector<FrocPoint> curve;
    for (const double threshold : thresholds) {
        curve.push_back({static_cast<double>(at_least(scores.false_positives, threshold)) /
                             static_cast<double>(scores.image_count),
                         static_cast<double>(at_least(scores.hits, threshold)) /
                             static_cast<double>(scores.hits.size())});
    }
    curve.push_back({0, 0});
    return curve;
}

double sensitivity_at(std::span<const FrocPoint> curve, double rate) {
    // The curve descends: the first point at or below the rate is the best one that can be had.
    for (std::size_t i = 0; i < curve.size(); ++i) {
        if (curve[i].false_positives_per_image > rate) continue;
        if (i == 0 || curve[i].false_positives_per_image == rate) return curve[i].sensitivity;
        const FrocPoint& low = curve[i];
        const FrocPoint& high = curve[i - 1];
        const double share = (rate - low.false_positives_per_image) /
                             (high.false_positives_per_image - low.false_positives_per_image);
        return low.sensitivity + (high.sensitivity - low.sensitivity) * share;
    }
    return kUndefined;
}

double froc_score(std::span<const FrocPoint> curve, std::span<const double> rates) {
    Sum total;
    for (const double rate : rates) total.add(sensitivity_at(curve, rate));
    return total.value() / static_cast<double>(rates.size());
}

double lesion_average_precision(const LesionScores& scores, MissRule rule) {
    if (scores.hits.empty()) return kUndefined;
    Sum area;
    double recall = 0;
    for (const Step& step : steps_of(scores)) {
        area.add((step.recall - recall) * step.precision);
        recall = step.recall;
    }
    if (rule == MissRule::found_at_zero && recall < 1) {
        const auto lesions = static_cast<double>(scores.hits.size());
        area.add((1 - recall) * lesions / (lesions + static_cast<double>(scores.false_positives.size())));
    }
    return area.value();
}

double interpolated_average_precision(const LesionScores& scores, std::size_t points) {
    if (scores.hits.empty() || points < 2) return kUndefined;
    std::vector<Step> steps = steps_of(scores);
    for (std::size_t i = steps.size(); i-- > 1;) {
        steps[i - 1].precision = std::max(steps[i - 1].precision, steps[i].precision);
    }
    Sum total;
    for (std::size_t point = 0; point < points; ++point) {
        const double recall = static_cast<double>(point) * (1 / static_cast<double>(points - 1));
        const auto step =
            std::find_if(steps.begin(), steps.end(), [&](const Step& s) { return s.recall >= recall; });
        if (step != steps.end()) total.add(step->precision);
    }
    return total.value() / static_cast<double>(points);
}

}  // namespace medal::metrics
