#include "answers/answers.h"

#include "answers/number/units.h"
#include "base/json.h"
#include "support/error_of.h"

#include <gtest/gtest.h>

namespace medal::answers {
namespace {

using testing::error_of;

const AnswerSpec kChoice = SingleChoiceSpec{{{"a", "Haemangioma"}, {"b", "Metastasis"}, {"c", "Cyst"}}};
const AnswerSpec kLength = NumberSpec{"mm"};
const AnswerSpec kWord = ShortTextSpec{60};
const AnswerSpec kBox = BoxSpec{"asset", ""};

TEST(SingleChoice, is_right_only_for_the_reference_option) {
    const Reference reference = SingleChoiceReference{"b"};
    EXPECT_TRUE(grade(kChoice, reference, SingleChoiceAnswer{"b"}).correct);
    EXPECT_FALSE(grade(kChoice, reference, SingleChoiceAnswer{"a"}).correct);
}

TEST(SingleChoice, refuses_an_option_that_is_not_offered) {
    EXPECT_EQ(error_of([] { check_answer(kChoice, SingleChoiceAnswer{"z"}); }),
              "answer.unknown_option /answer/option");
    EXPECT_EQ(error_of([] {
                  check_spec(SingleChoiceSpec{{{"a", "x"}}});
              }),
              "answer.option_count /answer_spec/options");
    EXPECT_EQ(error_of([] {
                  check_spec(SingleChoiceSpec{{{"a", "x"}, {"A", "y"}}});
              }),
              "answer.option_twice /answer_spec/options");
}

TEST(SingleChoice, reads_letters_and_full_texts_but_never_guesses) {
    for (const auto* text : {"b", "B)", "(b)", "metastasis", "B. Metastasis"}) {
        EXPECT_EQ(read_text(kChoice, text), Answer{SingleChoiceAnswer{"b"}}) << text;
    }
    EXPECT_EQ(read_text(kChoice, "a or b"), std::nullopt);
    EXPECT_EQ(read_text(kChoice, "I cannot tell"), std::nullopt);
}

TEST(Number, converts_units_before_comparing) {
    const Reference reference = NumberReference{25, "mm", 2, ToleranceKind::absolute};
    EXPECT_TRUE(grade(kLength, reference, NumberAnswer{2.6, "cm"}).correct);
    EXPECT_FALSE(grade(kLength, reference, NumberAnswer{2.8, "cm"}).correct);
    EXPECT_TRUE(grade(kLength, reference, NumberAnswer{2.7, "cm"}).correct)
        << "the edge itself is within tolerance";
}

TEST(Number, a_relative_tolerance_is_a_share_of_the_reference) {
    const Reference reference = NumberReference{-200, "[hnsf'U]", 0.1, ToleranceKind::relative};
    const AnswerSpec spec = NumberSpec{"[hnsf'U]"};
    EXPECT_TRUE(grade(spec, reference, NumberAnswer{-182, "HU"}).correct);
    EXPECT_FALSE(grade(spec, reference, NumberAnswer{-179, "HU"}).correct);
}

TEST(Number, another_dimension_is_refused_from_people_and_wrong_from_models) {
    EXPECT_EQ(error_of([] {
                  check_answer(kLength, NumberAnswer{3, "mL"});
              }),
              "answer.other_dimension /answer/unit");
    EXPECT_FALSE(
        grade(kLength, NumberReference{3, "mm", 1, ToleranceKind::absolute}, NumberAnswer{3, "mL"}).correct);
}

TEST(Number, reads_a_number_with_or_without_its_unit) {
    EXPECT_EQ(read_text(kLength, "12.5 cm"), (Answer{NumberAnswer{12.5, "cm"}}));
    EXPECT_EQ(read_text(kLength, "12,5"), (Answer{NumberAnswer{12.5, "mm"}}));
    EXPECT_EQ(read_text(kLength, "-3"), (Answer{NumberAnswer{-3, "mm"}}));
    EXPECT_EQ(read_text(kLength, "about 3 mm"), std::nullopt);
    EXPECT_EQ(read_text(kLength, "3 or 4"), std::nullopt);
}

TEST(Units, every_conversion_returns_to_where_it_began) {
    for (const auto* text : {"mm", "cm", "m", "um"}) {
        const auto unit = find_unit(text);
        ASSERT_TRUE(unit);
        const auto there = convert(7.25, *find_unit("mm"), *unit);
        EXPECT_NEAR(*convert(*there, *unit, *find_unit("mm")), 7.25, 1e-12);
    }
    EXPECT_EQ(convert(1, *find_unit("mm"), *find_unit("mL")), std::nullopt);
}

TEST(ShortText, accepts_synonyms_in_any_case_and_marks) {
    const Reference reference = ShortTextReference{"Hepatic haemangioma", {"Leberhämangiom"}, {}};
    EXPECT_TRUE(grade(kWord, reference, ShortTextAnswer{"the hepatic Haemangioma."}).correct);
    EXPECT_TRUE(grade(kWord, reference, ShortTextAnswer{"LEBERHAMANGIOM"}).correct);
}

TEST(ShortText, what_does_not_match_waits_for_a_judge) {
    const auto grade_of = grade(kWord, ShortTextReference{"cyst", {}, {}}, ShortTextAnswer{"simple cyst"});
    EXPECT_EQ(grade_of.status, GradeStatus::unmatched);
    EXPECT_FALSE(grade_of.correct);
}

TEST(Box, is_right_when_all_match_and_none_is_left_over) {
    const Reference reference = BoxReference{{{0, 10, 10, 20, 20}}, 0.5};
    EXPECT_TRUE(grade(kBox, reference, BoxAnswer{{{0, 12, 12, 20, 20}}}).correct);
    EXPECT_FALSE(grade(kBox, reference, BoxAnswer{{{1, 12, 12, 20, 20}}}).correct) << "another frame";
    const auto extra = grade(kBox, reference, BoxAnswer{{{0, 12, 12, 20, 20}, {0, 90, 90, 5, 5}}});
    EXPECT_FALSE(extra.correct);
    EXPECT_NEAR(extra.score, 2.0 / 3.0, 1e-12);
}

TEST(Box, one_answer_box_cannot_match_two_reference_boxes) {
    const Reference reference = BoxReference{{{0, 0, 0, 10, 10}, {0, 1, 0, 10, 10}}, 0.5};
    EXPECT_FALSE(grade(kBox, reference, BoxAnswer{{{0, 0, 0, 10, 10}}}).correct);
}

TEST(Box, refuses_empty_and_endless_boxes) {
    EXPECT_EQ(error_of([] {
                  check_answer(kBox, BoxAnswer{{{0, 0, 0, 0, 5}}});
              }),
              "answer.bad_box /answer/boxes/0");
    EXPECT_EQ(error_of([] { check_answer(kBox, BoxAnswer{}); }), "answer.box_count /answer/boxes");
}

TEST(Answers, an_answer_of_another_type_is_unreadable) {
    EXPECT_EQ(grade(kChoice, SingleChoiceReference{"a"}, ShortTextAnswer{"a"}).status,
              GradeStatus::unreadable);
    EXPECT_EQ(error_of([] { check_reference(kChoice, NumberReference{}); }),
              "answer.other_type /reference/type");
}

TEST(Answers, the_json_form_carries_the_type) {
    const Answer answer = NumberAnswer{3.5, "mm"};
    EXPECT_EQ(base::to_json(answer), R"({"type":"number","value":3.5,"unit":"mm"})");
    EXPECT_EQ(base::from_json<Answer>(base::to_json(answer)), answer);
}

}  // namespace
}  // namespace medal::answers
