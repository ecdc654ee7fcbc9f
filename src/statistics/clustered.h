// Means of scores that come in clusters (several items of one patient), with standard errors that know it.
// SE = (1/n) sqrt(sum_c (sum_{i in c} (s_i - mean))^2): Miller, arXiv 2411.00640, eq. 4 (the CR0 sandwich).
// Under kFewClusters clusters: CR2 with a t whose degrees of freedom are Bell & McCaffrey's (2002).
// Weights (of categories, of items) are not applied here.
#pragma once

#include "statistics/bootstrap.h"
#include "statistics/interval.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace medal::statistics {

constexpr std::size_t kFewClusters = 40;

/// One cluster number per score, 0 .. cluster_count - 1, no gaps.
struct Clustering {
    std::vector<std::uint32_t> of_item;
    std::size_t cluster_count = 0;
};

/// Numbers the keys in order of first appearance.
Clustering cluster_by(std::span<const std::string> keys);

/// Every score is its own cluster.
Clustering each_alone(std::size_t item_count);

enum class SeMethod { cr0, cr2 };
std::string_view to_string(SeMethod method) noexcept;

struct ClusteredMean {
    double mean = 0.0;
    double se = 0.0;
    /// Of the t distribution; infinite where the normal is used.
    double degrees_of_freedom = 0.0;
    Interval interval{};
    std::size_t score_count = 0;
    std::size_t cluster_count = 0;
    SeMethod method = SeMethod::cr0;
};

/// The plain sandwich, whatever the number of clusters. NaN for no scores or one cluster.
double clustered_se(std::span<const double> scores, const Clustering& clustering);

/// sqrt(sum (s - mean)^2 / (n (n - 1))): what the interval would be if items were independent.
double independent_se(std::span<const double> scores);

/// Picks CR0 with the normal or CR2 with t by the number of clusters. SE and interval are NaN for one
/// cluster.
ClusteredMean clustered_mean(std::span<const double> scores, const Clustering& clustering,
                             double level = 0.95);

/// Under so many centres nothing is inferred across them: each is reported by itself.
constexpr std::size_t kFewCentres = 8;

/// The clustered mean within each centre, patients clustered as before. `centres` groups the same scores.
std::vector<ClusteredMean> means_by_centre(std::span<const double> scores, const Clustering& patients,
                                           const Clustering& centres, double level = 0.95);

/// Mean of a - b on the same items.
ClusteredMean paired_difference(std::span<const double> a, std::span<const double> b,
                                const Clustering& clustering, double level = 0.95);

/// BCa interval of the mean, clusters resampled whole.
BootstrapResult bootstrap_mean(std::span<const double> scores, const Clustering& clustering,
                               const BootstrapPlan& plan);

/// K runs of every item: the item means, and the two parts of Var = (omega^2 + sigma^2 / K) / n.
struct Epochs {
    std::vector<double> item_means;
    double between_items_variance = 0.0;  // omega^2, never negative
    double within_item_variance = 0.0;    // sigma^2
    double variance_of_mean = 0.0;
};

/// `scores[i]` holds the K scores of item i, K >= 1 equal for all.
Epochs epochs(std::span<const std::vector<double>> scores);

}  // namespace medal::statistics
