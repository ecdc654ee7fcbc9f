// Pure decisions about campaigns and problems: transitions (DOMAIN.md), who plays which part, what texts must
// be.
#pragma once

#include "base/state_machine.h"
#include "campaign/types.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace medal::campaign::rules {

using ProblemTransition = base::Transition<ProblemState, ProblemAction, ProblemPart>;
std::span<const ProblemTransition> problem_transitions();

std::vector<ProblemPart> parts_of(const base::Actor& actor, const ProblemRow& row);
/// Throws Error{conflict "problem.not_now" | forbidden "problem.not_you"}.
ProblemState next_state(ProblemState from, ProblemAction action, std::span<const ProblemPart> parts);
/// Everybody sees a problem from its submission on, except a withdrawn one; a draft only its author.
bool is_visible(const base::Actor& actor, const ProblemRow& row);

/// How long the reason of this action must be: who is turned down is told why. 0 where none is needed.
std::size_t least_reason(ProblemAction action);
/// Throws Error{invalid, "text.too_short" | "text.too_long"} naming "/reason".
void check_reason(ProblemAction action, const std::string& reason);
/// Throws Error{invalid "campaign.no_version" | conflict "campaign.stale"}: who changes a campaign says which
/// version they saw.
void check_version(std::optional<std::int64_t> known, std::int64_t stored);

/// Problems are proposed and submitted while the phase of proposing is open; a campaign without one takes
/// them at any time. Throws Error{conflict, "campaign.not_proposing"} that says when.
void require_proposing(const CampaignFile& campaign, base::Date today);
/// The same of cases and the phase of contributing: "campaign.not_contributing".
void require_contributing(const CampaignFile& campaign, base::Date today);

/// Throws Error{invalid}: "terms.unknown_axis", "terms.unknown_term".
void check_terms(const Terms& terms, const Taxonomy& taxonomy);
/// A term on each axis that needs one; throws Error{invalid, "terms.missing"}.
void require_terms(const Terms& terms, const Taxonomy& taxonomy);

/// Lengths and terms of what is written, however little; references are DOIs or addresses.
void check_draft(const ProblemDraft& draft, const Taxonomy& taxonomy);
/// What a submitted problem must hold beside.
void check_complete(const ProblemDraft& draft, const Taxonomy& taxonomy);
void check_campaign(const CampaignFile& file);

/// Lays the named fields over a draft.
ProblemDraft changed(ProblemDraft draft, const ProblemChange& change);
std::string search_text_of(const ProblemDraft& draft);

}  // namespace medal::campaign::rules
