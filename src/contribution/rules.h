// Pure decisions about cases and items: what may happen when, by whom, and what a draft must hold.
// No clock, no database. State machines: DOMAIN.md, "State machines".
#pragma once

#include "base/state_machine.h"
#include "contribution/rows.h"
#include "contribution/types.h"

#include <span>
#include <vector>

namespace medal::contribution::rules {

using CaseTransition = base::Transition<CaseState, CaseAction, Part>;
using ItemTransition = base::Transition<ItemState, ItemAction, Part>;

std::span<const CaseTransition> case_transitions();
std::span<const ItemTransition> item_transitions();

/// The parts that an actor plays towards something of this author in this campaign.
std::vector<Part> parts_of(const base::Actor& actor, base::PersonId author, base::CampaignId campaign);

/// The next state; throws Error{conflict "case.not_now" | forbidden "case.not_you"}.
CaseState next_state(CaseState from, CaseAction action, std::span<const Part> parts);
ItemState next_state(ItemState from, ItemAction action, std::span<const Part> parts);

/// Throws Error{invalid} with the field's pointer.
void check_case(const CaseDraft& draft, const std::vector<std::string>& licences,
                const std::vector<std::string>& required_statements);
void check_item(const ItemDraft& draft);

/// Lays the named fields of a change over a draft.
CaseDraft changed(CaseDraft draft, const CaseChange& change);

/// What must be fulfilled before a case may be processed or an item submitted: throws Error{conflict}.
void require_processable(std::size_t complete_uploads, std::size_t receiving_uploads);
void require_submittable(CaseState case_state, const ItemDraft& draft, std::span<const AssetId> case_assets);

/// `block` beats `warn` beats `pass`; cleared findings count as passed.
Verdict worst(std::span<const Check> checks);

/// How pressing the open findings are, 0 first: identifiers left in images (0), a face (1), identifiers in a
/// text (2), anything else that blocks (3), warnings alone (4), none (kCalmest).
std::int64_t urgency_of(std::span<const Check> checks);

bool is_open_for_change(CaseState state);
bool is_open_for_change(ItemState state);

}  // namespace medal::contribution::rules
