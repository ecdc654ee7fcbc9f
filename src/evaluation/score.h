// From graded samples to the numbers of a board row. Pure: the same samples give the same bytes, here, on the
// command line and on the server. Missing samples are wrong (EVALUATION.md).
#pragma once

#include "answers/answers.h"
#include "evaluation/sample.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::evaluation {

/// What scoring needs to know of an item: never its reference.
struct ScoredItem {
    std::string item_id;
    std::string patient_key;
    answers::AnswerType answer_type = answers::AnswerType::single_choice;
};

/// One sample's verdict. `valid` is false for unreadable, unsupported, failed and missing samples.
struct SampleGrade {
    std::string item_id;
    std::int64_t epoch = 1;
    answers::Grade grade;
    bool valid = false;
};

struct TypeAccuracy {
    answers::AnswerType answer_type = answers::AnswerType::single_choice;
    double accuracy = 0;
    std::int64_t n = 0;

    bool operator==(const TypeAccuracy&) const = default;
};
BOOST_DESCRIBE_STRUCT(TypeAccuracy, (), (answer_type, accuracy, n))

/// Accuracy is the mean over items of the share of their epochs that are correct; the interval is 95 %,
/// clustered by patient (statistics/clustered.h); absent where there are fewer than two patients.
struct Summary {
    double accuracy = 0;
    std::optional<double> ci_low;
    std::optional<double> ci_high;
    std::optional<double> se;
    std::int64_t n_items = 0;
    std::int64_t n_patients = 0;
    double invalid_rate = 0;
    std::vector<TypeAccuracy> by_type;

    bool operator==(const Summary&) const = default;
};
BOOST_DESCRIBE_STRUCT(Summary, (),
                      (accuracy, ci_low, ci_high, se, n_items, n_patients, invalid_rate, by_type))

/// Grades one prediction; a reference is opened here and goes no further.
SampleGrade grade_sample(const Prediction& prediction, const answers::AnswerSpec& spec,
                         const answers::Reference& reference);

/// Share of correct epochs for each item, in the order of `items`. A sample that is missing counts as wrong;
/// a second sample of the same item and epoch, or one of an unknown item, is ignored.
std::vector<double> item_scores(std::span<const ScoredItem> items, std::span<const SampleGrade> grades,
                                std::int64_t epochs);

/// `items` must not be empty.
Summary summarise(std::span<const ScoredItem> items, std::span<const SampleGrade> grades,
                  std::int64_t epochs);

}  // namespace medal::evaluation
