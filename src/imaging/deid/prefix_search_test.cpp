#include "imaging/deid/prefix_search.h"

#include <vector>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

std::vector<std::string> prefixes(const std::set<std::string, std::less<>>& sorted, std::string_view text) {
    std::vector<std::string> found;
    for_each_prefix(sorted, text, [&](std::string_view prefix) { found.emplace_back(prefix); });
    return found;
}

TEST(PrefixSearch, finds_all_texts_that_another_begins_with_longest_first) {
    const std::set<std::string, std::less<>> sorted{"1.2", "1.2.3", "1.2.35", "1.2.4",
                                                    "ab",  "abc",   "abd",    "b"};
    EXPECT_EQ(prefixes(sorted, "1.2.3 x"), (std::vector<std::string>{"1.2.3", "1.2"}));
    EXPECT_EQ(prefixes(sorted, "abcd"), (std::vector<std::string>{"abc", "ab"}));
    EXPECT_EQ(prefixes(sorted, "ab"), std::vector<std::string>{"ab"});
    EXPECT_TRUE(prefixes(sorted, "a").empty());
    EXPECT_TRUE(prefixes(sorted, "zzz").empty());
    EXPECT_TRUE(prefixes({}, "abc").empty());
}

}  // namespace
}  // namespace medal::imaging::deid
