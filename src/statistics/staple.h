// One mask out of several readers' masks: STAPLE (Warfield, Zou & Wells, IEEE TMI 23, 2004), binary, one
// prior for all voxels. Voxels with the same votes are treated once, so a volume costs one pass and a few
// hundred patterns. It has no spatial (Markov) prior.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace medal::statistics {

constexpr std::size_t kMaxStapleReaders = 64;

struct StaplePlan {
    double prior = -1.0;  // share of foreground; negative: the mean of all votes, as in the paper
    std::size_t max_iterations = 1000;
    double tolerance = 1e-10;  // of every sensitivity and specificity
};

struct StapleFit {
    std::vector<float> probability;  // of foreground, per voxel
    std::vector<double> sensitivity;
    std::vector<double> specificity;
    std::size_t iterations = 0;
    bool converged = false;
};

/// One span per reader, non-zero is foreground, all of one length.
StapleFit fit_staple(std::span<const std::span<const std::uint8_t>> masks, const StaplePlan& plan = {});

}  // namespace medal::statistics
