#include "accounts/conflicts.h"
#include "accounts/store.h"
#include "api/app.h"
#include "api/asset_access.h"
#include "api/typed_route.h"
#include "contribution/item_actions.h"
#include "contribution/store.h"
#include "curation/review.h"
#include "curation/rules.h"
#include "curation/store.h"
#include "curation/views.h"

#include <algorithm>

namespace medal::api {
namespace {

using namespace curation;
using http::Method;
using http::RateClass;

struct InviteCommand {
    base::PersonId reviewer_id;
};
BOOST_DESCRIBE_STRUCT(InviteCommand, (), (reviewer_id))

struct ReviewCommand {
    ReviewAction action = ReviewAction::accept;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReviewCommand, (), (action, reason))

struct EligibleReviewer {
    contribution::PersonRef person;
    bool eligible = false;
    std::optional<std::string> reason;
    std::int64_t open_reviews = 0;
};
BOOST_DESCRIBE_STRUCT(EligibleReviewer, (), (person, eligible, reason, open_reviews))

struct QueueQuery {
    std::optional<std::string> after;
    std::optional<std::int64_t> limit;
};
BOOST_DESCRIBE_STRUCT(QueueQuery, (), (after, limit))

std::vector<Criterion> rubric_of(const campaign::CampaignRow& row) {
    std::vector<Criterion> rubric;
    for (const auto& one : row.content.rubric.criteria) {
        rubric.push_back({one.key, one.label, one.help, one.lowest, one.highest});
    }
    return rubric;
}

void require_decider(const work::Unit& unit, base::CampaignId campaign) {
    const auto& actor = unit.actor();
    if (actor.has(base::Role::chair, campaign) || actor.has(base::Role::organizer, campaign)) return;
    throw base::Error{base::ErrorKind::forbidden, "curation.not_chair",
                      "Only the chair or an organizer may do this."};
}

Candidate candidate_of(work::Unit& unit, base::PersonId id, base::CampaignId campaign) {
    const auto person = accounts::store::find_person(unit.db(), id);
    if (!person) {
        throw base::Error{base::ErrorKind::invalid,
                          "person.not_found",
                          "There is no such person.",
                          {.field = "/reviewer_id"}};
    }
    const auto grants = accounts::store::grants_of(unit.db(), id);
    const base::RoleGrant wanted{base::Role::panellist, campaign};
    return {{person->id, person->institution},
            person->display_name,
            std::find(grants.begin(), grants.end(), wanted) != grants.end()};
}

Page<EligibleReviewer> eligible_reviewers(work::Unit& unit, const contribution::ItemRow& item) {
    Page<EligibleReviewer> page;
    for (const auto& person :
         accounts::store::people_with(unit.db(), base::Role::panellist, item.campaign_id)) {
        EligibleReviewer row{{person.id.text(), person.display_name, person.institution}, false, {}, 0};
        auto reason = accounts::conflict_between(
            {person.id, person.institution}, {item.author_id, item.author_institution},
            accounts::declared_between(unit.db(), person.id, item.author_id));
        if (reason.empty() && store::current(unit.db(), item.id, person.id)) reason = "invited_already";
        row.eligible = reason.empty();
        if (!reason.empty()) row.reason = std::move(reason);
        row.open_reviews = store::count_open(unit.db(), person.id);
        page.items.push_back(std::move(row));
    }
    return page;
}

ReviewView show(work::Unit& unit, const ReviewRow& row) {
    return view_of(unit, row, rubric_of(campaign_of(unit, row.campaign_id)));
}

void add_list_eligible_reviewers(Routes& routes) {
    routes.add<Nothing, Page<EligibleReviewer>>({.path = "/api/v1/items/{item_id}/eligible-reviewers",
                                                 .operation_id = "listEligibleReviewers",
                                                 .summary = "Panellists, with what speaks against each",
                                                 .tag = "curation",
                                                 .rights = "chair, organizer"},
                                                [](work::Unit& unit, Call& call, const Nothing&) {
                                                    const auto item = contribution::visible_item(
                                                        unit, call.path<ItemId>("item_id"));
                                                    require_decider(unit, item.campaign_id);
                                                    return eligible_reviewers(unit, item);
                                                });
    routes.add<InviteCommand, ReviewListRow>(
        {.method = Method::post,
         .path = "/api/v1/items/{item_id}/reviews",
         .operation_id = "inviteReviewer",
         .summary = "Invite a panellist to review",
         .tag = "curation",
         .rights = "chair, organizer",
         .status = 201,
         .rate = RateClass::write},
        [](work::Unit& unit, Call& call, const InviteCommand& command) {
            const auto item = contribution::visible_item(unit, call.path<ItemId>("item_id"));
            const auto row =
                invite(unit, item.id, candidate_of(unit, command.reviewer_id, item.campaign_id),
                       accounts::declared_between(unit.db(), command.reviewer_id, item.author_id));
            return list_row_of(row, item, true);
        });
}

void add_list_reviews_of_item(Routes& routes) {
    routes.add<Nothing, Page<ReviewListRow>>({.path = "/api/v1/items/{item_id}/reviews",
                                              .operation_id = "listReviewsOfItem",
                                              .summary = "The reviews of a question",
                                              .tag = "curation",
                                              .rights = "chair, organizer"},
                                             [](work::Unit& unit, Call& call, const Nothing&) {
                                                 const auto item = contribution::visible_item(
                                                     unit, call.path<ItemId>("item_id"));
                                                 require_decider(unit, item.campaign_id);
                                                 const bool open = !must_answer_first(unit, item.id);
                                                 Page<ReviewListRow> page;
                                                 for (const auto& row : store::of_item(unit.db(), item.id))
                                                     page.items.push_back(list_row_of(row, item, open));
                                                 return page;
                                             });
    routes.add<DecisionCommand, contribution::ItemView>(
        {.method = Method::post,
         .path = "/api/v1/items/{item_id}/decision",
         .operation_id = "decideItem",
         .summary = "Accept, return or reject a question",
         .tag = "curation",
         .rights = "chair, organizer",
         .rate = RateClass::write},
        [](work::Unit& unit, Call& call, const DecisionCommand& command) {
            const auto item = contribution::visible_item(unit, call.path<ItemId>("item_id"));
            const auto min_reviews = campaign_of(unit, item.campaign_id).content.policy.min_reviews;
            return without_early_answer(
                unit, contribution::view_of(unit, decide(unit, item.id, command, min_reviews)));
        });
}

void add_get_desk(Routes& routes) {
    routes.add<Nothing, Page<DeskRow>>(
        {.path = "/api/v1/campaigns/{campaign}/desk",
         .operation_id = "getDesk",
         .summary = "Questions in review, with their reviews, newest first",
         .tag = "curation",
         .rights = "chair, organizer",
         .query = query_of<QueueQuery>()},
        [](work::Unit& unit, Call& call, const Nothing&) {
            const auto campaign = campaign_of(unit, call);
            require_decider(unit, campaign.id);
            const auto query = call.query<QueueQuery>();
            const auto limit = page_limit(query.limit);
            auto items = contribution::store::items_under_review(unit.db(), campaign.id,
                                                                 query.after.value_or(""), limit + 1);
            Page<DeskRow> page;
            const bool has_more = static_cast<std::int64_t>(items.size()) > limit;
            if (has_more) items.resize(static_cast<std::size_t>(limit));
            for (const auto& item : items) {
                page.items.push_back(desk_row_of(item, store::of_item(unit.db(), item.id),
                                                 campaign.content.policy.min_reviews));
            }
            if (has_more) page.next = items.back().id.text();
            return page;
        });
}

void add_chair_routes(Routes& routes) {
    add_list_eligible_reviewers(routes);
    add_list_reviews_of_item(routes);
    add_get_desk(routes);
}

void add_list_my_reviews(Routes& routes) {
    routes.add<Nothing, Page<ReviewListRow>>(
        {.path = "/api/v1/me/reviews",
         .operation_id = "listMyReviews",
         .summary = "One's reviews, newest first",
         .tag = "curation",
         .query = query_of<QueueQuery>()},
        [](work::Unit& unit, Call& call, const Nothing&) {
            const auto query = call.query<QueueQuery>();
            const auto limit = page_limit(query.limit);
            auto rows =
                store::of_reviewer(unit.db(), unit.actor().person_id, query.after.value_or(""), limit + 1);
            Page<ReviewListRow> page;
            const bool has_more = static_cast<std::int64_t>(rows.size()) > limit;
            if (has_more) rows.resize(static_cast<std::size_t>(limit));
            for (const auto& row : rows) {
                page.items.push_back(
                    list_row_of(row, contribution::store::load_item(unit.db(), row.item_id), false));
            }
            if (has_more) page.next = rows.back().id.text();
            return page;
        });
    routes.add<Nothing, ReviewView>({.path = "/api/v1/reviews/{review_id}",
                                     .operation_id = "getReview",
                                     .summary = "A review; the reference only after the blind answer",
                                     .tag = "curation",
                                     .rights = "its reviewer"},
                                    [](work::Unit& unit, Call& call, const Nothing&) {
                                        return show(unit, own_review(unit, call.path<ReviewId>("review_id")));
                                    });
}

void add_act_on_review(Routes& routes) {
    routes.add<ReviewCommand, ReviewView>({.method = Method::post,
                                           .path = "/api/v1/reviews/{review_id}/actions",
                                           .operation_id = "actOnReview",
                                           .summary = "Accept, decline or submit a review",
                                           .tag = "curation",
                                           .rights = "its reviewer",
                                           .rate = RateClass::write},
                                          [](work::Unit& unit, Call& call, const ReviewCommand& command) {
                                              return show(unit,
                                                          act(unit, call.path<ReviewId>("review_id"),
                                                              command.action, command.reason.value_or("")));
                                          });
    routes.add<BlindAnswer, ReviewView>(
        {.method = Method::post,
         .path = "/api/v1/reviews/{review_id}/answer",
         .operation_id = "answerBlind",
         .summary = "Answer blind; then the reference is shown",
         .tag = "curation",
         .rights = "its reviewer",
         .rate = RateClass::write},
        [](work::Unit& unit, Call& call, const BlindAnswer& blind) {
            return show(unit, answer_blind(unit, call.path<ReviewId>("review_id"), blind));
        });
}

void add_score_review(Routes& routes) {
    routes.add<Scoring, ReviewView>(
        {.method = Method::put,
         .path = "/api/v1/reviews/{review_id}/scores",
         .operation_id = "scoreReview",
         .summary = "Score by the rubric and recommend",
         .tag = "curation",
         .rights = "its reviewer",
         .rate = RateClass::write,
         .is_idempotent = true},
        [](work::Unit& unit, Call& call, const Scoring& scoring) {
            const auto row = own_review(unit, call.path<ReviewId>("review_id"));
            return show(unit, score(unit, row.id, rubric_of(campaign_of(unit, row.campaign_id)), scoring));
        });
}

void add_reviewer_routes(Routes& routes) {
    add_list_my_reviews(routes);
    add_act_on_review(routes);
    add_score_review(routes);
}

}  // namespace

void add_curation_routes(Routes& routes) {
    add_chair_routes(routes);
    add_reviewer_routes(routes);
}

}  // namespace medal::api
