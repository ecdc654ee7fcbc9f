#include "statistics/calibration.h"

#include "base/error.h"
#include "statistics/sum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace medal::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kLogLossMargin = 1e-15;
constexpr double kLogitMargin = 1e-6;

void check(std::span<const double> y, std::span<const double> p) {
    const bool outcomes = std::all_of(y.begin(), y.end(), [](double v) { return v == 0.0 || v == 1.0; });
    const bool shares = std::all_of(p.begin(), p.end(), [](double v) { return v >= 0.0 && v <= 1.0; });
    if (!y.empty() && y.size() == p.size() && outcomes && shares) return;
    throw base::Error(base::ErrorKind::invalid, "calibration.values",
                      "Calibration needs outcomes 0 or 1 and as many confidences from 0 to 1.");
}

CalibrationBin bin_of(std::span<const double> y, std::span<const double> p,
                      std::span<const std::size_t> members) {
    Sum confidence;
    Sum right;
    for (const std::size_t i : members) {
        confidence.add(p[i]);
        right.add(y[i]);
    }
    const auto count = static_cast<double>(members.size());
    return {p[members.front()], p[members.back()], members.size(), confidence.value() / count,
            right.value() / count};
}

double total_count(std::span<const CalibrationBin> bins) {
    double total = 0.0;
    for (const CalibrationBin& bin : bins) total += static_cast<double>(bin.count);
    return total;
}

double gap(const CalibrationBin& bin) {
    return std::abs(bin.confidence - bin.accuracy);
}

double logit(double p) {
    const double held = std::clamp(p, kLogitMargin, 1.0 - kLogitMargin);
    return std::log(held) - std::log1p(-held);
}

/// Newton for intercept + slope * x; with the slope fixed at 1 only the intercept moves.
struct LogisticFit {
    double intercept = 0.0;
    double slope = 1.0;
    bool converged = false;
};

LogisticFit fit_logistic(std::span<const double> y, std::span<const double> x, bool fixed_slope) {
    LogisticFit fit;
    for (int iteration = 0; iteration < 100 && !fit.converged; ++iteration) {
        Sum s0, s1, h00, h01, h11;
        for (std::size_t i = 0; i < y.size(); ++i) {
            const double mu = 1.0 / (1.0 + std::exp(-(fit.intercept + fit.slope * x[i])));
            const double weight = mu * (1.0 - mu);
            s0.add(y[i] - mu);
            s1.add((y[i] - mu) * x[i]);
            h00.add(weight);
            h01.add(weight * x[i]);
            h11.add(weight * x[i] * x[i]);
        }
        double move0 = s0.value() / h00.value();
        double move1 = 0.0;
        if (!fixed_slope) {
            const double determinant = h00.value() * h11.value() - h01.value() * h01.value();
            move0 = (h11.value() * s0.value() - h01.value() * s1.value()) / determinant;
            move1 = (h00.value() * s1.value() - h01.value() * s0.value()) / determinant;
        }
        // Separated outcomes drive the fit to infinity, where the information vanishes.
        const bool vanishing = h00.value() < 1e-9 * static_cast<double>(y.size());
        if (vanishing || !std::isfinite(move0) || !std::isfinite(move1)) return fit;
        fit.intercept += std::clamp(move0, -5.0, 5.0);
        fit.slope += std::clamp(move1, -5.0, 5.0);
        fit.converged = std::abs(move0) < 1e-10 && std::abs(move1) < 1e-10;
        if (std::abs(fit.slope) > 1e4 || std::abs(fit.intercept) > 1e4) return fit;
    }
    return fit;
}

}  // namespace

std::vector<CalibrationBin> equal_mass_bins(std::span<const double> y, std::span<const double> p,
                                            std::size_t bin_size) {
    check(y, p);
    if (bin_size == 0)
        throw base::Error(base::ErrorKind::invalid, "calibration.bins", "A bin must hold one answer.");
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    const std::size_t count = std::max<std::size_t>(1, p.size() / bin_size);
    std::vector<CalibrationBin> bins;
    for (std::size_t b = 0; b < count; ++b) {
        const std::size_t begin = b * bin_size;
        const std::size_t end = b + 1 == count ? p.size() : begin + bin_size;
        bins.push_back(bin_of(y, p, std::span(order).subspan(begin, end - begin)));
    }
    return bins;
}

