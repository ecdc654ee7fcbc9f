// Use cases of campaign/: make and change a campaign; propose, change and move a problem.
#pragma once

#include "campaign/types.h"
#include "work/unit.h"

#include <optional>
#include <string>

namespace medal::campaign {

/// Admins only.
CampaignRow create_campaign(work::Unit& unit, const CampaignFile& file);
/// Organizers of it, and admins. The slug stays; throws Error{conflict, "campaign.stale"} unless
/// `known_version` is the one that is stored.
CampaignRow change_campaign(work::Unit& unit, CampaignId id, std::optional<std::int64_t> known_version,
                            const CampaignFile& file);
/// By id or slug; throws Error{not_found, "campaign.not_found"}.
CampaignRow load_campaign(work::Unit& unit, const std::string& id_or_slug);
CampaignRow load_campaign(work::Unit& unit, CampaignId id);

ProblemRow create_problem(work::Unit& unit, const CampaignRow& campaign, const ProblemDraft& draft);
ProblemRow change_problem(work::Unit& unit, ProblemId id, const ProblemChange& change);
ProblemRow act_on_problem(work::Unit& unit, ProblemId id, ProblemAction action, const std::string& reason,
                          const std::optional<ProblemId>& into);
/// Throws Error{not_found, "problem.not_found"} for what the actor may not see.
ProblemRow visible_problem(work::Unit& unit, ProblemId id);

ProblemDraft draft_of(const ProblemRow& row);

}  // namespace medal::campaign
