#include "imaging/deid/text_sampling.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

std::vector<BatchInput> slices_of_one_series(std::size_t count) {
    std::vector<BatchInput> inputs(count);
    for (auto& input : inputs) {
        input.collected.text_risk = TextRisk::low;
        input.collected.series_uid = base::Identifying<std::string>{"1.2.3"};
    }
    return inputs;
}

bool never(std::size_t) {
    return false;
}

TEST(TextSampling, searches_first_middle_and_last_of_a_series_that_may_hold_text) {
    const auto inputs = slices_of_one_series(7);
    const TextSampling sampling{inputs};
    EXPECT_EQ(sampling.first(), (std::vector<std::size_t>{0, 3, 6}));
    EXPECT_EQ(sampling.rest(never).size(), 4U);
}

TEST(TextSampling, searches_no_slice_of_a_sample_in_which_nothing_looks_like_text) {
    const auto inputs = slices_of_one_series(7);
    TextSampling sampling{inputs};
    sampling.series().at(0).may_hold_text = false;
    EXPECT_TRUE(sampling.first().empty());
    const auto rest = sampling.rest([](std::size_t) { return true; });
    ASSERT_EQ(rest.size(), 7U);
    for (const auto& later : rest) {
        EXPECT_FALSE(later.search_text);
        EXPECT_EQ(later.is_judged, later.number % 3 == 0) << later.number;
    }
}

TEST(TextSampling, searches_the_others_where_the_sample_held_text) {
    const auto inputs = slices_of_one_series(7);
    const TextSampling sampling{inputs};
    for (const auto& later : sampling.rest([](std::size_t number) { return number == 3; })) {
        EXPECT_TRUE(later.search_text) << later.number;
    }
}

}  // namespace
}  // namespace medal::imaging::deid
