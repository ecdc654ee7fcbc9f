#include "statistics/diversity.h"

#include "base/error.h"
#include "statistics/sum.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

namespace medal::statistics {
namespace {

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr double kNegligible = 1e-12;
constexpr Eigen::Index kMaxEigenSize = 6000;

KernelDiversity from_scaled(const Eigen::MatrixXd& scaled) {
    if (scaled.rows() > kMaxEigenSize) {
        throw base::Error(
            base::ErrorKind::too_large, "vendi.size",
            "The Vendi score takes at most 6000 samples, or any number with at most 6000 dimensions.",
            {.hint = "Reduce the dimensions of the embeddings, or draw a sample."});
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(scaled, Eigen::EigenvaluesOnly);
    KernelDiversity result;
    Sum entropy;
    for (Eigen::Index i = scaled.rows(); i-- > 0;) {
        const double value = solver.eigenvalues()[i];
        if (value <= kNegligible) break;
        result.eigenvalues.push_back(value);
        entropy.add(-value * std::log(value));
    }
    result.vendi = std::exp(entropy.value());
    result.rke = 1.0 / scaled.squaredNorm();
    return result;
}

std::size_t place_of(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    names.push_back(name);
    return names.size() - 1;
}

}  // namespace

KernelDiversity kernel_diversity(const Embeddings& embeddings) {
    const auto count = static_cast<Eigen::Index>(embeddings.count);
    const auto dimensions = static_cast<Eigen::Index>(embeddings.dimensions);
    if (count == 0 || dimensions == 0 ||
        embeddings.values.size() != embeddings.count * embeddings.dimensions) {
        throw base::Error(base::ErrorKind::invalid, "vendi.shape",
                          "The Vendi score needs samples of equal length.");
    }
    RowMatrix rows = Eigen::Map<const RowMatrix>(embeddings.values.data(), count, dimensions);
    for (Eigen::Index i = 0; i < count; ++i) {
        const double length = rows.row(i).norm();
        if (!(length > 0.0) || !std::isfinite(length)) {
            throw base::Error(
                base::ErrorKind::invalid, "vendi.zero",
                "Sample number " + std::to_string(i + 1) + " has no direction: it is zero or not finite.",
                {.hint = "Leave it out or embed it again."});
        }
        rows.row(i) /= length;
    }
    // X X^T / n and X^T X / n have the same eigenvalues above zero.
    const double n = static_cast<double>(count);
    if (count <= dimensions) return from_scaled(rows * rows.transpose() / n);
    return from_scaled(rows.transpose() * rows / n);
}

KernelDiversity kernel_diversity_of(std::span<const double> similarity, std::size_t count) {
    if (count == 0 || similarity.size() != count * count) {
        throw base::Error(base::ErrorKind::invalid, "vendi.shape", "A similarity matrix must be square.");
    }
    const auto size = static_cast<Eigen::Index>(count);
    const Eigen::MatrixXd kernel = Eigen::Map<const RowMatrix>(similarity.data(), size, size);
    return from_scaled(kernel / static_cast<double>(count));
}

EffectiveNumbers effective_numbers(std::span<const double> tally) {
    const double all = sum(tally);
    if (!(all > 0.0)) return {};
    Sum entropy;
    Sum squares;
    double kinds = 0.0;
    for (const double count : tally) {
        if (count < 0.0)
            throw base::Error(base::ErrorKind::invalid, "diversity.tally", "A tally cannot be negative.");
        if (count == 0.0) continue;
        const double share = count / all;
        kinds += 1.0;
        entropy.add(-share * std::log(share));
        squares.add(share * share);
    }
    return {kinds, std::exp(entropy.value()), 1.0 / squares.value()};
}

CoverageMatrix coverage(std::span<const TermsOfSample> row_terms, std::span<const TermsOfSample> column_terms,
                        std::vector<std::string> rows, std::vector<std::string> columns) {
    if (row_terms.size() != column_terms.size()) {
        throw base::Error(base::ErrorKind::invalid, "coverage.samples",
                          "Both axes must describe the same samples.");
    }
    CoverageMatrix result{std::move(rows), std::move(columns), {}, 0};
    for (const TermsOfSample& terms : row_terms) {
        for (const std::string& term : terms) place_of(result.rows, term);
    }
    for (const TermsOfSample& terms : column_terms) {
        for (const std::string& term : terms) place_of(result.columns, term);
    }
    result.counts.assign(result.rows.size(), std::vector<std::size_t>(result.columns.size()));
    for (std::size_t s = 0; s < row_terms.size(); ++s) {
        for (const std::string& row : row_terms[s]) {
            for (const std::string& column : column_terms[s]) {
                ++result.counts[place_of(result.rows, row)][place_of(result.columns, column)];
            }
        }
    }
    for (const auto& row : result.counts) {
        result.empty_cells += static_cast<std::size_t>(std::count(row.begin(), row.end(), std::size_t{0}));
    }
    return result;
}

}  // namespace medal::statistics
