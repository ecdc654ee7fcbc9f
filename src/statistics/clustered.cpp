#include "statistics/clustered.h"

#include "base/error.h"
#include "statistics/distribution.h"
#include "statistics/sum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace medal::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

void check(std::span<const double> scores, const Clustering& clustering) {
    if (scores.size() != clustering.of_item.size()) {
        throw base::Error(base::ErrorKind::invalid, "statistics.cluster_count",
                          "There must be one cluster key per score.");
    }
}

struct ClusterTotals {
    std::vector<double> residual;  // sum of (s - mean) in the cluster
    std::vector<double> size;
};

ClusterTotals totals(std::span<const double> scores, const Clustering& clustering, double centre) {
    std::vector<Sum> sums(clustering.cluster_count);
    ClusterTotals result{std::vector<double>(clustering.cluster_count),
                         std::vector<double>(clustering.cluster_count)};
    for (std::size_t i = 0; i < scores.size(); ++i) {
        sums[clustering.of_item[i]].add(scores[i] - centre);
        result.size[clustering.of_item[i]] += 1.0;
    }
    for (std::size_t c = 0; c < sums.size(); ++c) result.residual[c] = sums[c].value();
    return result;
}

double cr0(const ClusterTotals& clusters, double score_count) {
    Sum squares;
    for (const double residual : clusters.residual) squares.add(residual * residual);
    return std::sqrt(squares.value()) / score_count;
}

/// For a mean, CR2's (I - H_cc)^(-1/2) is a factor 1 / sqrt(1 - m_c / n) on the cluster's residual sum.
double cr2(const ClusterTotals& clusters, double score_count) {
    Sum squares;
    for (std::size_t c = 0; c < clusters.size.size(); ++c) {
        squares.add(clusters.residual[c] * clusters.residual[c] / (1.0 - clusters.size[c] / score_count));
    }
    return std::sqrt(squares.value()) / score_count;
}

/// Satterthwaite under an independent working model: (tr P)^2 / tr P^2 with P_cc = m_c and
/// P_cd = -m_c m_d / (n sqrt((1 - m_c/n)(1 - m_d/n))). Equal clusters give C - 1.
double bell_mccaffrey_df(const ClusterTotals& clusters, double score_count) {
    Sum own;
    Sum weight;
    Sum weight_squared;
    for (const double size : clusters.size) {
        const double w = size * size / (1.0 - size / score_count);
        own.add(size * size);
        weight.add(w);
        weight_squared.add(w * w);
    }
    const double cross = weight.value() * weight.value() - weight_squared.value();
    return score_count * score_count / (own.value() + cross / (score_count * score_count));
}

}  // namespace

std::string_view to_string(SeMethod method) noexcept {
    return method == SeMethod::cr0 ? "cr0_normal" : "cr2_t";
}

Clustering cluster_by(std::span<const std::string> keys) {
    Clustering clustering;
    clustering.of_item.reserve(keys.size());
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    for (const std::string& key : keys) {
        const auto next = static_cast<std::uint32_t>(numbers.size());
        clustering.of_item.push_back(numbers.try_emplace(key, next).first->second);
    }
    clustering.cluster_count = numbers.size();
    return clustering;
}

Clustering each_alone(std::size_t item_count) {
    Clustering clustering{std::vector<std::uint32_t>(item_count), item_count};
    for (std::size_t i = 0; i < item_count; ++i) clustering.of_item[i] = static_cast<std::uint32_t>(i);
    return clustering;
}

double clustered_se(std::span<const double> scores, const Clustering& clustering) {
    check(scores, clustering);
    if (clustering.cluster_count < 2) return kNaN;
    return cr0(totals(scores, clustering, mean(scores)), static_cast<double>(scores.size()));
}

double independent_se(std::span<const double> scores) {
    return std::sqrt(variance(scores) / static_cast<double>(scores.size()));
}

