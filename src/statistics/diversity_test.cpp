#include "statistics/diversity.h"

#include "base/error.h"
#include "statistics/random.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

TEST(Vendi, counts_orthogonal_samples_and_ignores_copies) {
    const Embeddings three{3, 3, {1, 0, 0, 0, 2, 0, 0, 0, 5}};
    EXPECT_NEAR(kernel_diversity(three).vendi, 3.0, 1e-12);
    EXPECT_NEAR(kernel_diversity(three).rke, 3.0, 1e-12);
    const Embeddings copies{4, 2, {1, 0, 1, 0, 0, 1, 0, 1}};
    EXPECT_NEAR(kernel_diversity(copies).vendi, 2.0, 1e-12);
    const Embeddings one{5, 2, {1, 1, 2, 2, 3, 3, 4, 4, 5, 5}};
    EXPECT_NEAR(kernel_diversity(one).vendi, 1.0, 1e-9);
}

TEST(Vendi, is_the_same_from_samples_and_from_dimensions) {
    Embeddings embeddings{40, 7, {}};
    Stream stream({3, 0});
    for (int i = 0; i < 280; ++i) embeddings.values.push_back(stream.normal());
    std::vector<double> kernel(1600);
    for (std::size_t i = 0; i < 40; ++i) {
        for (std::size_t j = 0; j < 40; ++j) {
            double dot = 0, a = 0, b = 0;
            for (std::size_t d = 0; d < 7; ++d) {
                const double x = embeddings.values[i * 7 + d];
                const double y = embeddings.values[j * 7 + d];
                dot += x * y;
                a += x * x;
                b += y * y;
            }
            kernel[i * 40 + j] = dot / std::sqrt(a * b);
        }
    }
    EXPECT_NEAR(kernel_diversity(embeddings).vendi, kernel_diversity_of(kernel, 40).vendi, 1e-9);
    EXPECT_NEAR(kernel_diversity(embeddings).rke, kernel_diversity_of(kernel, 40).rke, 1e-9);
    const double rke = kernel_diversity(embeddings).rke;
    EXPECT_LE(rke, kernel_diversity(embeddings).vendi);
}

TEST(Vendi, refuses_a_zero_vector) {
    EXPECT_THROW(kernel_diversity({2, 2, {1, 0, 0, 0}}), base::Error);
}

TEST(EffectiveNumbers, fall_when_one_site_dominates) {
    const EffectiveNumbers even = effective_numbers(std::vector<double>{10, 10, 10, 10});
    EXPECT_NEAR(even.shannon, 4.0, 1e-12);
    EXPECT_NEAR(even.simpson, 4.0, 1e-12);
    const EffectiveNumbers skewed = effective_numbers(std::vector<double>{97, 1, 1, 1, 0});
    EXPECT_EQ(skewed.kinds, 4.0);
    EXPECT_LT(skewed.simpson, 1.1);
    EXPECT_EQ(effective_numbers({}).kinds, 0.0);
}

TEST(CoverageMatrix, counts_pairs_of_terms_and_shows_what_is_missing) {
    const std::vector<TermsOfSample> modality = {{"CT"}, {"CT", "PET"}, {"MR"}};
    const std::vector<TermsOfSample> region = {{"Europe"}, {"Asia"}, {"Europe"}};
    const CoverageMatrix matrix = coverage(modality, region, {"CT", "MR", "US"}, {"Europe", "Africa"});
    EXPECT_EQ(matrix.rows, (std::vector<std::string>{"CT", "MR", "US", "PET"}));
    EXPECT_EQ(matrix.columns, (std::vector<std::string>{"Europe", "Africa", "Asia"}));
    EXPECT_EQ(matrix.counts[0], (std::vector<std::size_t>{1, 0, 1}));
    EXPECT_EQ(matrix.empty_cells, 8U);
}

}  // namespace
}  // namespace medal::statistics
