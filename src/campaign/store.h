// The SQL of campaign/, and its tables (200 to 299).
#pragma once

#include "campaign/types.h"
#include "db/migrate.h"
#include "db/session.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace medal::campaign {

std::span<const db::Migration> migrations();

namespace store {

void insert(db::Session& session, const CampaignRow& row);
/// Writes the new version beside the old ones.
void update(db::Session& session, const CampaignRow& row);
std::optional<CampaignRow> find_campaign(db::Session& session, CampaignId id);
std::optional<CampaignRow> find_campaign(db::Session& session, const std::string& slug);
std::vector<CampaignRow> list_campaigns(db::Session& session);

constexpr std::size_t kMaxSearchWords = 12;

struct ProblemFilter {
    CampaignId campaign_id;
    /// Who asks: their own drafts are among the results.
    base::PersonId viewer;
    bool only_own = false;
    std::optional<std::string> state;
    /// Folded words, all of which must be found; at most kMaxSearchWords.
    std::vector<std::string> words;
    /// "axis:term"
    std::optional<std::string> term;
    std::string before;
    std::int64_t limit = 50;
};

void insert(db::Session& session, const ProblemRow& row);
void update(db::Session& session, const ProblemRow& row);
std::optional<ProblemRow> find_problem(db::Session& session, ProblemId id);
std::vector<ProblemRow> list_problems(db::Session& session, const ProblemFilter& filter);
std::map<std::string, std::int64_t> count_problems(db::Session& session, CampaignId campaign);
/// "axis:term" → number of visible problems.
std::map<std::string, std::int64_t> count_terms(db::Session& session, CampaignId campaign);

}  // namespace store
}  // namespace medal::campaign
