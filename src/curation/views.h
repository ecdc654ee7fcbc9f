// What is shown of reviews: to the reviewer (the reference only after the blind answer) and to the chair.
#pragma once

#include "contribution/views.h"
#include "curation/types.h"
#include "work/unit.h"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::curation {

struct ReviewListRow {
    ReviewId id;
    ItemId item_id;
    base::CampaignId campaign_id;
    contribution::PersonRef reviewer;
    std::string stem;
    answers::AnswerType answer_type = answers::AnswerType::single_choice;
    ReviewState state = ReviewState::invited;
    base::Instant invited_at;
    base::Date due_on;
    std::optional<Recommendation> recommendation;
    std::optional<bool> blind_correct;
    std::optional<Scores> scores;
    std::optional<std::string> comment;
};
BOOST_DESCRIBE_STRUCT(ReviewListRow, (),
                      (id, item_id, campaign_id, reviewer, stem, answer_type, state, invited_at, due_on,
                       recommendation, blind_correct, scores, comment))

/// An item as a blind reviewer sees it: no author, no reference, no rationale.
struct BlindItem {
    ItemId id;
    std::string stem;
    std::string language;
    answers::AnswerSpec answer_spec;
    std::vector<contribution::AssetView> assets;
    std::string clinical_context;
    std::optional<std::string> age_band;
    std::optional<contribution::Sex> sex;
    contribution::ReferenceStandard reference_standard = contribution::ReferenceStandard::single_expert;
};
BOOST_DESCRIBE_STRUCT(BlindItem, (),
                      (id, stem, language, answer_spec, assets, clinical_context, age_band, sex,
                       reference_standard))

struct GivenAnswer {
    answers::Answer answer;
    std::int64_t confidence = 0;
    base::Instant answered_at;
};
BOOST_DESCRIBE_STRUCT(GivenAnswer, (), (answer, confidence, answered_at))

struct Revealed {
    answers::Reference reference;
    std::string rationale;
    bool blind_correct = false;
    double blind_score = 0;
};
BOOST_DESCRIBE_STRUCT(Revealed, (), (reference, rationale, blind_correct, blind_score))

struct ReviewView {
    ReviewId id;
    ReviewState state = ReviewState::invited;
    base::CampaignId campaign_id;
    BlindItem item;
    std::optional<GivenAnswer> blind;
    std::optional<Revealed> revealed;
    std::vector<Criterion> rubric;
    std::optional<Scores> scores;
    std::optional<Recommendation> recommendation;
    std::optional<std::string> comment;
    base::Date due_on;
    std::vector<ReviewAction> allowed_actions;
};
BOOST_DESCRIBE_STRUCT(ReviewView, (),
                      (id, state, campaign_id, item, blind, revealed, rubric, scores, recommendation, comment,
                       due_on, allowed_actions))

struct DeskReview {
    ReviewState state = ReviewState::invited;
    std::string reviewer_name;
    std::optional<Recommendation> recommendation;
    std::optional<bool> blind_correct;
};
BOOST_DESCRIBE_STRUCT(DeskReview, (), (state, reviewer_name, recommendation, blind_correct))

struct DeskRow {
    contribution::ItemListRow item;
    std::vector<DeskReview> reviews;
    bool ready_to_decide = false;
};
BOOST_DESCRIBE_STRUCT(DeskRow, (), (item, reviews, ready_to_decide))

ReviewView view_of(work::Unit& unit, const ReviewRow& row, const std::vector<Criterion>& rubric);
/// With `for_chair` the scores and the comment, once the review is submitted.
ReviewListRow list_row_of(const ReviewRow& row, const contribution::ItemRow& item, bool for_chair);
DeskRow desk_row_of(const contribution::ItemRow& item, const std::vector<ReviewRow>& reviews,
                    std::int64_t min_reviews);

}  // namespace medal::curation
