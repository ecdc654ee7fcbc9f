#include "imaging/series/series.h"

#include "imaging/testing_data.h"

#include <gtest/gtest.h>

namespace medal::imaging::series {
namespace {

Instance slice(double z, std::int64_t number, const std::string& phase = {}) {
    Instance instance;
    instance.series_uid = "2.25.1";
    instance.instance_uid = "2.25." + std::to_string(number);
    instance.instance_number = number;
    instance.rows = instance.columns = 64;
    instance.position_mm = {0, 0, z};
    instance.orientation = {1, 0, 0, 0, 1, 0};
    instance.phase = phase;
    return instance;
}

TEST(Series, sorts_by_place_whatever_the_numbers_say) {
    const std::vector<Instance> instances{slice(4, 1), slice(0, 2), slice(2, 3)};
    const auto stacks = build_stacks(instances);
    ASSERT_EQ(stacks.size(), 1U);
    EXPECT_EQ(stacks[0].order, (std::vector<std::uint64_t>{1, 2, 0}));
    EXPECT_DOUBLE_EQ(stacks[0].slice_spacing_mm.value_or(0), 2);
    EXPECT_EQ(stacks[0].plane, "axial");
    EXPECT_TRUE(stacks[0].findings.empty());
}

TEST(Series, splits_volumes_that_repeat_the_same_places) {
    const std::vector<Instance> instances{slice(0, 1, "1"), slice(2, 2, "1"), slice(0, 3, "2"),
                                          slice(2, 4, "2")};
    const auto stacks = build_stacks(instances);
    ASSERT_EQ(stacks.size(), 2U);
    EXPECT_EQ(stacks[0].order, (std::vector<std::uint64_t>{0, 1}));
    EXPECT_EQ(stacks[1].order, (std::vector<std::uint64_t>{2, 3}));
}

TEST(Series, keeps_a_volume_together_that_counts_its_phase_slice_by_slice) {
    const std::vector<Instance> instances{slice(0, 1, "1"), slice(2, 2, "2"), slice(4, 3, "3")};
    EXPECT_EQ(build_stacks(instances).size(), 1U);
}

TEST(Series, separates_other_sizes_and_orientations) {
    auto coronal = slice(0, 3);
    coronal.orientation = {1, 0, 0, 0, 0, -1};
    auto scout = slice(0, 4);
    scout.rows = 512;
    const std::vector<Instance> instances{slice(0, 1), slice(2, 2), coronal, scout};
    const auto stacks = build_stacks(instances);
    EXPECT_EQ(stacks.size(), 3U);
    EXPECT_EQ(stacks[0].findings.at(0).code, "series.mixed");
}

TEST(Series, warns_of_missing_slices) {
    const std::vector<Instance> instances{slice(0, 1), slice(1, 2), slice(2, 3), slice(5, 6), slice(6, 7)};
    const auto stacks = build_stacks(instances);
    EXPECT_EQ(stacks[0].findings.at(0).code, "series.missing_slices");
    EXPECT_NE(stacks[0].findings.at(0).message.find("2 slices"), std::string::npos);
}

TEST(Series, reads_real_files_into_one_stack) {
    MEDAL_NEEDS_SAMPLES();
    std::vector<Instance> instances;
    for (const auto& path : sample_files("dicom/mr_vs_seg")) instances.push_back(read_instance(path).value());
    const auto stacks = build_stacks(instances);
    ASSERT_EQ(stacks.size(), 1U);
    EXPECT_EQ(stacks[0].order.size(), 10U);
    EXPECT_GT(stacks[0].slice_spacing_mm.value_or(0), 0.5);
}

}  // namespace
}  // namespace medal::imaging::series
