#include "statistics/wild_bootstrap.h"

#include "base/error.h"
#include "statistics/random.h"
#include "statistics/sum.h"

#include <array>
#include <cmath>
#include <limits>

namespace medal::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMaxReplicates = 1'000'000;
constexpr int kHalvings = 40;

/// Everything about the data that the test needs, and the signs, drawn once for all null means.
class WildTest {
  public:
    WildTest(std::span<const double> scores, const Clustering& clustering, const WildPlan& plan)
        : count_(static_cast<double>(scores.size())),
          totals_(clustering.cluster_count),
          sizes_(clustering.cluster_count) {
        std::vector<Sum> sums(clustering.cluster_count);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            sums[clustering.of_item[i]].add(scores[i]);
            sizes_[clustering.of_item[i]] += 1.0;
        }
        for (std::size_t c = 0; c < sums.size(); ++c) totals_[c] = sums[c].value();
        draw_signs(plan);
    }

    /// Share of replicates whose |t| is at least the observed one, the observed one counted in.
    double p(double null_mean) const {
        const std::size_t clusters = totals_.size();
        std::vector<double> residual(clusters);
        for (std::size_t c = 0; c < clusters; ++c) residual[c] = totals_[c] - sizes_[c] * null_mean;
        const std::vector<double> as_seen(clusters, 1.0);
        const double observed = t(residual, as_seen);
        const std::size_t replicates = signs_.size() / clusters;
        std::size_t beyond = 0;
        for (std::size_t b = 0; b < replicates; ++b) {
            // Equal up to rounding counts as equal: sign patterns repeat and mirror the data.
            beyond +=
                t(residual, std::span(signs_).subspan(b * clusters, clusters)) >= observed * (1.0 - 1e-12);
        }
        return (1.0 + static_cast<double>(beyond)) / (1.0 + static_cast<double>(replicates));
    }

  private:
    void draw_signs(const WildPlan& plan) {
        // Webb: +-sqrt(1/2), +-1, +-sqrt(3/2).
        const std::array<double, 6> points = {-std::sqrt(1.5), -1.0, -std::sqrt(0.5),
                                              std::sqrt(0.5),  1.0,  std::sqrt(1.5)};
        const bool few = totals_.size() < kFewForSigns;
        signs_.reserve(plan.replicates * totals_.size());
        for (std::size_t b = 0; b < plan.replicates; ++b) {
            Stream stream({plan.seed, b});
            for (std::size_t c = 0; c < totals_.size(); ++c)
                signs_.push_back(few ? points[stream.below(6)] : stream.below(2) == 0 ? -1.0 : 1.0);
        }
    }

    /// |mean - null| / CR0 of the data set whose cluster residuals are multiplied by `signs`.
    double t(std::span<const double> residual, std::span<const double> signs) const {
        double shift = 0.0;
        for (std::size_t c = 0; c < residual.size(); ++c) shift += signs[c] * residual[c];
        const double per_item = shift / count_;
        double squares = 0.0;
        for (std::size_t c = 0; c < residual.size(); ++c) {
            const double own = signs[c] * residual[c] - sizes_[c] * per_item;
            squares += own * own;
        }
        if (squares > 0.0) return std::abs(shift) / std::sqrt(squares);
        return shift == 0.0 ? 0.0 : std::numeric_limits<double>::infinity();
    }

    double count_;
    std::vector<double> totals_;
    std::vector<double> sizes_;
    std::vector<double> signs_;  // signs_[replicate * clusters + cluster]
};

void check(std::span<const double> scores, const Clustering& clustering, const WildPlan& plan) {
    if (scores.size() != clustering.of_item.size()) {
        throw base::Error(base::ErrorKind::invalid, "statistics.cluster_count",
                          "There must be one cluster key per score.");
    }
    if (plan.replicates < 19 || plan.replicates > kMaxReplicates || !(plan.level > 0.0 && plan.level < 1.0)) {
        throw base::Error(base::ErrorKind::invalid, "statistics.wild_plan",
                          "A wild bootstrap needs 19 to 1000000 replicates and a level between 0 and 1.");
    }
}

/// Where the null leaves the set of means that are not rejected, from inside to beyond.
double edge(const WildTest& test, double inside, double step, double alpha) {
    double outside = inside + step;
    for (int doubling = 0; test.p(outside) > alpha; ++doubling) {
        if (doubling == kHalvings) return std::copysign(std::numeric_limits<double>::infinity(), step);
        inside = outside;
        step *= 2.0;
        outside = inside + step;
    }
    for (int halving = 0; halving < kHalvings; ++halving) {
        const double middle = inside + (outside - inside) / 2.0;
        (test.p(middle) > alpha ? inside : outside) = middle;
        if (std::abs(outside - inside) <= 1e-7 * std::abs(step)) break;
    }
    return outside;
}

}  // namespace

double wild_cluster_p(std::span<const double> scores, const Clustering& clustering, double null_mean,
                      const WildPlan& plan) {
    check(scores, clustering, plan);
    if (clustering.cluster_count < 2) return kNaN;
    return WildTest(scores, clustering, plan).p(null_mean);
}

Interval wild_cluster_interval(std::span<const double> scores, const Clustering& clustering,
                               const WildPlan& plan) {
    check(scores, clustering, plan);
    if (clustering.cluster_count < 2) return {kNaN, kNaN};
    const double centre = mean(scores);
    const double se = clustered_se(scores, clustering);
    if (!(se > 0.0)) return {centre, centre};
    const WildTest test(scores, clustering, plan);
    const double alpha = 1.0 - plan.level;
    return {edge(test, centre, -2.0 * se, alpha), edge(test, centre, 2.0 * se, alpha)};
}

}  // namespace medal::statistics
