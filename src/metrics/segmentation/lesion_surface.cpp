#include "metrics/segmentation/lesion_surface.h"

#include "metrics/segmentation/border.h"
#include "metrics/segmentation/nearest.h"
#include "metrics/segmentation/surface.h"
#include "metrics/sum.h"
#include "metrics/value.h"

namespace medal::metrics {
namespace {

struct PlacedRun {
    std::int64_t y = 0;
    std::int64_t z = 0;
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// The runs of every component, in one pass.
std::vector<std::vector<PlacedRun>> runs_by_component(const Components& components,
                                                      const std::array<std::int64_t, 3>& frame_size) {
    std::vector<std::vector<PlacedRun>> runs(components.count());
    for (std::size_t row = 0; row + 1 < components.row_begin.size(); ++row) {
        const auto y = static_cast<std::int64_t>(row) % frame_size[1];
        const auto z = static_cast<std::int64_t>(row) / frame_size[1];
        for (std::size_t i = components.row_begin[row]; i < components.row_begin[row + 1]; ++i) {
            const ComponentRun& run = components.runs[i];
            runs[run.component].push_back({y, z, run.begin, run.end});
        }
    }
    return runs;
}

void include(Box& box, const std::vector<PlacedRun>& runs) {
    for (const PlacedRun& run : runs) box.include({{run.begin, run.y, run.z}, {run.end - 1, run.y, run.z}});
}

BorderSet border_of_runs(const std::vector<PlacedRun>& runs, const Box& box, int dimensions) {
    BitGrid bits(box);
    const auto& origin = bits.origin();
    for (const PlacedRun& run : runs) {
        for (std::int64_t x = run.begin; x < run.end; ++x)
            bits.set(x - origin[0], run.y - origin[1], run.z - origin[2]);
    }
    return BorderSet(border_of(bits, dimensions));
}

}  // namespace

std::vector<double> lesion_nsd(const Components& reference, const Components& prediction,
                               const std::array<std::int64_t, 3>& frame_size, const Geometry& geometry,
                               std::span<const double> tau_mm, MatchOptions options) {
    const auto matches = match_components(reference, prediction, options);
    const auto lesions = static_cast<double>(reference.count() + prediction.count() - matches.size());
    if (lesions == 0) return std::vector<double>(tau_mm.size(), kUndefined);
    const auto our_runs = runs_by_component(reference, frame_size);
    const auto their_runs = runs_by_component(prediction, frame_size);
    std::vector<Sum> sums(tau_mm.size());
    for (const Match& match : matches) {
        Box box;
        include(box, our_runs[match.reference]);
        include(box, their_runs[match.prediction]);
        const auto ours = border_of_runs(our_runs[match.reference], box, geometry.dimensions());
        const auto theirs = border_of_runs(their_runs[match.prediction], box, geometry.dimensions());
        const DirectedDistances distances{squared_distances(ours, theirs, geometry.spacing_mm, {1}),
                                          squared_distances(theirs, ours, geometry.spacing_mm, {1})};
        for (std::size_t i = 0; i < tau_mm.size(); ++i) sums[i].add(nsd(distances, tau_mm[i]));
    }
    std::vector<double> means;
    for (const Sum& sum : sums) means.push_back(sum.value() / lesions);
    return means;
}

}  // namespace medal::metrics
