// The data steward's desk: which cases wait, most pressing first, and who may clear their findings. Nobody
// clears where they have a conflict (DOMAIN.md, rule 6); where the campaign says so it takes two.
#pragma once

#include "contribution/rows.h"
#include "contribution/views.h"
#include "work/unit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution {

/// Who has to act on a case that needs attention.
enum class Turn { steward, contributor };
BOOST_DESCRIBE_ENUM(Turn, steward, contributor)

/// Which cases are wanted; `kind`: with an open finding of it.
struct QueueFilter {
    Turn turn = Turn::steward;
    std::optional<CheckKind> kind{};
};

/// How many findings of a kind are open.
struct FindingCount {
    CheckKind kind = CheckKind::quality;
    Verdict verdict = Verdict::warn;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(FindingCount, (), (kind, verdict, count))

struct StewardRow {
    CaseId case_id;
    std::string label;
    PersonRef author;
    /// As rules::urgency_of.
    std::int64_t urgency = kCalmest;
    base::Instant waiting_since;
    /// Since when it is the contributor's turn.
    std::optional<base::Instant> sent_back_at;
    /// The gravest first.
    std::vector<FindingCount> findings;
    std::int64_t images = 0;
    std::optional<std::string> thumbnail_url;
    /// Given and needed, to clear it.
    std::int64_t signatures = 0;
    std::int64_t signatures_needed = 1;
    std::optional<std::string> clearing_conflict;
    std::vector<CaseAction> allowed_actions;
};
BOOST_DESCRIBE_STRUCT(StewardRow, (),
                      (case_id, label, author, urgency, waiting_since, sent_back_at, findings, images,
                       thumbnail_url, signatures, signatures_needed, clearing_conflict, allowed_actions))

struct StewardQueue {
    std::vector<StewardRow> rows;
    /// Behind which the next page begins; empty at the end.
    std::string next;
};

/// Cases of the campaign that need attention, most pressing and then longest waiting first. `after` is a
/// `next` from before, or empty. For stewards, and for organizers to look on. A handful of statements,
/// however many rows. Throws Error{forbidden, "steward.only"}, Error{invalid, "page.bad_cursor"}.
StewardQueue steward_queue(work::Unit& unit, base::CampaignId campaign, const QueueFilter& filter,
                           const std::string& after, std::int64_t limit);

struct AllowedActions {
    std::vector<CaseAction> actions;
    /// Why `clear` is not among them for one who serves as steward.
    std::optional<std::string> clearing_conflict;
};
AllowedActions allowed_to_actor(work::Unit& unit, const CaseRow& row);

std::int64_t signatures_needed(work::Unit& unit, base::CampaignId campaign);

/// A steward acts on another's case only with a reason: Error{invalid, "case.reason_missing"}.
void require_reason(const std::string& reason);

/// Rule 6, towards the case's contributor. The second throws Error{forbidden, "case.conflict"}.
bool has_conflict(work::Unit& unit, const CaseRow& row);
void require_no_conflict(work::Unit& unit, const CaseRow& row);

/// Called when the actor wants to clear the case: true when enough have signed with this. Otherwise the word
/// is kept as a signature. Throws Error{forbidden, "case.conflict"}, Error{conflict, "case.signed_already"}.
bool may_clear_now(work::Unit& unit, const CaseRow& row, const std::string& reason);

}  // namespace medal::contribution
