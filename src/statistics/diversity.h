// How diverse a collection is: the Vendi score exp(-sum l log l) over the eigenvalues of K/n (Friedman &
// Dieng, TMLR 2023), the order-2 Renyi kernel entropy 1 / |K/n|_F^2 (Jalali et al. 2023), effective numbers
// of sites, countries or problems (Hill 1973), and coverage matrices over pairs of taxonomy axes.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace medal::statistics {

/// Rows of a matrix, one a sample.
struct Embeddings {
    std::size_t count = 0;
    std::size_t dimensions = 0;
    std::vector<double> values;  // values[sample * dimensions + d]
};

struct KernelDiversity {
    double vendi = 0.0;
    double rke = 0.0;
    std::vector<double> eigenvalues;  // of K/n above 1e-12, largest first
};

/// Cosine kernel. Works in the smaller of samples and dimensions; throws for a zero vector or too many of
/// both.
KernelDiversity kernel_diversity(const Embeddings& embeddings);

/// Any kernel with ones on the diagonal: `similarity[i * count + j]`.
KernelDiversity kernel_diversity_of(std::span<const double> similarity, std::size_t count);

/// Hill numbers of a tally: order 0 = how many kinds, 1 = exp(Shannon), 2 = inverse Simpson. 0 for an empty
/// tally.
struct EffectiveNumbers {
    double kinds = 0.0;
    double shannon = 0.0;
    double simpson = 0.0;
};
EffectiveNumbers effective_numbers(std::span<const double> tally);

/// How often each pair of terms of two axes occurs together. Axis values are terms; a sample may have
/// several.
struct CoverageMatrix {
    std::vector<std::string> rows;
    std::vector<std::string> columns;
    std::vector<std::vector<std::size_t>> counts;
    std::size_t empty_cells = 0;
};

using TermsOfSample = std::vector<std::string>;
/// `rows` and `columns` may name terms that nothing covers yet; terms outside them are added at the end.
CoverageMatrix coverage(std::span<const TermsOfSample> row_terms, std::span<const TermsOfSample> column_terms,
                        std::vector<std::string> rows = {}, std::vector<std::string> columns = {});

}  // namespace medal::statistics
