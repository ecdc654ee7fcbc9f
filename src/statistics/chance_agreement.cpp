#include "statistics/chance_agreement.h"

#include "base/error.h"
#include "statistics/sum.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace medal::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Gwet (2014), tables 3.x: w = 1 for equal categories, falling with the distance.
double weight(AgreementWeights kind, const std::vector<double>& categories, std::size_t a, std::size_t b) {
    if (a == b) return 1.0;
    const double spread = categories.back() - categories.front();
    const double gap = std::abs(categories[a] - categories[b]);
    const auto steps = static_cast<double>(a > b ? a - b : b - a);
    const auto most = static_cast<double>(categories.size() - 1);
    switch (kind) {
        case AgreementWeights::identity:
            return 0.0;
        case AgreementWeights::linear:
            return 1.0 - gap / spread;
        case AgreementWeights::quadratic:
            return 1.0 - gap * gap / (spread * spread);
        case AgreementWeights::ordinal:
            return 1.0 - steps * (steps + 1.0) / (most * (most + 1.0));
        case AgreementWeights::ratio: {
            const auto share = [](double x, double y) { return x + y == 0.0 ? 0.0 : (x - y) / (x + y); };
            const double own = share(categories[a], categories[b]);
            const double widest = share(categories.back(), categories.front());
            return widest == 0.0 ? 1.0 : 1.0 - own * own / (widest * widest);
        }
    }
    return 0.0;
}

std::vector<std::vector<double>> weight_matrix(AgreementWeights kind, const std::vector<double>& categories) {
    std::vector<std::vector<double>> matrix(categories.size(), std::vector<double>(categories.size()));
    for (std::size_t a = 0; a < categories.size(); ++a) {
        for (std::size_t b = 0; b < categories.size(); ++b) matrix[a][b] = weight(kind, categories, a, b);
    }
    return matrix;
}

double beyond_chance(double observed, double by_chance) {
    return by_chance >= 1.0 ? kNaN : (observed - by_chance) / (1.0 - by_chance);
}

}  // namespace

AgreementWeights weights_for(RatingScale scale) noexcept {
    switch (scale) {
        case RatingScale::nominal:
            return AgreementWeights::identity;
        case RatingScale::ordinal:
            return AgreementWeights::ordinal;
        case RatingScale::interval:
            return AgreementWeights::quadratic;
        case RatingScale::ratio:
            return AgreementWeights::ratio;
    }
    return AgreementWeights::identity;
}

ChanceAgreement::ChanceAgreement(const CategoryCounts& counts, AgreementWeights weights)
    : weights_(weight_matrix(weights, counts.categories)) {
    Sum total;
    for (const std::vector<double>& row : weights_) total.add(sum(row));
    weight_total_ = total.value();
    const std::size_t categories = counts.categories.size();
    for (const std::vector<double>& row : counts.counts) {
        const double ratings = sum(row);
        std::vector<double> shares(categories);
        Sum agreeing;
        for (std::size_t c = 0; c < categories; ++c) {
            if (row[c] == 0.0) continue;
            shares[c] = row[c] / ratings;
            Sum weighted;
            for (std::size_t k = 0; k < categories; ++k) weighted.add(weights_[c][k] * row[k]);
            agreeing.add(row[c] * (weighted.value() - 1.0));
        }
        shares_.push_back(std::move(shares));
        ratings_.push_back(ratings);
        unit_agreement_.push_back(ratings < 2.0 ? 0.0 : agreeing.value() / (ratings * (ratings - 1.0)));
    }
}

/// A unit's share of p_e; averaged over units it is p_e itself.
double ChanceAgreement::chance_of_unit(Coefficient which, std::size_t unit,
                                       std::span<const double> shares) const {
    if (which == Coefficient::percent) return 0.0;
    const auto categories = static_cast<double>(shares.size());
    Sum total;
    for (std::size_t c = 0; c < shares.size(); ++c) {
        if (shares_[unit][c] == 0.0) continue;
        double other = 1.0 - shares[c];
        if (which == Coefficient::fleiss_kappa) {
            Sum weighted;
            for (std::size_t k = 0; k < shares.size(); ++k) weighted.add(weights_[c][k] * shares[k]);
            other = weighted.value();
        }
        total.add(shares_[unit][c] * other);
    }
    if (which == Coefficient::fleiss_kappa) return total.value();
    return categories < 2.0 ? 0.0 : total.value() * weight_total_ / (categories * (categories - 1.0));
}

