#include "contribution/steward.h"

#include "accounts/conflicts.h"
#include "base/config.h"
#include "base/error.h"
#include "base/text.h"
#include "campaign/store.h"
#include "contribution/redaction_actions.h"
#include "contribution/rules.h"
#include "contribution/steward_store.h"
#include "contribution/store.h"

#include <algorithm>
#include <map>

namespace medal::contribution {
namespace {

using base::Error;
using base::ErrorKind;

constexpr const char* kSignedAlready = "signed_already";

std::string conflict_of_actor(work::Unit& unit, const CaseRow& row) {
    const auto& actor = unit.actor();
    return accounts::conflict_between({actor.person_id, actor.institution},
                                      {row.author_id, row.author_institution},
                                      accounts::declared_between(unit.db(), actor.person_id, row.author_id));
}

bool has_signed(const std::vector<SignatureRow>& signatures, base::PersonId person) {
    return std::any_of(signatures.begin(), signatures.end(),
                       [&](const SignatureRow& one) { return one.person_id == person; });
}

std::string cursor_of(const CaseRow& row) {
    return std::to_string(row.urgency) + "." + std::to_string(row.updated_at.microseconds) + "." +
           row.id.text();
}

store::QueuePlace place_of(const std::string& cursor) {
    if (cursor.empty()) return {};
    const auto parts = base::split(cursor, '.');
    const auto urgency = parts.size() == 3 ? base::detail::parse_whole_number(parts[0]) : std::nullopt;
    const auto since = parts.size() == 3 ? base::detail::parse_whole_number(parts[1]) : std::nullopt;
    if (!urgency || !since) {
        throw Error{ErrorKind::invalid,
                    "page.bad_cursor",
                    "This place in the list is not known.",
                    {.field = "/after", .hint = "Send the `next` of the page before, or nothing."}};
    }
    return {*urgency, *since, parts[2]};
}

void require_steward(const work::Unit& unit, base::CampaignId campaign) {
    const auto& actor = unit.actor();
    if (actor.has(base::Role::steward, campaign) || actor.has(base::Role::organizer, campaign)) return;
    throw Error{ErrorKind::forbidden, "steward.only", "Only a data steward of the campaign may see this."};
}

AllowedActions allowed_with(const work::Unit& unit, const CaseRow& row, std::string conflict,
                            bool has_signed_already) {
    const auto parts = rules::parts_of(unit.actor(), row.author_id, row.campaign_id);
    AllowedActions allowed;
    allowed.actions =
        base::allowed_actions(rules::case_transitions(), row.state, std::span<const Part>{parts});
    const auto clear = std::find(allowed.actions.begin(), allowed.actions.end(), CaseAction::clear);
    if (clear == allowed.actions.end()) return allowed;
    if (conflict.empty() && has_signed_already) conflict = kSignedAlready;
    if (conflict.empty()) return allowed;
    allowed.actions.erase(clear);
    allowed.clearing_conflict = std::move(conflict);
    return allowed;
}

// What the rows of a page need, asked once for all of them.
struct PageFacts {
    std::map<std::string, std::vector<FindingCount>> findings;
    std::map<std::string, store::SignatureCount> signatures;
    std::map<std::string, store::ImageCount> images;
    std::vector<accounts::DeclaredConflict> declared;
    std::int64_t signatures_needed = 1;
};

PageFacts facts_of(work::Unit& unit, base::CampaignId campaign, const std::vector<CaseRow>& cases) {
    std::vector<CaseId> ids;
    std::vector<base::PersonId> authors;
    for (const auto& row : cases) {
        ids.push_back(row.id);
        authors.push_back(row.author_id);
    }
    std::sort(authors.begin(), authors.end());
    authors.erase(std::unique(authors.begin(), authors.end()), authors.end());
    PageFacts facts;
    for (const auto& one : store::open_findings(unit.db(), ids))
        facts.findings[one.case_id.text()].push_back({one.kind, one.verdict, one.count});
    for (const auto& one : store::signature_counts(unit.db(), ids, unit.actor().person_id))
        facts.signatures[one.case_id.text()] = one;
    for (const auto& one : store::image_counts(unit.db(), ids)) facts.images[one.case_id.text()] = one;
    facts.declared = accounts::declared_among(unit.db(), unit.actor().person_id, authors);
    facts.signatures_needed = signatures_needed(unit, campaign);
    return facts;
}

StewardRow row_for(const work::Unit& unit, const CaseRow& row, PageFacts& facts) {
    const auto id = row.id.text();
    const auto& signatures = facts.signatures[id];
    const auto& images = facts.images[id];
    const auto& actor = unit.actor();
    const auto allowed =
        allowed_with(unit, row,
                     accounts::conflict_between({actor.person_id, actor.institution},
                                                {row.author_id, row.author_institution}, facts.declared),
                     signatures.by_me > 0);
    StewardRow shown;
    shown.case_id = row.id;
    shown.label = row.label;
    shown.author = {row.author_id.text(), row.author_name, row.author_institution};
    shown.urgency = row.urgency;
    shown.waiting_since = row.updated_at;
    shown.sent_back_at = row.sent_back_at;
    shown.findings = std::move(facts.findings[id]);
    shown.images = images.images;
    if (images.images > 0) shown.thumbnail_url = "/api/v1/assets/" + images.first_asset.text() + "/thumbnail";
    shown.signatures = signatures.given;
    shown.signatures_needed = facts.signatures_needed;
    shown.clearing_conflict = allowed.clearing_conflict;
    shown.allowed_actions = allowed.actions;
    return shown;
}

}  // namespace

std::int64_t signatures_needed(work::Unit& unit, base::CampaignId campaign) {
    const auto found = campaign::store::find_campaign(unit.db(), campaign);
    return found && found->content.policy.steward_four_eyes.value_or(false) ? 2 : 1;
}

AllowedActions allowed_to_actor(work::Unit& unit, const CaseRow& row) {
    auto allowed = allowed_with(unit, row, conflict_of_actor(unit, row),
                                has_signed(store::signatures_of(unit.db(), row.id), unit.actor().person_id));
    if (!may_redact(unit, row)) std::erase(allowed.actions, CaseAction::redact);
    return allowed;
}

void require_reason(const std::string& reason) {
    if (!base::trimmed(reason).empty()) return;
    throw Error{ErrorKind::invalid,
                "case.reason_missing",
                "Say why.",
                {.field = "/reason", .hint = "It is kept with the case; an ethics board may read it."}};
}

bool has_conflict(work::Unit& unit, const CaseRow& row) {
    return !conflict_of_actor(unit, row).empty();
}

void require_no_conflict(work::Unit& unit, const CaseRow& row) {
    if (!has_conflict(unit, row)) return;
    throw Error{ErrorKind::forbidden,
                "case.conflict",
                "You have a conflict of interest with this case's contributor.",
                {.hint = "Another data steward has to decide."}};
}

bool may_clear_now(work::Unit& unit, const CaseRow& row, const std::string& reason) {
    require_no_conflict(unit, row);
    const auto signatures = store::signatures_of(unit.db(), row.id);
    if (has_signed(signatures, unit.actor().person_id)) {
        throw Error{ErrorKind::conflict,
                    "case.signed_already",
                    "You have signed already.",
                    {.hint = "A second data steward has to agree."}};
    }
    const auto given = static_cast<std::int64_t>(signatures.size()) + 1;
    if (given >= signatures_needed(unit, row.campaign_id)) return true;
    store::insert(unit.db(), {row.id, unit.actor().person_id, unit.actor().display_name, reason, unit.now()});
    unit.emit({.action = "case.sign",
               .subject_kind = "case",
               .subject_id = row.id.text(),
               .campaign_id = row.campaign_id,
               .reason = reason});
    return false;
}

StewardQueue steward_queue(work::Unit& unit, base::CampaignId campaign, const QueueFilter& filter,
                           const std::string& after, std::int64_t limit) {
    require_steward(unit, campaign);
    auto cases = store::cases_by_urgency(unit.db(), campaign, filter, place_of(after), limit + 1);
    StewardQueue queue;
    if (static_cast<std::int64_t>(cases.size()) > limit) {
        cases.resize(static_cast<std::size_t>(limit));
        queue.next = cursor_of(cases.back());
    }
    auto facts = facts_of(unit, campaign, cases);
    for (const auto& row : cases) queue.rows.push_back(row_for(unit, row, facts));
    return queue;
}

}  // namespace medal::contribution
