#include "campaign/literature.h"

#include <gtest/gtest.h>

namespace medal::campaign {
namespace {

TEST(Doi, has_a_prefix_a_registrant_and_a_name) {
    EXPECT_TRUE(is_doi("10.1038/s41592-023-02151-z"));
    EXPECT_TRUE(is_doi("doi:10.1000.10/123"));
    EXPECT_TRUE(is_doi(" DOI: 10.1016/S0140-6736(20)30183-5 "));
}

TEST(Doi, is_not_any_number_with_a_slash) {
    EXPECT_FALSE(is_doi("10.1038"));
    EXPECT_FALSE(is_doi("10.1038/"));
    EXPECT_FALSE(is_doi("10./abc"));
    EXPECT_FALSE(is_doi("10.10x8/abc"));
    EXPECT_FALSE(is_doi("10.103/abc"));
    EXPECT_FALSE(is_doi("11.1038/abc"));
    EXPECT_FALSE(is_doi("10.1038/a b"));
    EXPECT_FALSE(is_doi(""));
}

TEST(WebAddress, has_a_scheme_and_a_host) {
    EXPECT_TRUE(is_web_address("https://doi.org/10.1038/s41592-023-02151-z"));
    EXPECT_TRUE(is_web_address("HTTP://example.org?q=1"));
    EXPECT_FALSE(is_web_address("example.org"));
    EXPECT_FALSE(is_web_address("https://"));
    EXPECT_FALSE(is_web_address("https://localhost/x"));
    EXPECT_FALSE(is_web_address("https://name:secret@example.org/"));
    EXPECT_FALSE(is_web_address("https://example.org/a b"));
    EXPECT_FALSE(is_web_address("javascript:alert(1)"));
}

}  // namespace
}  // namespace medal::campaign