ClusteredMean clustered_mean(std::span<const double> scores, const Clustering& clustering, double level) {
    check(scores, clustering);
    ClusteredMean result;
    result.mean = mean(scores);
    result.score_count = scores.size();
    result.cluster_count = clustering.cluster_count;
    result.method = clustering.cluster_count < kFewClusters ? SeMethod::cr2 : SeMethod::cr0;
    if (clustering.cluster_count < 2) {
        result.se = kNaN;
        result.degrees_of_freedom = 0.0;
        result.interval = {kNaN, kNaN};
        return result;
    }
    const ClusterTotals clusters = totals(scores, clustering, result.mean);
    const auto score_count = static_cast<double>(scores.size());
    const double upper = 1.0 - (1.0 - level) / 2.0;
    double quantile_at_upper = normal_quantile(upper);
    result.degrees_of_freedom = kInfinity;
    if (result.method == SeMethod::cr2) {
        result.se = cr2(clusters, score_count);
        result.degrees_of_freedom = bell_mccaffrey_df(clusters, score_count);
        quantile_at_upper = student_t_quantile(upper, result.degrees_of_freedom);
    } else {
        result.se = cr0(clusters, score_count);
    }
    result.interval = {result.mean - quantile_at_upper * result.se,
                       result.mean + quantile_at_upper * result.se};
    return result;
}

std::vector<ClusteredMean> means_by_centre(std::span<const double> scores, const Clustering& patients,
                                           const Clustering& centres, double level) {
    check(scores, patients);
    check(scores, centres);
    std::vector<ClusteredMean> result;
    for (std::uint32_t centre = 0; centre < centres.cluster_count; ++centre) {
        std::vector<double> own;
        std::vector<std::string> keys;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            if (centres.of_item[i] != centre) continue;
            own.push_back(scores[i]);
            keys.push_back(std::to_string(patients.of_item[i]));
        }
        result.push_back(clustered_mean(own, cluster_by(keys), level));
    }
    return result;
}

ClusteredMean paired_difference(std::span<const double> a, std::span<const double> b,
                                const Clustering& clustering, double level) {
    if (a.size() != b.size()) {
        throw base::Error(base::ErrorKind::invalid, "statistics.unpaired",
                          "A paired difference needs both models' scores on the same items.");
    }
    std::vector<double> differences(a.size());
    std::transform(a.begin(), a.end(), b.begin(), differences.begin(),
                   [](double x, double y) { return x - y; });
    return clustered_mean(differences, clustering, level);
}

BootstrapResult bootstrap_mean(std::span<const double> scores, const Clustering& clustering,
                               const BootstrapPlan& plan) {
    check(scores, clustering);
    const ClusterTotals clusters = totals(scores, clustering, 0.0);
    return bca_bootstrap(
        [&](std::span<const std::uint32_t> copies) {
            Sum total;
            double count = 0.0;
            for (std::size_t c = 0; c < copies.size(); ++c) {
                total.add(copies[c] * clusters.residual[c]);
                count += copies[c] * clusters.size[c];
            }
            return count > 0.0 ? total.value() / count : kNaN;
        },
        clustering.cluster_count, plan);
}

Epochs epochs(std::span<const std::vector<double>> scores) {
    if (scores.size() < 2 || scores.front().empty()) {
        throw base::Error(base::ErrorKind::invalid, "statistics.epochs",
                          "Epochs need two items and one run of each.");
    }
    const std::size_t runs = scores.front().size();
    Epochs result;
    Sum within;
    for (const std::vector<double>& item : scores) {
        if (item.size() != runs) {
            throw base::Error(base::ErrorKind::invalid, "statistics.epochs",
                              "Every item must have the same number of runs.");
        }
        result.item_means.push_back(mean(item));
        if (runs > 1) within.add(variance(item));
    }
    const auto item_count = static_cast<double>(scores.size());
    const double of_means = variance(result.item_means);
    result.within_item_variance = runs > 1 ? within.value() / item_count : 0.0;
    result.between_items_variance =
        std::max(0.0, of_means - result.within_item_variance / static_cast<double>(runs));
    result.variance_of_mean = of_means / item_count;
    return result;
}

}  // namespace medal::statistics
