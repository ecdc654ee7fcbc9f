#include "metrics/detection/matching.h"

#include <gtest/gtest.h>

namespace medal::metrics {
namespace {

Box3 square(double x, double y, double side) {
    return {{x, y, 0}, {side, side, 1}};
}

std::vector<double> hits_of(const CaseVerdicts& one) {
    return lesion_scores({one}).hits;
}

TEST(BoxMatching, takes_the_greatest_overlap_first_and_the_best_score_where_asked) {
    const std::vector<Box3> reference{square(0, 0, 10)};
    const std::vector<ScoredBox> found{{square(0, 0, 10), 0.4}, {square(1, 0, 10), 0.9}};
    EXPECT_EQ(hits_of(match_boxes(reference, found)), (std::vector<double>{0.4}));
    EXPECT_EQ(hits_of(match_boxes(reference, found, {MatchOrder::by_score, {}})), (std::vector<double>{0.9}));
}

TEST(BoxMatching, needs_more_than_the_threshold_and_coco_no_less) {
    const std::vector<Box3> reference{square(0, 0, 10)};
    const std::vector<ScoredBox> found{{{{0, 0, 0}, {10, 5, 1}}, 0.9}};  // IoU 1/2
    EXPECT_EQ(hits_of(match_boxes(reference, found)), (std::vector<double>{0}));
    EXPECT_EQ(hits_of(match_boxes(reference, found, {MatchOrder::by_score, {0.5, MatchRule::at_least}})),
              (std::vector<double>{0.9}));
}

TEST(BoxMatching, counts_what_is_missed_and_what_is_too_much) {
    const std::vector<Box3> reference{square(0, 0, 10), square(50, 50, 10)};
    const std::vector<ScoredBox> found{{square(0, 0, 10), 0.4}, {square(20, 20, 10), 0.7}};
    const CaseVerdicts one = match_boxes(reference, found);
    EXPECT_EQ(hits_of(one), (std::vector<double>{0.4, 0}));
    EXPECT_EQ(lesion_scores({one}).false_positives, (std::vector<double>{0.7}));
    EXPECT_EQ(one.case_score, 0.7);
}

TEST(PointMatching, gives_a_point_to_the_nearest_target_within_its_radius) {
    const std::vector<Target> reference{{{0, 0, 0}, 3}, {{4, 0, 0}, 3}};
    const std::vector<ScoredPoint> found{{{3, 0, 0}, 0.8}};
    EXPECT_EQ(hits_of(match_points(reference, found)), (std::vector<double>{0.8, 0}));
    const std::vector<ScoredPoint> far{{{9, 0, 0}, 0.8}};
    EXPECT_EQ(hits_of(match_points(reference, far)), (std::vector<double>{0, 0}));
}

}  // namespace
}  // namespace medal::metrics
