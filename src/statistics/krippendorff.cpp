#include "statistics/krippendorff.h"

#include "statistics/sum.h"

#include <cmath>
#include <limits>

namespace medal::statistics {

KrippendorffAlpha::KrippendorffAlpha(const CategoryCounts& counts, RatingScale scale)
    : categories_(counts.categories), scale_(scale) {
    for (const std::vector<double>& row : counts.counts) {
        Unit unit{{}, 0.0};
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (row[c] > 0.0) unit.cells.push_back({c, row[c]});
            unit.ratings += row[c];
        }
        if (unit.ratings < 2.0) unit.cells.clear();
        units_.push_back(std::move(unit));
    }
}

/// Squared difference of two categories, a <= b. `below[c]` = ratings in categories before c.
double KrippendorffAlpha::distance(std::size_t a, std::size_t b, std::span<const double> below,
                                   std::span<const double> totals) const {
    if (a == b) return 0.0;
    double gap = 1.0;
    switch (scale_) {
        case RatingScale::nominal:
            return 1.0;
        case RatingScale::ordinal:
            gap = below[b] - below[a] + (totals[b] - totals[a]) / 2.0;
            break;
        case RatingScale::interval:
            gap = categories_[b] - categories_[a];
            break;
        case RatingScale::ratio: {
            const double both = categories_[a] + categories_[b];
            gap = both == 0.0 ? 0.0 : (categories_[b] - categories_[a]) / both;
        }
    }
    return gap * gap;
}

double KrippendorffAlpha::alpha(std::span<const std::uint32_t> copies) const {
    const std::size_t count = categories_.size();
    std::vector<double> totals(count);
    for (std::size_t u = 0; u < units_.size(); ++u) {
        for (const Cell& cell : units_[u].cells) totals[cell.category] += copies[u] * cell.count;
    }
    std::vector<double> below(count);
    double all = 0.0;
    for (std::size_t c = 0; c < count; ++c) {
        below[c] = all;
        all += totals[c];
    }
    if (all < 2.0) return std::numeric_limits<double>::quiet_NaN();
    Sum observed;
    for (std::size_t u = 0; u < units_.size(); ++u) {
        const std::vector<Cell>& cells = units_[u].cells;
        if (copies[u] == 0 || cells.empty()) continue;
        Sum in_unit;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            for (std::size_t j = i + 1; j < cells.size(); ++j) {
                in_unit.add(2.0 * cells[i].count * cells[j].count *
                            distance(cells[i].category, cells[j].category, below, totals));
            }
        }
        observed.add(copies[u] * in_unit.value() / (units_[u].ratings - 1.0));
    }
    Sum expected;
    for (std::size_t a = 0; a < count; ++a) {
        if (totals[a] == 0.0) continue;
        for (std::size_t b = a + 1; b < count; ++b) {
            expected.add(2.0 * totals[a] * totals[b] * distance(a, b, below, totals));
        }
    }
    if (expected.value() == 0.0) return 1.0;
    return 1.0 - (all - 1.0) * observed.value() / expected.value();
}

double KrippendorffAlpha::alpha() const {
    const std::vector<std::uint32_t> once(units_.size(), 1U);
    return alpha(once);
}

}  // namespace medal::statistics
