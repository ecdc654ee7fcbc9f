// One pass over both images: how often each pair (reference label, predicted label) occurs, and the box that
// holds each label. Every counting metric comes from this table, in whole numbers.
#pragma once

#include "metrics/parallel.h"
#include "metrics/volume/label_volume.h"

#include <array>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace medal::metrics {

/// Inclusive; empty while high < low.
struct Box {
    std::array<std::int64_t, 3> low{INT64_MAX, INT64_MAX, INT64_MAX};
    std::array<std::int64_t, 3> high{-1, -1, -1};

    bool empty() const noexcept { return high[0] < low[0]; }
    void include(const Box& other) noexcept;
};

struct Contingency {
    std::map<std::pair<Label, Label>, std::uint64_t> pairs;
    std::map<Label, Box> reference_boxes;
    std::map<Label, Box> prediction_boxes;
    std::uint64_t voxel_count = 0;

    /// Non-zero labels of either image, ascending.
    std::vector<Label> labels() const;
};

/// Both volumes must have equal sizes and the same width of voxels.
Contingency count_pairs(const LabelVolume& reference, const LabelVolume& prediction, Threads threads = {});

}  // namespace medal::metrics
