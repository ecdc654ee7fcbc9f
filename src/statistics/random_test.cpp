#include "statistics/random.h"

#include "statistics/parallel.h"
#include "statistics/sum.h"

#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

// Known answers of Random123's kat_vectors, philox4x32 with 10 rounds.
TEST(Philox, gives_the_published_known_answers) {
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    const std::uint32_t ones = 0xffffffff;
    EXPECT_EQ(philox({ones, ones, ones, ones}, {ones, ones}),
              (PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Stream, is_the_same_for_the_same_seed_and_another_for_another_stream) {
    Stream a({7, 3});
    Stream again({7, 3});
    Stream other({7, 4});
    const std::uint64_t first = a.next_64();
    EXPECT_EQ(first, again.next_64());
    EXPECT_NE(first, other.next_64());
}

TEST(Stream, draws_below_a_bound_evenly) {
    Stream stream({1, 0});
    std::vector<int> counts(10);
    for (int i = 0; i < 100000; ++i) ++counts[stream.below(10)];
    for (const int count : counts) EXPECT_NEAR(count, 10000, 500);
}

TEST(Stream, draws_normals_of_mean_zero_and_variance_one) {
    Stream stream({1, 0});
    std::vector<double> values(100000);
    for (double& value : values) value = stream.normal();
    EXPECT_NEAR(mean(values), 0.0, 0.015);
    EXPECT_NEAR(variance(values), 1.0, 0.02);
}

TEST(DrawCopies, draws_as_many_units_as_there_are) {
    Stream stream({1, 0});
    std::vector<std::uint32_t> copies(500);
    draw_copies(stream, copies);
    EXPECT_EQ(std::accumulate(copies.begin(), copies.end(), 0U), 500U);
}

TEST(Sum, keeps_what_plain_addition_loses) {
    EXPECT_EQ(sum(std::vector<double>{1.0, 1e100, 1.0, -1e100}), 2.0);
}

TEST(ParallelRanges, covers_every_item_once_and_passes_exceptions_on) {
    std::vector<int> seen(1000);
    parallel_ranges(seen.size(), {2}, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) ++seen[i];
    });
    EXPECT_EQ(seen, std::vector<int>(1000, 1));
    EXPECT_THROW(parallel_ranges(2, {2}, [](std::size_t, std::size_t) { throw std::runtime_error("x"); }),
                 std::runtime_error);
}

}  // namespace
}  // namespace medal::statistics
