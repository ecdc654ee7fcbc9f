// What matters: a campaign (one call to the world, all of it data) and the problems that people propose.
#pragma once

#include "base/actor.h"
#include "base/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::campaign {

using base::CampaignId;
using ProblemId = base::Id<struct ProblemTag>;

/// Language → text. English is there always.
using Translated = std::map<std::string, std::string>;
/// Axis → chosen terms.
using Terms = std::map<std::string, std::vector<std::string>>;

enum class PhaseKind { proposing, rating, contributing, reviewing, examining };
BOOST_DESCRIBE_ENUM(PhaseKind, proposing, rating, contributing, reviewing, examining)

struct Phase {
    PhaseKind kind = PhaseKind::proposing;
    base::Date opens_on;
    base::Date closes_on;
};
BOOST_DESCRIBE_STRUCT(Phase, (), (kind, opens_on, closes_on))

/// {"DCM", "CT"}, {"RADLEX", "RID…"}, {"SCT", "…"}.
struct TermCode {
    std::string system;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(TermCode, (), (system, code))

struct Term {
    std::string key;
    Translated label;
    std::vector<TermCode> codes;
};
BOOST_DESCRIBE_STRUCT(Term, (), (key, label, codes))

struct Axis {
    std::string key;
    Translated label;
    bool required = false;
    std::vector<Term> terms;
};
BOOST_DESCRIBE_STRUCT(Axis, (), (key, label, required, terms))

struct Taxonomy {
    std::vector<Axis> axes;
};
BOOST_DESCRIBE_STRUCT(Taxonomy, (), (axes))

struct RubricCriterion {
    std::string key;
    Translated label;
    Translated help;
    std::int64_t lowest = 1;
    std::int64_t highest = 5;
};
BOOST_DESCRIBE_STRUCT(RubricCriterion, (), (key, label, help, lowest, highest))

struct Rubric {
    std::vector<RubricCriterion> criteria;
};
BOOST_DESCRIBE_STRUCT(Rubric, (), (criteria))

struct ConsentStatement {
    std::string key;
    Translated text;
};
BOOST_DESCRIBE_STRUCT(ConsentStatement, (), (key, text))

/// What becomes of a case whose images are found in a public data set.
enum class PublishedBefore { block, warn };
BOOST_DESCRIBE_ENUM(PublishedBefore, block, warn)

struct Policy {
    std::int64_t min_reviews = 2;
    std::vector<std::string> licences;
    std::vector<ConsentStatement> consent_statements;
    bool four_eyes = false;
    /// Two data stewards, and not one, clear the findings of a case. Absent in campaigns from before it
    /// existed.
    std::optional<bool> steward_four_eyes;
    /// Absent: block.
    std::optional<PublishedBefore> published_before;
};
BOOST_DESCRIBE_STRUCT(Policy, (),
                      (min_reviews, licences, consent_statements, four_eyes, steward_four_eyes,
                       published_before))

struct Quota {
    std::string axis;
    std::string term;
    std::int64_t minimum = 0;
    std::optional<std::int64_t> maximum;
};
BOOST_DESCRIBE_STRUCT(Quota, (), (axis, term, minimum, maximum))

/// A campaign as its file says it; stored whole, version by version.
struct CampaignFile {
    std::string slug;
    Translated title;
    Translated summary;
    Translated description;
    std::vector<Phase> phases;
    Taxonomy taxonomy;
    Rubric rubric;
    Policy policy;
    std::vector<Quota> quotas;
};
BOOST_DESCRIBE_STRUCT(CampaignFile, (),
                      (slug, title, summary, description, phases, taxonomy, rubric, policy, quotas))

struct CampaignRow {
    CampaignId id;
    std::string slug;
    std::int64_t version = 1;
    CampaignFile content;
    base::Instant created_at;
    base::Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(CampaignRow, (), (id, slug, version, content, created_at, updated_at))

enum class ProblemState {
    draft,
    submitted,
    in_screening,
    in_rating,
    in_discussion,
    prioritised,
    deferred,
    declined,
    merged,
    out_of_scope,
    open_for_data,
    closed,
    withdrawn,
};
BOOST_DESCRIBE_ENUM(ProblemState, draft, submitted, in_screening, in_rating, in_discussion, prioritised,
                    deferred, declined, merged, out_of_scope, open_for_data, closed, withdrawn)

enum class ProblemAction {
    submit,
    screen,
    start_rating,
    discuss,
    resume_rating,
    prioritise,
    defer,
    decline,
    merge,
    out_of_scope,
    open_for_data,
    close,
    withdraw,
};
BOOST_DESCRIBE_ENUM(ProblemAction, submit, screen, start_rating, discuss, resume_rating, prioritise, defer,
                    decline, merge, out_of_scope, open_for_data, close, withdraw)

enum class ProblemPart { author, organizer };

/// A clinical question worth solving: a need, not a data set (DOMAIN.md).
struct ProblemDraft {
    std::string title;
    std::string decision_supported;
    std::string current_practice;
    std::string unmet_need;
    std::string affected_population;
    std::string target_performance;
    std::string reference_feasibility;
    std::string equity;
    Terms terms;
    std::vector<std::string> references;
    std::vector<std::string> coauthors;
};
BOOST_DESCRIBE_STRUCT(ProblemDraft, (),
                      (title, decision_supported, current_practice, unmet_need, affected_population,
                       target_performance, reference_feasibility, equity, terms, references, coauthors))

/// All optional: a draft may be saved half-written. `version` guards against overwriting another's change.
struct ProblemChange {
    std::optional<std::int64_t> version;
    std::optional<std::string> title;
    std::optional<std::string> decision_supported;
    std::optional<std::string> current_practice;
    std::optional<std::string> unmet_need;
    std::optional<std::string> affected_population;
    std::optional<std::string> target_performance;
    std::optional<std::string> reference_feasibility;
    std::optional<std::string> equity;
    std::optional<Terms> terms;
    std::optional<std::vector<std::string>> references;
    std::optional<std::vector<std::string>> coauthors;
};
BOOST_DESCRIBE_STRUCT(ProblemChange, (),
                      (version, title, decision_supported, current_practice, unmet_need, affected_population,
                       target_performance, reference_feasibility, equity, terms, references, coauthors))

struct ProblemRow {
    ProblemId id;
    CampaignId campaign_id;
    base::PersonId author_id;
    std::string author_name;
    std::string author_institution;
    ProblemState state = ProblemState::draft;
    std::int64_t version = 1;
    std::string title;
    std::string decision_supported;
    std::string current_practice;
    std::string unmet_need;
    std::string affected_population;
    std::string target_performance;
    std::string reference_feasibility;
    std::string equity;
    Terms terms;
    std::vector<std::string> literature;
    std::vector<std::string> coauthors;
    std::optional<std::string> merged_into;
    /// Folded title and texts: what search looks through.
    std::string search_text;
    base::Instant created_at;
    base::Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(ProblemRow, (),
                      (id, campaign_id, author_id, author_name, author_institution, state, version, title,
                       decision_supported, current_practice, unmet_need, affected_population,
                       target_performance, reference_feasibility, equity, terms, literature, coauthors,
                       merged_into, search_text, created_at, updated_at))

}  // namespace medal::campaign
