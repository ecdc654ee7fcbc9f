#include "metrics/detection/candidates.h"

#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <numeric>

namespace medal::metrics {
namespace {

Box whole(const Geometry& geometry) {
    return {{0, 0, 0}, {geometry.size[0] - 1, geometry.size[1] - 1, geometry.size[2] - 1}};
}

template <class Holds>
BitGrid bits_where(const Geometry& geometry, Holds&& holds) {
    BitGrid grid(whole(geometry));
    std::size_t index = 0;
    for (std::int64_t z = 1; z <= geometry.size[2]; ++z) {
        for (std::int64_t y = 1; y <= geometry.size[1]; ++y) {
            for (std::int64_t x = 1; x <= geometry.size[0]; ++x, ++index) {
                if (holds(index)) grid.set(x, y, z);
            }
        }
    }
    return grid;
}

/// The highest score within each component.
std::vector<double> scores_of(const Components& components, const ScoreVolume& map) {
    std::vector<double> scores(components.count());
    const Geometry& geometry = map.geometry;
    const auto rows_per_slice = static_cast<std::size_t>(geometry.size[1] + 2);
    for (std::size_t row = 0; row + 1 < components.row_begin.size(); ++row) {
        const std::size_t y = row % rows_per_slice;
        const std::size_t z = row / rows_per_slice;
        for (std::size_t i = components.row_begin[row]; i < components.row_begin[row + 1]; ++i) {
            const ComponentRun& run = components.runs[i];
            const auto first = ((z - 1) * static_cast<std::size_t>(geometry.size[1]) + (y - 1)) *
                               static_cast<std::size_t>(geometry.size[0]);
            for (std::int64_t x = run.begin - 1; x < run.end - 1; ++x) {
                const auto score = static_cast<double>(map.scores[first + static_cast<std::size_t>(x)]);
                scores[run.component] = std::max(scores[run.component], score);
            }
        }
    }
    return scores;
}

struct Pair {
    std::size_t lesion = 0;
    std::size_t candidate = 0;
    double iou = 0;
};

/// Overlaps fall into groups that share neither lesion nor candidate; each is assigned by itself, so the
/// cubic cost meets only what truly competes.
std::vector<std::vector<Pair>> competing_groups(const std::vector<Pair>& pairs, std::size_t lesion_count,
                                                std::size_t candidate_count) {
    std::vector<std::size_t> parent(lesion_count + candidate_count);
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    const auto root = [&](std::size_t node) {
        while (parent[node] != node) node = parent[node] = parent[parent[node]];
        return node;
    };
    for (const Pair& pair : pairs) parent[root(lesion_count + pair.candidate)] = root(pair.lesion);
    std::map<std::size_t, std::vector<Pair>> groups;
    for (const Pair& pair : pairs) groups[root(pair.lesion)].push_back(pair);
    std::vector<std::vector<Pair>> result;
    for (auto& [key, group] : groups) result.push_back(std::move(group));
    return result;
}

std::vector<Pair> assign(const std::vector<Pair>& group) {
    std::map<std::size_t, std::size_t> lesions;
    std::map<std::size_t, std::size_t> candidates;
    for (const Pair& pair : group) {
        lesions.emplace(pair.lesion, lesions.size());
        candidates.emplace(pair.candidate, candidates.size());
    }
    std::vector<std::vector<double>> weights(lesions.size(), std::vector<double>(candidates.size()));
    for (const Pair& pair : group) weights[lesions[pair.lesion]][candidates[pair.candidate]] = 1 + pair.iou;
    std::vector<Pair> chosen;
    for (const auto& [row, column] : best_assignment(weights)) {
        for (const Pair& pair : group) {
            if (lesions[pair.lesion] == row && candidates[pair.candidate] == column) chosen.push_back(pair);
        }
    }
    return chosen;
}

std::vector<Pair> sufficient_pairs(const Components& lesions, const Components& candidates,
                                   double least_iou) {
    std::vector<Pair> pairs;
    for (const Overlap& overlap : overlaps(lesions, candidates)) {
        const double joint = static_cast<double>(lesions.sizes[overlap.reference] +
                                                 candidates.sizes[overlap.prediction] - overlap.voxels);
        const double iou = static_cast<double>(overlap.voxels) / joint;
        if (iou >= least_iou) pairs.push_back({overlap.reference, overlap.prediction, iou});
    }
    return pairs;
}

/// One row joins the assignment along the cheapest augmenting path; index 0 of each vector is a sentinel.
class Assignment {
  public:
    Assignment(const std::vector<std::vector<double>>& weights, std::size_t size)
        : weights_(weights), size_(size), row_price_(size + 1), column_price_(size + 1), row_of_(size + 1) {}