ChanceAgreement::Parts ChanceAgreement::parts(Coefficient which,
                                              std::span<const std::uint32_t> copies) const {
    Parts result;
    result.shares.assign(weights_.size(), 0.0);
    std::vector<Sum> shares(weights_.size());
    Sum agreement;
    for (std::size_t u = 0; u < ratings_.size(); ++u) {
        if (ratings_[u] == 0.0 || copies[u] == 0) continue;
        result.units += copies[u];
        for (std::size_t c = 0; c < shares.size(); ++c) shares[c].add(copies[u] * shares_[u][c]);
        if (ratings_[u] < 2.0) continue;
        result.rated_twice += copies[u];
        agreement.add(copies[u] * unit_agreement_[u]);
    }
    if (result.rated_twice == 0.0) return result;
    for (std::size_t c = 0; c < shares.size(); ++c) result.shares[c] = shares[c].value() / result.units;
    result.observed = agreement.value() / result.rated_twice;
    if (which == Coefficient::percent) return result;
    const std::size_t categories = weights_.size();
    Sum chance;
    for (std::size_t a = 0; a < categories; ++a) {
        if (which == Coefficient::gwet_ac) {
            chance.add(result.shares[a] * (1.0 - result.shares[a]));
            continue;
        }
        for (std::size_t b = 0; b < categories; ++b)
            chance.add(weights_[a][b] * result.shares[a] * result.shares[b]);
    }
    const auto q = static_cast<double>(categories);
    const bool gwet = which == Coefficient::gwet_ac;
    result.by_chance = !gwet     ? chance.value()
                       : q < 2.0 ? 0.0
                                 : chance.value() * weight_total_ / (q * (q - 1.0));
    return result;
}

double ChanceAgreement::value(Coefficient which, std::span<const std::uint32_t> copies) const {
    const Parts p = parts(which, copies);
    return p.rated_twice == 0.0 ? kNaN : beyond_chance(p.observed, p.by_chance);
}

// irrCAC: each unit's contribution, less the part that estimating p_e adds, then the variance of a mean.
AgreementCoefficient ChanceAgreement::compute(Coefficient which) const {
    const std::vector<std::uint32_t> once(ratings_.size(), 1U);
    const Parts p = parts(which, once);
    AgreementCoefficient result{kNaN, kNaN, p.observed, p.by_chance};
    if (p.rated_twice == 0.0) return result;
    result.value = beyond_chance(p.observed, p.by_chance);
    if (std::isnan(result.value) || p.units < 2.0) return result;
    Sum squares;
    for (std::size_t u = 0; u < ratings_.size(); ++u) {
        if (ratings_[u] == 0.0) continue;
        const double chance_here = ratings_[u] < 2.0 ? 0.0 : p.by_chance;
        double part = p.units / p.rated_twice * (unit_agreement_[u] - chance_here) / (1.0 - p.by_chance);
        if (which != Coefficient::percent) {
            const double shift = chance_of_unit(which, u, p.shares) - p.by_chance;
            part -= 2.0 * (1.0 - result.value) * shift / (1.0 - p.by_chance);
        }
        squares.add((part - result.value) * (part - result.value));
    }
    result.se = std::sqrt(squares.value() / (p.units * (p.units - 1.0)));
    return result;
}

double weighted_kappa(const std::vector<std::vector<double>>& table, AgreementWeights weights) {
    std::vector<double> categories(table.size());
    std::iota(categories.begin(), categories.end(), 1.0);
    std::vector<double> columns(table.size());
    std::vector<double> rows(table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].size() != table.size()) {
            throw base::Error(base::ErrorKind::invalid, "agreement.table",
                              "A table of two raters must be square.");
        }
        for (std::size_t j = 0; j < table.size(); ++j) {
            rows[i] += table[i][j];
            columns[j] += table[i][j];
        }
    }
    const double all = sum(rows);
    Sum observed;
    Sum chance;
    for (std::size_t i = 0; i < table.size(); ++i) {
        for (std::size_t j = 0; j < table.size(); ++j) {
            const double w = weight(weights, categories, i, j);
            observed.add(w * table[i][j] / all);
            chance.add(w * rows[i] * columns[j] / (all * all));
        }
    }
    return beyond_chance(observed.value(), chance.value());
}

}  // namespace medal::statistics
