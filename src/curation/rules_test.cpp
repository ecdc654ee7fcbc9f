#include "curation/rules.h"

#include "support/error_of.h"

#include <gtest/gtest.h>

namespace medal::curation::rules {
namespace {

using testing::error_of;

Party party(std::uint8_t number, std::string institution) {
    Party made{{}, std::move(institution)};
    made.id.uuid.bytes[0] = number;
    return made;
}

const std::vector<ReviewPart> kReviewer{ReviewPart::reviewer};

TEST(Review, the_reference_is_revealed_only_after_the_blind_answer) {
    EXPECT_FALSE(reveals_reference(ReviewState::invited));
    EXPECT_FALSE(reveals_reference(ReviewState::accepted));
    EXPECT_FALSE(reveals_reference(ReviewState::declined));
    EXPECT_FALSE(reveals_reference(ReviewState::expired));
    EXPECT_TRUE(reveals_reference(ReviewState::answered_blind));
    EXPECT_TRUE(reveals_reference(ReviewState::submitted));
}

TEST(Review, a_blind_answer_is_given_once) {
    EXPECT_EQ(next_state(ReviewState::accepted, ReviewAction::answer, kReviewer),
              ReviewState::answered_blind);
    EXPECT_EQ(error_of([] { next_state(ReviewState::answered_blind, ReviewAction::answer, kReviewer); }),
              "review.not_now /action");
}

TEST(Review, nobody_scores_before_answering) {
    EXPECT_EQ(error_of([] { next_state(ReviewState::accepted, ReviewAction::score, kReviewer); }),
              "review.not_now /action");
}

TEST(Conflict, the_same_person_and_the_same_institution_are_excluded) {
    EXPECT_EQ(accounts::conflict_between(party(1, "A"), party(1, "B"), {}), "same_person");
    EXPECT_EQ(accounts::conflict_between(party(1, "Uniklinik Köln"), party(2, "uniklinik  KÖLN"), {}),
              "same_institution");
    EXPECT_EQ(accounts::conflict_between(party(1, ""), party(2, ""), {}), "");
}

TEST(Conflict, a_declaration_counts_in_both_directions) {
    const auto reviewer = party(1, "A");
    const auto author = party(2, "B");
    const std::vector<DeclaredConflict> by_reviewer{{reviewer.id, author.id, {}}};
    const std::vector<DeclaredConflict> by_author{{author.id, {}, "a"}};
    const std::vector<DeclaredConflict> others{{party(3, "").id, author.id, {}}};
    EXPECT_EQ(accounts::conflict_between(reviewer, author, by_reviewer), "declared");
    EXPECT_EQ(accounts::conflict_between(reviewer, author, by_author), "declared");
    EXPECT_EQ(accounts::conflict_between(reviewer, author, others), "");
}

TEST(Scoring, needs_every_criterion_in_range_and_a_reason_unless_it_accepts) {
    const std::vector<Criterion> rubric{{"relevance", {}, {}, 1, 5}, {"clarity", {}, {}, 1, 5}};
    Scoring scoring{{{"relevance", 5}, {"clarity", 4}}, Recommendation::accept, ""};
    EXPECT_NO_THROW(check_scoring(rubric, scoring));
    scoring.recommendation = Recommendation::reject;
    EXPECT_EQ(error_of([&] { check_scoring(rubric, scoring); }), "review.comment_missing /comment");
    scoring.scores["clarity"] = 6;
    EXPECT_EQ(error_of([&] { check_scoring(rubric, scoring); }), "review.score_range /scores/clarity");
    scoring.scores.erase("clarity");
    EXPECT_EQ(error_of([&] { check_scoring(rubric, scoring); }), "review.score_missing /scores/clarity");
}

TEST(Decision, waits_for_enough_submitted_reviews) {
    std::vector<ReviewRow> reviews(3);
    reviews[0].state = reviews[1].state = ReviewState::submitted;
    EXPECT_TRUE(is_ready_to_decide(reviews, 2));
    EXPECT_FALSE(is_ready_to_decide(reviews, 3));
}

}  // namespace
}  // namespace medal::curation::rules
