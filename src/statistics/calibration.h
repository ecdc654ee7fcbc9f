// Whether confidence means what it says. y is right or wrong (1 or 0), p the stated confidence; confidence 0
// counts. RMS calibration error sqrt(sum (n_b/n) (conf_b - acc_b)^2) over confidence-sorted bins of equal
// size, all bins; the public script of Humanity's Last Exam drops the last bin, which is offered as
// `hle_compat`. ECE: equal-width bins (lower, upper], Naeini et al. 2015. Brier 1950. Slope and intercept:
// Cox 1958.
#pragma once

#include "statistics/bootstrap.h"
#include "statistics/clustered.h"

#include <cstddef>
#include <span>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

namespace medal::statistics {

constexpr std::size_t kCalibrationBinSize = 100;
constexpr std::size_t kCalibrationBinCount = 10;

struct CalibrationBin {
    double lower = 0.0;  // smallest confidence, or the bin's edge for equal width
    double upper = 0.0;
    std::size_t count = 0;
    double confidence = 0.0;  // means
    double accuracy = 0.0;
};
BOOST_DESCRIBE_STRUCT(CalibrationBin, (), (lower, upper, count, confidence, accuracy))

/// Sorted by confidence (equal ones in their given order) and cut every `bin_size`; a shorter rest joins the
/// last bin.
std::vector<CalibrationBin> equal_mass_bins(std::span<const double> y, std::span<const double> p,
                                            std::size_t bin_size);
/// Empty bins are left out; 0 belongs to the first bin.
std::vector<CalibrationBin> equal_width_bins(std::span<const double> y, std::span<const double> p,
                                             std::size_t bin_count);

enum class RmsVariant { all_bins, hle_compat };
BOOST_DESCRIBE_ENUM(RmsVariant, all_bins, hle_compat)

double rms_calibration_error(std::span<const CalibrationBin> bins, RmsVariant variant = RmsVariant::all_bins);
double expected_calibration_error(std::span<const CalibrationBin> bins);
double maximum_calibration_error(std::span<const CalibrationBin> bins);

double brier_score(std::span<const double> y, std::span<const double> p);
/// Confidence is held within [1e-15, 1 - 1e-15], as in scikit-learn.
double log_loss(std::span<const double> y, std::span<const double> p);

/// Murphy 1973, over the given bins: Brier of the binned forecast = reliability - resolution + uncertainty.
struct MurphyParts {
    double reliability = 0.0;
    double resolution = 0.0;
    double uncertainty = 0.0;
};
BOOST_DESCRIBE_STRUCT(MurphyParts, (), (reliability, resolution, uncertainty))
MurphyParts murphy(std::span<const CalibrationBin> bins);

/// logit P(y) = intercept + slope logit(p); 0 and 1 are the ideal. NaN where y never varies or is separated
/// by p. Confidence is held within [1e-6, 1 - 1e-6]. `in_the_large` is the intercept with the slope fixed
/// at 1.
struct CalibrationLine {
    double slope = 0.0;
    double intercept = 0.0;
    double in_the_large = 0.0;
};
BOOST_DESCRIBE_STRUCT(CalibrationLine, (), (slope, intercept, in_the_large))
CalibrationLine calibration_line(std::span<const double> y, std::span<const double> p);

}  // namespace medal::statistics
