#include "statistics/staple.h"

#include "base/error.h"
#include "statistics/sum.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

namespace medal::statistics {
namespace {

struct Pattern {
    std::uint64_t votes;
    double voxels;
    double probability;
};

void check(std::span<const std::span<const std::uint8_t>> masks) {
    const bool sized = !masks.empty() && masks.size() <= kMaxStapleReaders && !masks.front().empty() &&
                       std::all_of(masks.begin(), masks.end(),
                                   [&](auto mask) { return mask.size() == masks.front().size(); });
    if (sized) return;
    throw base::Error(base::ErrorKind::invalid, "staple.masks",
                      "STAPLE needs one to 64 masks of the same size.",
                      {.hint = "Resample the masks to one geometry."});
}

std::uint64_t votes_at(std::span<const std::span<const std::uint8_t>> masks, std::size_t voxel) {
    std::uint64_t votes = 0;
    for (std::size_t r = 0; r < masks.size(); ++r) votes |= std::uint64_t{masks[r][voxel] != 0} << r;
    return votes;
}

std::vector<Pattern> patterns_of(std::span<const std::span<const std::uint8_t>> masks) {
    std::map<std::uint64_t, std::uint64_t> counted;
    std::uint64_t last = votes_at(masks, 0);
    std::uint64_t run = 0;
    for (std::size_t voxel = 0; voxel < masks.front().size(); ++voxel) {
        const std::uint64_t votes = votes_at(masks, voxel);
        if (votes != last) {
            counted[last] += run;
            last = votes;
            run = 0;
        }
        ++run;
    }
    counted[last] += run;
    std::vector<Pattern> patterns;
    for (const auto& [votes, voxels] : counted) patterns.push_back({votes, static_cast<double>(voxels), 0.0});
    return patterns;
}

/// Equations 14 and 15: the weight of foreground given the votes.
void expect(std::vector<Pattern>& patterns, const StapleFit& fit, double prior) {
    for (Pattern& pattern : patterns) {
        double a = std::log(prior);
        double b = std::log1p(-prior);
        for (std::size_t r = 0; r < fit.sensitivity.size(); ++r) {
            const bool vote = (pattern.votes >> r & 1U) != 0U;
            a += std::log(vote ? fit.sensitivity[r] : 1.0 - fit.sensitivity[r]);
            b += std::log(vote ? 1.0 - fit.specificity[r] : fit.specificity[r]);
        }
        pattern.probability = std::isinf(a) && std::isinf(b) ? prior : 1.0 / (1.0 + std::exp(b - a));
    }
}

/// Equations 18 and 19. Returns the largest change.
double maximise(const std::vector<Pattern>& patterns, StapleFit& fit) {
    Sum foreground;
    Sum background;
    for (const Pattern& pattern : patterns) {
        foreground.add(pattern.voxels * pattern.probability);
        background.add(pattern.voxels * (1.0 - pattern.probability));
    }
    double change = 0.0;
    for (std::size_t r = 0; r < fit.sensitivity.size(); ++r) {
        Sum hits;
        Sum rejections;
        for (const Pattern& pattern : patterns) {
            const bool vote = (pattern.votes >> r & 1U) != 0U;
            if (vote) hits.add(pattern.voxels * pattern.probability);
            if (!vote) rejections.add(pattern.voxels * (1.0 - pattern.probability));
        }
        const double sensitivity =
            foreground.value() > 0.0 ? hits.value() / foreground.value() : fit.sensitivity[r];
        const double specificity =
            background.value() > 0.0 ? rejections.value() / background.value() : fit.specificity[r];
        change = std::max(
            {change, std::abs(sensitivity - fit.sensitivity[r]), std::abs(specificity - fit.specificity[r])});
        fit.sensitivity[r] = std::clamp(sensitivity, 0.0, 1.0);
        fit.specificity[r] = std::clamp(specificity, 0.0, 1.0);
    }
    return change;
}

double vote_share(const std::vector<Pattern>& patterns, std::size_t readers) {
    double votes = 0.0;
    double all = 0.0;
    for (const Pattern& pattern : patterns) {
        votes += pattern.voxels * static_cast<double>(std::popcount(pattern.votes));
        all += pattern.voxels * static_cast<double>(readers);
    }
    return votes / all;
}

}  // namespace

StapleFit fit_staple(std::span<const std::span<const std::uint8_t>> masks, const StaplePlan& plan) {
    check(masks);
    std::vector<Pattern> patterns = patterns_of(masks);
    const double prior = plan.prior >= 0.0 ? plan.prior : vote_share(patterns, masks.size());
    StapleFit fit;
    fit.sensitivity.assign(masks.size(), 0.99999);
    fit.specificity.assign(masks.size(), 0.99999);
    while (!fit.converged && fit.iterations < plan.max_iterations) {
        ++fit.iterations;
        expect(patterns, fit, prior);
        fit.converged = maximise(patterns, fit) < plan.tolerance;
    }
    std::map<std::uint64_t, float> by_votes;
    for (const Pattern& pattern : patterns) by_votes[pattern.votes] = static_cast<float>(pattern.probability);
    fit.probability.reserve(masks.front().size());
    std::uint64_t last = votes_at(masks, 0);
    float probability = by_votes.at(last);
    for (std::size_t voxel = 0; voxel < masks.front().size(); ++voxel) {
        const std::uint64_t votes = votes_at(masks, voxel);
        if (votes != last) {
            last = votes;
            probability = by_votes.at(votes);
        }
        fit.probability.push_back(probability);
    }
    return fit;
}

}  // namespace medal::statistics
