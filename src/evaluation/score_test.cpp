#include "evaluation/score.h"

#include <cmath>

#include <gtest/gtest.h>

namespace medal::evaluation {
namespace {

using answers::AnswerType;

// Four items of two patients: patient p has two right ones, patient q one right and one wrong.
const std::vector<ScoredItem> kItems = {{"i1", "p", AnswerType::number},
                                        {"i2", "p", AnswerType::number},
                                        {"i3", "q", AnswerType::box},
                                        {"i4", "q", AnswerType::box}};

SampleGrade right(const std::string& item, std::int64_t epoch = 1) {
    return {item, epoch, answers::verdict(true), true};
}
SampleGrade wrong(const std::string& item, std::int64_t epoch = 1) {
    return {item, epoch, answers::verdict(false), true};
}

TEST(Summary, the_standard_error_is_clustered_by_patient) {
    const std::vector grades{right("i1"), right("i2"), right("i3"), wrong("i4")};
    const auto summary = summarise(kItems, grades, 1);
    EXPECT_DOUBLE_EQ(summary.accuracy, 0.75);
    EXPECT_EQ(summary.n_patients, 2);
    // CR2 with two equal clusters inflates CR0 by sqrt(2): sums of residuals are +0.5 and -0.5.
    EXPECT_NEAR(*summary.se, std::sqrt(0.5) / 4 * std::sqrt(2.0), 1e-12);
}

TEST(Summary, a_missing_sample_is_wrong_and_invalid) {
    const std::vector grades{right("i1"), right("i2")};
    const auto summary = summarise(kItems, grades, 1);
    EXPECT_DOUBLE_EQ(summary.accuracy, 0.5);
    EXPECT_DOUBLE_EQ(summary.invalid_rate, 0.5);
}

TEST(Summary, a_second_sample_of_the_same_epoch_cannot_improve_the_first) {
    const std::vector grades{wrong("i1"), right("i1"), right("unknown")};
    EXPECT_DOUBLE_EQ(summarise(kItems, grades, 1).accuracy, 0);
}

TEST(Summary, epochs_are_averaged_within_an_item) {
    const std::vector grades{right("i1", 1), wrong("i1", 2), right("i2", 1), right("i2", 2), right("i1", 3)};
    EXPECT_EQ(item_scores(kItems, grades, 2), (std::vector<double>{0.5, 1, 0, 0}));
}

TEST(Summary, does_not_depend_on_the_order_of_samples) {
    const std::vector forward{right("i1"), wrong("i2"), right("i3")};
    const std::vector backward{right("i3"), wrong("i2"), right("i1")};
    EXPECT_EQ(summarise(kItems, forward, 1), summarise(kItems, backward, 1));
}

TEST(Summary, one_patient_has_no_interval) {
    const std::vector<ScoredItem> one{{"i1", "p", AnswerType::number}};
    const std::vector grades{right("i1")};
    EXPECT_EQ(summarise(one, grades, 1).ci_low, std::nullopt);
}

TEST(GradeSample, an_unreadable_reply_is_wrong_and_invalid) {
    Prediction prediction;
    prediction.item_id = "i1";
    prediction.status = SampleStatus::unreadable;
    const auto graded = grade_sample(prediction, answers::NumberSpec{"mm"}, answers::NumberReference{});
    EXPECT_FALSE(graded.valid);
    EXPECT_FALSE(graded.grade.correct);
}

}  // namespace
}  // namespace medal::evaluation
