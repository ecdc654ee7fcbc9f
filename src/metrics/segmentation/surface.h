// Boundary metrics from the two directed lists of squared distances.
#pragma once

#include <span>
#include <vector>

namespace medal::metrics {

/// Added to every tolerance: a distance that equals tau in mathematics must count.
inline constexpr double kTauSlack_mm = 1e-9;

/// Squared millimetres, reference to prediction and back; both have elements unless a mask is empty.
struct DirectedDistances {
    std::vector<double> from_reference;
    std::vector<double> from_prediction;

    bool comparable() const noexcept { return !from_reference.empty() && !from_prediction.empty(); }
};

/// Linear-interpolated percentile (0..100) of the distances, as numpy's default; NaN for none.
double percentile_mm(std::vector<double> squared, double percent);
double mean_mm(std::span<const double> squared) noexcept;

/// HDp: the larger of the two directed percentiles; 100 is the Hausdorff distance.
double hausdorff_mm(const DirectedDistances& distances, double percent);
/// The percentile of both directions taken together (MedPy's reading).
double pooled_hausdorff_mm(const DirectedDistances& distances, double percent);
/// Average symmetric surface distance: the mean over both borders together.
double assd_mm(const DirectedDistances& distances) noexcept;
/// Mean of the two directed means.
double masd_mm(const DirectedDistances& distances) noexcept;
/// Normalised surface distance: the share of both borders within `tau_mm` of the other.
double nsd(const DirectedDistances& distances, double tau_mm) noexcept;

struct SurfaceAreas {
    std::vector<double> reference;
    std::vector<double> prediction;
};
/// The same share, weighted by area.
double weighted_nsd(const DirectedDistances& distances, const SurfaceAreas& areas, double tau_mm) noexcept;

}  // namespace medal::metrics
