#include "statistics/icc.h"

#include "base/error.h"
#include "statistics/distribution.h"
#include "statistics/sum.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace medal::statistics {
namespace {

/// Mean squares of the two-way table without replication.
struct MeanSquares {
    double units = 0.0;
    double raters = 0.0;
    double error = 0.0;
    double within = 0.0;  // of the one-way table
    double n = 0.0;
    double k = 0.0;
};

MeanSquares mean_squares(const RatingTable& table) {
    const auto n = static_cast<double>(table.unit_count);
    const auto k = static_cast<double>(table.rater_count);
    const double grand = mean(table.values);
    std::vector<double> unit_means;
    std::vector<double> rater_means(table.rater_count);
    for (std::size_t u = 0; u < table.unit_count; ++u) {
        unit_means.push_back(mean(std::span(table.values).subspan(u * table.rater_count, table.rater_count)));
    }
    for (std::size_t r = 0; r < table.rater_count; ++r) {
        Sum total;
        for (std::size_t u = 0; u < table.unit_count; ++u) total.add(table.at(u, r));
        rater_means[r] = total.value() / n;
    }
    Sum residual;
    Sum within;
    for (std::size_t u = 0; u < table.unit_count; ++u) {
        for (std::size_t r = 0; r < table.rater_count; ++r) {
            const double off_unit = table.at(u, r) - unit_means[u];
            const double off_both = off_unit - rater_means[r] + grand;
            within.add(off_unit * off_unit);
            residual.add(off_both * off_both);
        }
    }
    return {k * squared_deviations(unit_means, grand) / (n - 1.0),
            n * squared_deviations(rater_means, grand) / (k - 1.0),
            residual.value() / ((n - 1.0) * (k - 1.0)),
            within.value() / (n * (k - 1.0)),
            n,
            k};
}

/// One-way and consistency: the interval comes from F alone.
Icc from_f(const MeanSquares& ms, IccModel model, IccUnit unit, double level) {
    const bool one_way = model == IccModel::one_way;
    const double error = one_way ? ms.within : ms.error;
    const FDegrees degrees{ms.n - 1.0, one_way ? ms.n * (ms.k - 1.0) : (ms.n - 1.0) * (ms.k - 1.0)};
    const double f = ms.units / error;
    const double upper = 1.0 - (1.0 - level) / 2.0;
    const double low = f / f_quantile(upper, degrees);
    const double high = f * f_quantile(upper, {degrees.denominator, degrees.numerator});
    const auto of = [&](double ratio) {
        return unit == IccUnit::single ? (ratio - 1.0) / (ratio + ms.k - 1.0) : 1.0 - 1.0 / ratio;
    };
    return {model, unit, of(f), {of(low), of(high)}, f, f_upper(f, degrees)};
}

/// Satterthwaite's degrees of freedom of the error in ICC(2,.), at the estimate.
double agreement_degrees(const MeanSquares& ms, double icc) {
    const double a = ms.k * icc / (ms.n * (1.0 - icc));
    const double b = 1.0 + ms.k * icc * (ms.n - 1.0) / (ms.n * (1.0 - icc));
    const double rater_part = a * ms.raters;
    const double error_part = b * ms.error;
    return (rater_part + error_part) * (rater_part + error_part) /
           (rater_part * rater_part / (ms.k - 1.0) + error_part * error_part / ((ms.n - 1.0) * (ms.k - 1.0)));
}

Icc agreement(const MeanSquares& ms, IccUnit unit, double level) {
    const bool single = unit == IccUnit::single;
    const double spread = single ? ms.k * (ms.raters - ms.error) / ms.n + (ms.k - 1.0) * ms.error
                                 : (ms.raters - ms.error) / ms.n;
    const double value = (ms.units - ms.error) / (ms.units + spread);
    const double degrees = agreement_degrees(ms, value);
    const double upper = 1.0 - (1.0 - level) / 2.0;
    const double low_f = f_quantile(upper, {ms.n - 1.0, degrees});
    const double high_f = f_quantile(upper, {degrees, ms.n - 1.0});
    const double rest =
        single ? ms.k * ms.raters + (ms.k * ms.n - ms.k - ms.n) * ms.error : ms.raters - ms.error;
    const double low = ms.n * (ms.units - low_f * ms.error) / (low_f * rest + ms.n * ms.units);
    const double high = ms.n * (high_f * ms.units - ms.error) / (rest + ms.n * high_f * ms.units);
    const double f = ms.units / ms.error;
    return {IccModel::agreement, unit, value, {low, high}, f, f_upper(f, {ms.n - 1.0, degrees})};
}

}  // namespace

RatingTable complete_units(const RatingTable& table) {
    RatingTable result{0, table.rater_count, {}};
    for (std::size_t u = 0; u < table.unit_count; ++u) {
        const auto row = std::span(table.values).subspan(u * table.rater_count, table.rater_count);
        if (std::any_of(row.begin(), row.end(), [](double value) { return std::isnan(value); })) continue;
        result.values.insert(result.values.end(), row.begin(), row.end());
        ++result.unit_count;
    }
    return result;
}

std::vector<Icc> all_icc(const RatingTable& table, double level) {
    if (table.unit_count < 2 || table.rater_count < 2) {
        throw base::Error(base::ErrorKind::invalid, "agreement.icc",
                          "An ICC needs two units that two or more raters all rated.");
    }
    const MeanSquares ms = mean_squares(table);
    std::vector<Icc> result;
    for (const IccUnit unit : {IccUnit::single, IccUnit::average}) {
        if (!(ms.error > 0.0) || !(ms.within > 0.0)) {
            // No disagreement at all: perfect, or undefined where the units do not differ either.
            const double value =
                ms.units > 0.0 && !(ms.within > 0.0) ? 1.0 : std::numeric_limits<double>::quiet_NaN();
            for (const IccModel model : {IccModel::one_way, IccModel::agreement, IccModel::consistency}) {
                result.push_back(
                    {model, unit, value, {value, value}, std::numeric_limits<double>::quiet_NaN(), 0.0});
            }
            continue;
        }
        result.push_back(from_f(ms, IccModel::one_way, unit, level));
        result.push_back(agreement(ms, unit, level));
        result.push_back(from_f(ms, IccModel::consistency, unit, level));
    }
    return result;
}

}  // namespace medal::statistics
