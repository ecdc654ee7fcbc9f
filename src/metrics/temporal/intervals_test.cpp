#include "metrics/temporal/intervals.h"

#include "metrics/oracle_data.h"

namespace medal::metrics {
namespace {

TimeSpan span_of(const boost::json::value& value) {
    const auto ends = oracle::numbers(value);
    return {ends[0], ends[1]};
}

TEST(Intervals, agree_with_the_oracle) {
    MEDAL_NEEDS_ORACLE("temporal/tiou.json");
    const auto json = oracle::load("temporal/tiou.json");
    for (const auto& one : json.at("cases").as_array()) {
        const TimeSpan reference = span_of(one.at("ref"));
        const TimeSpan prediction = span_of(one.at("pred"));
        EXPECT_NEAR(temporal_iou(reference, prediction), oracle::number(one.at("tiou")), 1e-9);
        EXPECT_NEAR(onset_error(reference, prediction), oracle::number(one.at("onset_err")), 1e-9);
        EXPECT_NEAR(offset_error(reference, prediction), oracle::number(one.at("offset_err")), 1e-9);
    }
}

TEST(Segments, a_split_segment_counts_one_hit_and_one_false_positive) {
    const std::vector<Segment> reference = {{"cut", {0, 10}}, {"sew", {10, 20}}};
    const std::vector<Segment> prediction = {{"cut", {0, 6}}, {"cut", {6, 10}}, {"sew", {10, 20}}};
    const SegmentCounts counts = match_segments(reference, prediction, 0.25);
    EXPECT_EQ(counts.tp, 2U);
    EXPECT_EQ(counts.fp, 1U);
    EXPECT_EQ(counts.fn, 0U);
    EXPECT_DOUBLE_EQ(counts.f1(), 0.8);
}

TEST(Segments, edit_score_ignores_lengths_and_counts_order) {
    const std::vector<Segment> reference = {{"a", {0, 1}}, {"b", {1, 2}}, {"c", {2, 3}}};
    const std::vector<Segment> stretched = {{"a", {0, 9}}, {"b", {9, 10}}, {"c", {10, 11}}};
    const std::vector<Segment> swapped = {{"b", {0, 1}}, {"a", {1, 2}}, {"c", {2, 3}}};
    EXPECT_DOUBLE_EQ(edit_score(reference, stretched), 1);
    EXPECT_NEAR(edit_score(reference, swapped), 1.0 / 3.0, 1e-15);
}

}  // namespace
}  // namespace medal::metrics
