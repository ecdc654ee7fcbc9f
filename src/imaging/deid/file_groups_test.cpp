#include "imaging/deid/file_groups.h"

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

using Groups = std::vector<std::vector<std::size_t>>;

Groups groups_of(const std::vector<std::uint64_t>& bytes, unsigned jobs) {
    return file_groups(bytes.size(), jobs, [&](std::size_t i) { return bytes[i]; });
}

TEST(FileGroups, holds_every_number_once_and_in_order) {
    const auto groups = groups_of(std::vector<std::uint64_t>(1000, 1), 2);
    std::size_t next = 0;
    for (const auto& group : groups) {
        EXPECT_LE(group.size(), 16U);
        for (const auto number : group) EXPECT_EQ(number, next++);
    }
    EXPECT_EQ(next, 1000U);
    EXPECT_EQ(groups.size(), 63U);
}

TEST(FileGroups, leaves_work_for_every_job_where_there_are_few_files) {
    EXPECT_EQ(groups_of(std::vector<std::uint64_t>(12, 1), 2).size(), 12U);
    EXPECT_EQ(groups_of(std::vector<std::uint64_t>(24, 1), 2).size(), 12U);
}

TEST(FileGroups, keeps_large_files_apart) {
    auto bytes = std::vector<std::uint64_t>(100, 1);
    bytes[3] = 5 * kGroup_bytes;
    const auto groups = groups_of(bytes, 1);
    EXPECT_EQ(groups[0], (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_EQ(groups[1], (std::vector<std::size_t>{3}));
    EXPECT_EQ(groups[2].front(), 4U);
    EXPECT_GT(groups[2].size(), 1U);
}

TEST(FileGroups, are_none_without_files) {
    EXPECT_TRUE(groups_of({}, 4).empty());
}

}  // namespace
}  // namespace medal::imaging::deid
