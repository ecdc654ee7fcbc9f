// The metrics of one label, in the order of the catalogue. Grids, borders and distances are made once and
// only if a chosen metric needs them.
#pragma once

#include "metrics/segmentation/counts.h"
#include "metrics/segmentation/segmentation.h"
#include "metrics/segmentation/surface.h"
#include "metrics/volume/bit_grid.h"

namespace medal::metrics {

struct LabelInput {
    Label label = 0;
    Counts counts{};
    Box reference_box{};
    Box prediction_box{};
};

class LabelMeasurement {
  public:
    LabelMeasurement(const LabelVolume& reference, const LabelVolume& prediction,
                     const SegmentationPlan& plan, const LabelInput& input, Threads threads);

    std::vector<Value> values();

  private:
    struct Extra {
        std::string_view variant = "default";
        std::uint64_t n = 0;
        std::map<std::string, double> parameters{};
    };
    void add(std::string_view id, double value, Extra extra);
    void add_counts();
    void add_surface();
    void add_distances(const DirectedDistances& distances);
    void add_surfels();
    void add_shape();
    void add_lesions();
    void make_grids();
    Status status() const noexcept;

    const LabelVolume& reference_;
    const LabelVolume& prediction_;
    const SegmentationPlan& plan_;
    LabelInput input_;
    Threads threads_;
    BitGrid reference_bits_;
    BitGrid prediction_bits_;
    std::vector<Value> values_;
};

}  // namespace medal::metrics
