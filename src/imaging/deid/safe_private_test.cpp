#include "imaging/deid/policy.h"

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

TEST(SafePrivate, knows_the_elements_of_the_standards_table) {
    EXPECT_TRUE(is_safe_private("Philips PET Private Group", 0x7053, 0x00));
    EXPECT_TRUE(is_safe_private("Philips PET Private Group", 0x7053, 0x09));
    EXPECT_TRUE(is_safe_private("SIEMENS MR HEADER", 0x0019, 0x0C));
    EXPECT_TRUE(is_safe_private("GEMS_ACQU_01", 0x0019, 0x9E));
    EXPECT_TRUE(is_safe_private("GEMS_PARM_01", 0x0043, 0x39));
    EXPECT_TRUE(is_safe_private("ELSCINT1", 0x01E1, 0x50));
    EXPECT_TRUE(is_safe_private("LORAD Selenia", 0x0019, 0x90));
    EXPECT_TRUE(is_safe_private("NQRight", 0x0299, 0x16));
}

TEST(SafePrivate, takes_no_element_of_another_creator_group_or_number) {
    EXPECT_FALSE(is_safe_private("Philips PET", 0x7053, 0x00));
    EXPECT_FALSE(is_safe_private("Philips PET Private Group", 0x7055, 0x00));
    EXPECT_FALSE(is_safe_private("Philips PET Private Group", 0x7053, 0x90));
    EXPECT_FALSE(is_safe_private("NQRight", 0x0299, 0x17));
    EXPECT_FALSE(is_safe_private("SIEMENS CSA HEADER", 0x0029, 0x10));
    EXPECT_FALSE(is_safe_private("", 0x0019, 0x0C));
}

}  // namespace
}  // namespace medal::imaging::deid
