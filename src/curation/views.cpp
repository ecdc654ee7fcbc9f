#include "curation/views.h"

#include "contribution/store.h"
#include "curation/rules.h"

namespace medal::curation {

ReviewView view_of(work::Unit& unit, const ReviewRow& row, const std::vector<Criterion>& rubric) {
    const auto item = contribution::store::load_item(unit.db(), row.item_id);
    const auto one = contribution::store::load_case(unit.db(), item.case_id);
    ReviewView view;
    view.id = row.id;
    view.state = row.state;
    view.campaign_id = row.campaign_id;
    view.item = {item.id,
                 item.stem,
                 item.language,
                 item.answer_spec,
                 contribution::asset_views(unit, item.asset_ids),
                 one.clinical_context,
                 one.age_band,
                 one.sex,
                 item.reference_standard};
    if (row.blind_answer) {
        view.blind = GivenAnswer{*row.blind_answer, row.confidence.value_or(0),
                                 row.answered_at.value_or(row.invited_at)};
    }
    if (rules::reveals_reference(row.state)) {
        const auto sealed = contribution::store::load_answer(unit.db(), row.item_id);
        view.revealed = Revealed{sealed.open_seal().reference, sealed.open_seal().rationale,
                                 row.blind_correct.value_or(false), row.blind_score.value_or(0)};
    }
    view.rubric = rubric;
    view.scores = row.scores;
    view.recommendation = row.recommendation;
    if (!row.comment.empty()) view.comment = row.comment;
    view.due_on = row.due_on;
    const std::vector parts{ReviewPart::reviewer};
    view.allowed_actions =
        base::allowed_actions(rules::review_transitions(), row.state, std::span<const ReviewPart>{parts});
    return view;
}

ReviewListRow list_row_of(const ReviewRow& row, const contribution::ItemRow& item, bool for_chair) {
    ReviewListRow view;
    view.id = row.id;
    view.item_id = row.item_id;
    view.campaign_id = row.campaign_id;
    view.reviewer = {row.reviewer_id.text(), row.reviewer_name, row.reviewer_institution};
    view.stem = item.stem;
    view.answer_type = item.answer_type;
    view.state = row.state;
    view.invited_at = row.invited_at;
    view.due_on = row.due_on;
    if (for_chair && row.state == ReviewState::submitted) {
        view.recommendation = row.recommendation;
        view.blind_correct = row.blind_correct;
        view.scores = row.scores;
        view.comment = row.comment;
    }
    return view;
}

DeskRow desk_row_of(const contribution::ItemRow& item, const std::vector<ReviewRow>& reviews,
                    std::int64_t min_reviews) {
    DeskRow row;
    row.item = contribution::list_row_of(item);
    for (const auto& review : reviews) {
        const bool is_in = review.state == ReviewState::submitted;
        row.reviews.push_back({review.state, review.reviewer_name,
                               is_in ? review.recommendation : std::nullopt,
                               is_in ? review.blind_correct : std::nullopt});
    }
    row.ready_to_decide = rules::is_ready_to_decide(reviews, min_reviews);
    return row;
}

}  // namespace medal::curation
