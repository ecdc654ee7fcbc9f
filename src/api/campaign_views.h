// What is shown of campaigns and problems.
#pragma once

#include "campaign/types.h"
#include "contribution/views.h"
#include "work/unit.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::api {

struct CampaignSummary {
    base::CampaignId id;
    std::string slug;
    campaign::Translated title;
    campaign::Translated summary;
    std::int64_t version = 1;
    std::vector<campaign::Phase> phases;
};
BOOST_DESCRIBE_STRUCT(CampaignSummary, (), (id, slug, title, summary, version, phases))

struct CampaignView {
    base::CampaignId id;
    std::string slug;
    std::int64_t version = 1;
    campaign::Translated title;
    campaign::Translated summary;
    campaign::Translated description;
    std::vector<campaign::Phase> phases;
    campaign::Taxonomy taxonomy;
    campaign::Rubric rubric;
    campaign::Policy policy;
    std::vector<campaign::Quota> quotas;
    std::vector<std::string> allowed_actions;
};
BOOST_DESCRIBE_STRUCT(CampaignView, (),
                      (id, slug, version, title, summary, description, phases, taxonomy, rubric, policy,
                       quotas, allowed_actions))

struct Coverage {
    std::string axis;
    std::string term;
    std::int64_t problems = 0;
};
BOOST_DESCRIBE_STRUCT(Coverage, (), (axis, term, problems))

struct CampaignProgress {
    std::map<std::string, std::int64_t> problems;
    std::map<std::string, std::int64_t> cases;
    std::map<std::string, std::int64_t> items;
    /// Modality → cases, or questions, that show it; drafts are not counted.
    std::map<std::string, std::int64_t> cases_by_modality;
    std::map<std::string, std::int64_t> items_by_modality;
    /// People who gave a problem, a case or a question, and their countries (ISO 3166).
    std::int64_t contributors = 0;
    std::map<std::string, std::int64_t> countries;
    std::int64_t reviews_done = 0;
    std::int64_t people = 0;
    std::int64_t releases = 0;
    std::int64_t runs = 0;
    std::vector<Coverage> coverage;
};
BOOST_DESCRIBE_STRUCT(CampaignProgress, (),
                      (problems, cases, items, cases_by_modality, items_by_modality, contributors, countries,
                       reviews_done, people, releases, runs, coverage))

struct ProblemListRow {
    campaign::ProblemId id;
    std::string title;
    contribution::PersonRef author;
    campaign::ProblemState state = campaign::ProblemState::draft;
    campaign::Terms terms;
    base::Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(ProblemListRow, (), (id, title, author, state, terms, updated_at))

struct ProblemView {
    campaign::ProblemId id;
    base::CampaignId campaign_id;
    contribution::PersonRef author;
    campaign::ProblemState state = campaign::ProblemState::draft;
    std::int64_t version = 1;
    std::string title;
    std::string decision_supported;
    std::string current_practice;
    std::string unmet_need;
    std::string affected_population;
    std::string target_performance;
    std::string reference_feasibility;
    std::string equity;
    campaign::Terms terms;
    std::vector<std::string> references;
    std::vector<std::string> coauthors;
    std::optional<std::string> merged_into;
    std::vector<contribution::HistoryEntry> history;
    base::Instant created_at;
    base::Instant updated_at;
    std::vector<campaign::ProblemAction> allowed_actions;
};
BOOST_DESCRIBE_STRUCT(ProblemView, (),
                      (id, campaign_id, author, state, version, title, decision_supported, current_practice,
                       unmet_need, affected_population, target_performance, reference_feasibility, equity,
                       terms, references, coauthors, merged_into, history, created_at, updated_at,
                       allowed_actions))

CampaignProgress progress_of(work::Unit& unit, const campaign::CampaignRow& row);
CampaignSummary summary_of(const campaign::CampaignRow& row);
CampaignView view_of(work::Unit& unit, const campaign::CampaignRow& row);
ProblemListRow list_row_of(const campaign::ProblemRow& row);
ProblemView view_of(work::Unit& unit, const campaign::ProblemRow& row);

}  // namespace medal::api