    void add_row(std::size_t row) {
        std::vector<double> cheapest(size_ + 1, std::numeric_limits<double>::infinity());
        std::vector<std::size_t> from(size_ + 1);
        std::vector<bool> used(size_ + 1);
        row_of_[0] = row;
        std::size_t column = 0;
        do {
            used[column] = true;
            column = cheapest_next(column, cheapest, from, used);
        } while (row_of_[column] != 0);
        for (; column != 0; column = from[column]) row_of_[column] = row_of_[from[column]];
    }

    std::size_t row_of(std::size_t column) const { return row_of_[column]; }

  private:
    double cost(std::size_t row, std::size_t column) const {
        return row <= weights_.size() && column <= weights_[0].size() ? -weights_[row - 1][column - 1] : 0;
    }

    std::size_t cheapest_next(std::size_t column, std::vector<double>& cheapest,
                              std::vector<std::size_t>& from, const std::vector<bool>& used) {
        const std::size_t row = row_of_[column];
        double step = std::numeric_limits<double>::infinity();
        std::size_t next = 0;
        for (std::size_t j = 1; j <= size_; ++j) {
            if (used[j]) continue;
            const double reduced = cost(row, j) - row_price_[row] - column_price_[j];
            if (reduced < cheapest[j]) {
                cheapest[j] = reduced;
                from[j] = column;
            }
            if (cheapest[j] < step) {
                step = cheapest[j];
                next = j;
            }
        }
        for (std::size_t j = 0; j <= size_; ++j) {
            if (used[j]) {
                row_price_[row_of_[j]] += step;
                column_price_[j] -= step;
            } else {
                cheapest[j] -= step;
            }
        }
        return next;
    }

    const std::vector<std::vector<double>>& weights_;
    std::size_t size_;
    std::vector<double> row_price_;
    std::vector<double> column_price_;
    std::vector<std::size_t> row_of_;
};

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> best_assignment(
    const std::vector<std::vector<double>>& weights) {
    if (weights.empty() || weights[0].empty()) return {};
    const std::size_t size = std::max(weights.size(), weights[0].size());
    Assignment assignment(weights, size);
    for (std::size_t row = 1; row <= size; ++row) assignment.add_row(row);
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t column = 1; column <= weights[0].size(); ++column) {
        const std::size_t row = assignment.row_of(column);
        if (row <= weights.size() && weights[row - 1][column - 1] > 0)
            pairs.emplace_back(row - 1, column - 1);
    }
    return pairs;
}

CaseVerdicts judge_candidates(const LabelVolume& reference, const ScoreVolume& map,
                              CandidateOptions options) {
    if (const auto differs = difference(reference.geometry, map.geometry)) {
        throw base::Error(base::ErrorKind::invalid, "detection.geometry",
                          fmt::format("The detection map's geometry is not the reference's: {}.", *differs),
                          {.hint = "Export the map on the reference's grid."});
    }
    const Components lesions =
        components_of(bits_where(reference.geometry, [&](std::size_t i) { return reference.at(i) != 0; }),
                      options.connectivity);
    const Components candidates = components_of(
        bits_where(map.geometry, [&](std::size_t i) { return map.scores[i] > 0; }), options.connectivity);
    const std::vector<double> scores = scores_of(candidates, map);
    const std::vector<Pair> pairs = sufficient_pairs(lesions, candidates, options.least_iou);
    CaseVerdicts result;
    result.has_lesion = lesions.count() > 0;
    for (const double score : scores) result.case_score = std::max(result.case_score, score);
    std::vector<bool> found(lesions.count());
    std::vector<bool> overlaps_enough(candidates.count());
    for (const Pair& pair : pairs) overlaps_enough[pair.candidate] = true;
    for (const auto& group : competing_groups(pairs, lesions.count(), candidates.count())) {
        for (const Pair& pair : assign(group)) {
            found[pair.lesion] = true;
            result.verdicts.push_back({true, scores[pair.candidate], pair.iou});
        }
    }
    for (const bool hit : found) {
        if (!hit) result.verdicts.push_back({true, 0, 0});
    }
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (!overlaps_enough[i]) result.verdicts.push_back({false, scores[i], 0});
    }
    return result;
}

LesionScores lesion_scores(const std::vector<CaseVerdicts>& cases) {
    LesionScores scores;
    scores.image_count = cases.size();
    for (const CaseVerdicts& one : cases) {
        for (const CandidateVerdict& verdict : one.verdicts) {
            (verdict.is_lesion ? scores.hits : scores.false_positives).push_back(verdict.score);
        }
    }
    return scores;
}

}  // namespace medal::metrics
