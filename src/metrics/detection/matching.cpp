#include "metrics/detection/matching.h"

#include <algorithm>
#include <cmath>

namespace medal::metrics {
namespace {

struct Pair {
    std::size_t reference = 0;
    std::size_t found = 0;
    double closeness = 0;
    double score = 0;
};

double volume(const Box3& box) noexcept {
    return box.size[0] * box.size[1] * box.size[2];
}

void sort_pairs(std::vector<Pair>& pairs, MatchOrder order) {
    std::stable_sort(pairs.begin(), pairs.end(), [&](const Pair& a, const Pair& b) {
        if (order == MatchOrder::by_score && a.score != b.score) return a.score > b.score;
        return a.closeness > b.closeness;
    });
}

/// `pairs` are those that may match at all.
CaseVerdicts take_one_to_one(std::vector<Pair> pairs, std::size_t reference_count,
                             std::span<const double> scores, MatchOrder order) {
    sort_pairs(pairs, order);
    std::vector<bool> is_hit(reference_count);
    std::vector<bool> is_used(scores.size());
    CaseVerdicts result;
    result.has_lesion = reference_count > 0;
    for (const Pair& pair : pairs) {
        if (is_hit[pair.reference] || is_used[pair.found]) continue;
        is_hit[pair.reference] = true;
        is_used[pair.found] = true;
        result.verdicts.push_back({true, pair.score, pair.closeness});
    }
    for (std::size_t r = 0; r < reference_count; ++r) {
        if (!is_hit[r]) result.verdicts.push_back({true, 0, 0});
    }
    for (std::size_t f = 0; f < scores.size(); ++f) {
        if (!is_used[f]) result.verdicts.push_back({false, scores[f], 0});
        result.case_score = std::max(result.case_score, scores[f]);
    }
    return result;
}

double distance(const std::array<double, 3>& a, const std::array<double, 3>& b) noexcept {
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

}  // namespace

double box_iou(const Box3& a, const Box3& b) noexcept {
    double shared = 1;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double low = std::max(a.low[axis], b.low[axis]);
        const double high = std::min(a.low[axis] + a.size[axis], b.low[axis] + b.size[axis]);
        shared *= std::max(0.0, high - low);
    }
    return shared / (volume(a) + volume(b) - shared);
}

CaseVerdicts match_boxes(std::span<const Box3> reference, std::span<const ScoredBox> found,
                         DetectionMatching plan) {
    std::vector<Pair> pairs;
    std::vector<double> scores;
    for (const ScoredBox& one : found) scores.push_back(one.score);
    for (std::size_t r = 0; r < reference.size(); ++r) {
        for (std::size_t f = 0; f < found.size(); ++f) {
            const double iou = box_iou(reference[r], found[f].box);
            const bool is_enough =
                plan.overlap.rule == MatchRule::above ? iou > plan.overlap.iou : iou >= plan.overlap.iou;
            if (is_enough) pairs.push_back({r, f, iou, scores[f]});
        }
    }
    return take_one_to_one(std::move(pairs), reference.size(), scores, plan.order);
}

CaseVerdicts match_points(std::span<const Target> reference, std::span<const ScoredPoint> found,
                          MatchOrder order) {
    std::vector<Pair> pairs;
    std::vector<double> scores;
    for (const ScoredPoint& one : found) scores.push_back(one.score);
    for (std::size_t r = 0; r < reference.size(); ++r) {
        for (std::size_t f = 0; f < found.size(); ++f) {
            const double apart = distance(reference[r].at, found[f].at);
            if (apart <= reference[r].radius) pairs.push_back({r, f, -apart, scores[f]});
        }
    }
    return take_one_to_one(std::move(pairs), reference.size(), scores, order);
}

}  // namespace medal::metrics
