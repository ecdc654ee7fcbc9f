#include "contribution/duplicate_evidence.h"

#include "base/json.h"

#include <gtest/gtest.h>

namespace medal::contribution {
namespace {

template <class Id>
Id id(std::uint8_t number) {
    Id value;
    value.uuid.bytes[0] = number;
    return value;
}

DuplicateHit hit(std::uint8_t mine, std::uint8_t other, Likeness likeness, std::int64_t distance) {
    return {id<AssetId>(mine), 0, likeness, distance, id<CaseId>(other), id<AssetId>(other), 0, false};
}

TEST(DuplicateEvidence, shows_each_pair_once_by_its_nearest_hit_and_same_pixels_first) {
    const auto evidence = evidence_of({hit(1, 9, Likeness::similar, 4), hit(1, 9, Likeness::similar, 2),
                                       hit(2, 8, Likeness::same_pixels, 0), hit(2, 8, Likeness::similar, 0)});
    ASSERT_EQ(evidence.hits.size(), 2U);
    EXPECT_EQ(evidence.hits[0].likeness, Likeness::same_pixels);
    EXPECT_EQ(evidence.hits[1].distance_bits, 2);
    EXPECT_EQ(evidence.more, 0);
}

TEST(DuplicateEvidence, counts_what_is_beyond_the_most_that_are_kept) {
    std::vector<DuplicateHit> hits;
    for (std::uint8_t other = 1; other <= 27; ++other) hits.push_back(hit(100, other, Likeness::similar, 1));
    const auto evidence = evidence_of(hits);
    EXPECT_EQ(evidence.hits.size(), 20U);
    EXPECT_EQ(evidence.more, 7);
}

TEST(DuplicateEvidence, tells_a_contributor_nothing_of_the_cases_of_others) {
    auto own = hit(1, 7, Likeness::similar, 1);
    own.is_own = true;
    const DuplicateEvidence whole{{own, hit(1, 9, Likeness::same_pixels, 0)}, 0};
    const auto shown = base::from_json<DuplicateEvidence>(without_others({base::to_json(whole)}).text);
    EXPECT_EQ(shown.hits[0].other_case_id, id<CaseId>(7));
    EXPECT_FALSE(shown.hits[1].other_case_id);
    EXPECT_FALSE(shown.hits[1].other_asset_id);
    EXPECT_EQ(shown.hits[1].likeness, Likeness::same_pixels);
}

}  // namespace
}  // namespace medal::contribution
