// What is good: reviews of items by experts who answer blind first, and the chair's decision.
#pragma once

#include "accounts/conflict_rules.h"
#include "answers/types.h"
#include "base/actor.h"
#include "contribution/types.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::curation {

using ReviewId = base::Id<struct ReviewTag>;
using accounts::DeclaredConflict;
using accounts::Party;
using contribution::ItemId;

enum class ReviewState { invited, accepted, answered_blind, scored, submitted, declined, expired };
BOOST_DESCRIBE_ENUM(ReviewState, invited, accepted, answered_blind, scored, submitted, declined, expired)

enum class ReviewAction { accept, decline, answer, score, submit, expire };
BOOST_DESCRIBE_ENUM(ReviewAction, accept, decline, answer, score, submit, expire)

enum class ReviewPart { reviewer, system };

enum class Recommendation { accept, revise, reject };
BOOST_DESCRIBE_ENUM(Recommendation, accept, revise, reject)

/// A question of the campaign's rubric, answered by a whole number from `lowest` to `highest`.
struct Criterion {
    std::string key;
    std::map<std::string, std::string> label;
    std::map<std::string, std::string> help;
    std::int64_t lowest = 1;
    std::int64_t highest = 5;
};
BOOST_DESCRIBE_STRUCT(Criterion, (), (key, label, help, lowest, highest))

/// The blind answer: given once, never changed. `confidence` 0..100; `seconds` as the screen measured them.
struct BlindAnswer {
    answers::Answer answer;
    std::int64_t confidence = 0;
    std::int64_t seconds = 0;
};
BOOST_DESCRIBE_STRUCT(BlindAnswer, (), (answer, confidence, seconds))

using Scores = std::map<std::string, std::int64_t>;

struct Scoring {
    Scores scores;
    Recommendation recommendation = Recommendation::revise;
    std::string comment;
};
BOOST_DESCRIBE_STRUCT(Scoring, (), (scores, recommendation, comment))

struct DecisionCommand {
    Recommendation decision = Recommendation::revise;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(DecisionCommand, (), (decision, reason))

struct ReviewRow {
    ReviewId id;
    ItemId item_id;
    std::int64_t item_version = 1;
    base::CampaignId campaign_id;
    base::PersonId reviewer_id;
    std::string reviewer_name;
    std::string reviewer_institution;
    ReviewState state = ReviewState::invited;
    std::optional<answers::Answer> blind_answer;
    std::optional<std::int64_t> confidence;
    std::optional<std::int64_t> seconds;
    std::optional<bool> blind_correct;
    std::optional<double> blind_score;
    std::optional<base::Instant> answered_at;
    std::optional<Scores> scores;
    std::optional<Recommendation> recommendation;
    std::string comment;
    base::Instant invited_at;
    base::Date due_on;
    std::optional<base::Instant> submitted_at;
};
BOOST_DESCRIBE_STRUCT(ReviewRow, (),
                      (id, item_id, item_version, campaign_id, reviewer_id, reviewer_name,
                       reviewer_institution, state, blind_answer, confidence, seconds, blind_correct,
                       blind_score, answered_at, scores, recommendation, comment, invited_at, due_on,
                       submitted_at))

}  // namespace medal::curation