std::vector<CalibrationBin> equal_width_bins(std::span<const double> y, std::span<const double> p,
                                             std::size_t bin_count) {
    check(y, p);
    if (bin_count == 0)
        throw base::Error(base::ErrorKind::invalid, "calibration.bins", "There must be one bin.");
    const auto width = static_cast<double>(bin_count);
    std::vector<std::vector<std::size_t>> members(bin_count);
    for (std::size_t i = 0; i < p.size(); ++i) {
        const double position = std::ceil(p[i] * width) - 1.0;
        members[static_cast<std::size_t>(std::clamp(position, 0.0, width - 1.0))].push_back(i);
    }
    std::vector<CalibrationBin> bins;
    for (std::size_t b = 0; b < bin_count; ++b) {
        if (members[b].empty()) continue;
        CalibrationBin bin = bin_of(y, p, members[b]);
        bin.lower = static_cast<double>(b) / width;
        bin.upper = static_cast<double>(b + 1) / width;
        bins.push_back(bin);
    }
    return bins;
}

double rms_calibration_error(std::span<const CalibrationBin> bins, RmsVariant variant) {
    const double all = total_count(bins);
    const std::size_t counted = bins.size() - (variant == RmsVariant::hle_compat ? 1 : 0);
    Sum total;
    for (const CalibrationBin& bin : bins.first(counted)) {
        total.add(static_cast<double>(bin.count) / all * gap(bin) * gap(bin));
    }
    return std::sqrt(total.value());
}

double expected_calibration_error(std::span<const CalibrationBin> bins) {
    const double all = total_count(bins);
    Sum total;
    for (const CalibrationBin& bin : bins) total.add(static_cast<double>(bin.count) / all * gap(bin));
    return total.value();
}

double maximum_calibration_error(std::span<const CalibrationBin> bins) {
    double largest = 0.0;
    for (const CalibrationBin& bin : bins) largest = std::max(largest, gap(bin));
    return largest;
}

double brier_score(std::span<const double> y, std::span<const double> p) {
    check(y, p);
    Sum total;
    for (std::size_t i = 0; i < y.size(); ++i) total.add((p[i] - y[i]) * (p[i] - y[i]));
    return total.value() / static_cast<double>(y.size());
}

double log_loss(std::span<const double> y, std::span<const double> p) {
    check(y, p);
    Sum total;
    for (std::size_t i = 0; i < y.size(); ++i) {
        const double held = std::clamp(p[i], kLogLossMargin, 1.0 - kLogLossMargin);
        total.add(y[i] == 1.0 ? -std::log(held) : -std::log1p(-held));
    }
    return total.value() / static_cast<double>(y.size());
}

MurphyParts murphy(std::span<const CalibrationBin> bins) {
    const double all = total_count(bins);
    Sum right;
    for (const CalibrationBin& bin : bins) right.add(static_cast<double>(bin.count) * bin.accuracy);
    const double base_rate = right.value() / all;
    Sum reliability;
    Sum resolution;
    for (const CalibrationBin& bin : bins) {
        const double share = static_cast<double>(bin.count) / all;
        reliability.add(share * gap(bin) * gap(bin));
        resolution.add(share * (bin.accuracy - base_rate) * (bin.accuracy - base_rate));
    }
    return {reliability.value(), resolution.value(), base_rate * (1.0 - base_rate)};
}

CalibrationLine calibration_line(std::span<const double> y, std::span<const double> p) {
    check(y, p);
    std::vector<double> x(p.size());
    std::transform(p.begin(), p.end(), x.begin(), logit);
    const LogisticFit line = fit_logistic(y, x, false);
    const LogisticFit large = fit_logistic(y, x, true);
    return {line.converged ? line.slope : kNaN, line.converged ? line.intercept : kNaN,
            large.converged ? large.intercept : kNaN};
}

}  // namespace medal::statistics
