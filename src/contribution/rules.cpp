#include "contribution/rules.h"

#include "answers/answers.h"
#include "base/enum_text.h"
#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace medal::contribution::rules {
namespace {

using base::Error;
using base::ErrorKind;

constexpr CaseTransition kCaseTransitions[] = {
    {CaseState::draft, CaseAction::process, CaseState::processing, Part::author},
    {CaseState::processing, CaseAction::need_attention, CaseState::needs_attention, Part::system},
    {CaseState::processing, CaseAction::become_ready, CaseState::ready, Part::system},
    {CaseState::needs_attention, CaseAction::reprocess, CaseState::processing, Part::author},
    {CaseState::needs_attention, CaseAction::reprocess, CaseState::processing, Part::steward},
    {CaseState::needs_attention, CaseAction::clear, CaseState::processing, Part::steward},
    {CaseState::needs_attention, CaseAction::redact, CaseState::processing, Part::author},
    {CaseState::needs_attention, CaseAction::redact, CaseState::processing, Part::steward},
    {CaseState::ready, CaseAction::redact, CaseState::processing, Part::author},
    {CaseState::ready, CaseAction::redact, CaseState::processing, Part::steward},
    {CaseState::needs_attention, CaseAction::send_back, CaseState::needs_attention, Part::steward},
    {CaseState::draft, CaseAction::withdraw, CaseState::withdrawn, Part::author},
    {CaseState::processing, CaseAction::withdraw, CaseState::withdrawn, Part::author},
    {CaseState::needs_attention, CaseAction::withdraw, CaseState::withdrawn, Part::author},
    {CaseState::ready, CaseAction::withdraw, CaseState::withdrawn, Part::author},
    {CaseState::draft, CaseAction::withdraw, CaseState::withdrawn, Part::steward},
    {CaseState::processing, CaseAction::withdraw, CaseState::withdrawn, Part::steward},
    {CaseState::needs_attention, CaseAction::withdraw, CaseState::withdrawn, Part::steward},
    {CaseState::ready, CaseAction::withdraw, CaseState::withdrawn, Part::steward},
};

constexpr ItemTransition kItemTransitions[] = {
    {ItemState::draft, ItemAction::submit, ItemState::submitted, Part::author},
    {ItemState::submitted, ItemAction::start_checks, ItemState::in_checks, Part::system},
    {ItemState::in_checks, ItemAction::pass_checks, ItemState::in_review, Part::system},
    {ItemState::in_checks, ItemAction::block, ItemState::blocked, Part::system},
    {ItemState::blocked, ItemAction::reopen, ItemState::draft, Part::author},
    {ItemState::in_review, ItemAction::revise, ItemState::in_revision, Part::chair},
    {ItemState::in_revision, ItemAction::resubmit, ItemState::in_review, Part::author},
    {ItemState::in_review, ItemAction::discuss, ItemState::in_discussion, Part::chair},
    {ItemState::in_revision, ItemAction::discuss, ItemState::in_discussion, Part::chair},
    {ItemState::in_discussion, ItemAction::accept, ItemState::accepted, Part::chair},
    {ItemState::in_discussion, ItemAction::reject, ItemState::rejected, Part::chair},
    {ItemState::accepted, ItemAction::release, ItemState::released, Part::system},
    {ItemState::released, ItemAction::investigate, ItemState::under_investigation, Part::chair},
    {ItemState::under_investigation, ItemAction::correct, ItemState::corrected, Part::chair},
    {ItemState::under_investigation, ItemAction::retire, ItemState::retired, Part::chair},
    {ItemState::draft, ItemAction::withdraw, ItemState::withdrawn, Part::author},
    {ItemState::submitted, ItemAction::withdraw, ItemState::withdrawn, Part::author},
    {ItemState::in_checks, ItemAction::withdraw, ItemState::withdrawn, Part::author},
    {ItemState::blocked, ItemAction::withdraw, ItemState::withdrawn, Part::author},
    {ItemState::in_review, ItemAction::withdraw, ItemState::withdrawn, Part::author},
    {ItemState::in_revision, ItemAction::withdraw, ItemState::withdrawn, Part::author},
    {ItemState::in_discussion, ItemAction::withdraw, ItemState::withdrawn, Part::author},
    {ItemState::accepted, ItemAction::withdraw, ItemState::withdrawn, Part::author},
};

constexpr base::TextLimits kLabelLimits{.min_characters = 1, .max_characters = 120};
constexpr base::TextLimits kContextLimits{.min_characters = 0, .max_characters = 4000};
constexpr base::TextLimits kSiteLimits{.min_characters = 2, .max_characters = 200};
constexpr base::TextLimits kStemLimits{.min_characters = 10, .max_characters = 4000};
constexpr base::TextLimits kNoteLimits{.min_characters = 0, .max_characters = 4000};
constexpr std::size_t kMaxAssetsOfItem = 20;

// HIPAA Safe Harbor: no age above 89 is shown; five-year and ten-year bands alike are accepted.
constexpr std::array<std::string_view, 11> kAgeBands = {"0",     "1-9",   "10-19", "20-29", "30-39", "40-49",
                                                        "50-59", "60-69", "70-79", "80-89", "90+"};

void fail(std::string code, std::string message, std::string field, std::string hint = {}) {
    throw Error{ErrorKind::invalid,
                std::move(code),
                std::move(message),
                {.field = std::move(field), .hint = std::move(hint), .detail = {}}};
}

bool contains(const std::vector<std::string>& list, const std::string& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

void check_country(const std::string& country) {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (country.size() == 2 && std::all_of(country.begin(), country.end(), is_capital)) return;
    fail("case.bad_country", "Give the country as two capital letters (ISO 3166), for example DE.",
         "/country");
}

template <class State, class Action>
State step(std::span<const base::Transition<State, Action, Part>> table, State from, Action action,
           std::span<const Part> parts, const std::string& noun) {
    const auto* row = base::find_transition(table, from, action, parts);
    if (row != nullptr) return row->to;
    if (base::is_possible(table, from, action)) {
        throw Error{ErrorKind::forbidden,
                    noun + ".not_you",
                    "You may not do this here.",
                    {.field = "/action", .hint = "See allowed_actions for what you may do.", .detail = {}}};
    }
    throw Error{ErrorKind::conflict,
                noun + ".not_now",
                "This cannot be done while the " + noun + " is " + std::string{base::enum_text(from)} + ".",
                {.field = "/action", .hint = "Load it again; someone may have changed it.", .detail = {}}};
}

}  // namespace

std::span<const CaseTransition> case_transitions() {
    return kCaseTransitions;
}
std::span<const ItemTransition> item_transitions() {
    return kItemTransitions;
}

std::vector<Part> parts_of(const base::Actor& actor, base::PersonId author, base::CampaignId campaign) {
    if (actor.is_system()) return {Part::system};
    std::vector<Part> parts;
    const bool is_author = actor.is_person() && actor.person_id == author;
    if (is_author) parts.push_back(Part::author);
    // Rule 6: nobody clears or decides on their own.
    if (actor.has(base::Role::steward, campaign) && !is_author) parts.push_back(Part::steward);
    const bool decides = actor.has(base::Role::chair, campaign) || actor.has(base::Role::organizer, campaign);
    if (decides && !is_author) parts.push_back(Part::chair);
    return parts;
}

CaseState next_state(CaseState from, CaseAction action, std::span<const Part> parts) {
    return step(case_transitions(), from, action, parts, "case");
}

ItemState next_state(ItemState from, ItemAction action, std::span<const Part> parts) {
    return step(item_transitions(), from, action, parts, "item");
}

void check_case(const CaseDraft& draft, const std::vector<std::string>& licences,
                const std::vector<std::string>& required_statements) {
    base::require_text(draft.label, kLabelLimits, "/label");
    base::require_text(draft.clinical_context, kContextLimits, "/clinical_context");
    base::require_text(draft.site_name, kSiteLimits, "/site_name");
    check_country(draft.country);
    if (draft.age_band && std::find(kAgeBands.begin(), kAgeBands.end(), *draft.age_band) == kAgeBands.end()) {
        fail("case.bad_age_band", "Give the age as a band of ten years: 0, 1-9, 10-19 … 80-89, 90+.",
             "/age_band");
    }
    if (!contains(licences, draft.licence)) {
        fail("case.bad_licence", "This licence is not offered by the campaign.", "/licence",
             "Choose one of policy.licences.");
    }
    for (const auto& statement : required_statements) {
        if (!contains(draft.consent.statements, statement)) {
            fail("case.consent_missing", "Confirm every consent statement.", "/consent/statements");
        }
    }
}

void check_item(const ItemDraft& draft) {
    base::require_text(draft.stem, kStemLimits, "/stem");
    base::require_text(draft.rationale, kNoteLimits, "/rationale");
    base::require_text(draft.reference_note, kNoteLimits, "/reference_note");
    base::require_text(draft.difficulty_note, kNoteLimits, "/difficulty_note");
    base::require_text(draft.language, {.min_characters = 2, .max_characters = 8}, "/language");
    answers::check_spec(draft.answer_spec);
    answers::check_reference(draft.answer_spec, draft.reference);
    if (draft.asset_ids.empty() || draft.asset_ids.size() > kMaxAssetsOfItem) {
        fail("item.asset_count", "Show between 1 and 20 images with a question.", "/asset_ids");
    }
    const auto* box = std::get_if<answers::BoxSpec>(&draft.answer_spec);
    const auto is_shown = [&](const AssetId& id) { return id.text() == box->asset_id; };
    if (box != nullptr && std::none_of(draft.asset_ids.begin(), draft.asset_ids.end(), is_shown)) {
        fail("item.box_asset", "The box is drawn on an image that the question does not show.",
             "/answer_spec/asset_id");
    }
}

CaseDraft changed(CaseDraft draft, const CaseChange& change) {
    const auto lay = [](auto& field, const auto& value) {
        if (value) field = *value;
    };
    lay(draft.label, change.label);
    lay(draft.problem_id, change.problem_id);
    lay(draft.clinical_context, change.clinical_context);
    lay(draft.age_band, change.age_band);
    lay(draft.sex, change.sex);
    lay(draft.site_name, change.site_name);
    lay(draft.country, change.country);
    lay(draft.terms, change.terms);
    lay(draft.licence, change.licence);
    lay(draft.consent, change.consent);
    return draft;
}

void require_processable(std::size_t complete_uploads, std::size_t receiving_uploads) {
    if (receiving_uploads > 0) {
        throw Error{ErrorKind::conflict,
                    "case.still_uploading",
                    "A file is still on its way.",
                    {.hint = "Wait for it, or remove it from the case."}};
    }
    if (complete_uploads == 0) {
        throw Error{ErrorKind::conflict,
                    "case.no_files",
                    "The case has no files yet.",
                    {.hint = "Add images first."}};
    }
}

void require_submittable(CaseState case_state, const ItemDraft& draft, std::span<const AssetId> case_assets) {
    if (case_state != CaseState::ready) {
        throw Error{ErrorKind::conflict,
                    "item.case_not_ready",
                    "The case is not ready yet.",
                    {.hint = "Wait until its images have been processed and cleared."}};
    }
    for (const auto& asset : draft.asset_ids) {
        if (std::find(case_assets.begin(), case_assets.end(), asset) == case_assets.end()) {
            fail("item.foreign_asset", "The question shows an image that is not of its case.", "/asset_ids");
        }
    }
}

Verdict worst(std::span<const Check> checks) {
    Verdict verdict = Verdict::pass;
    for (const auto& check : checks) {
        if (!check.cleared) verdict = std::max(verdict, check.verdict);
    }
    return verdict;
}

std::int64_t urgency_of(std::span<const Check> checks) {
    const auto of = [](const Check& check) -> std::int64_t {
        if (check.cleared || check.verdict == Verdict::pass) return kCalmest;
        if (check.verdict == Verdict::warn) return 4;
        switch (check.kind) {
            case CheckKind::deidentification:
            case CheckKind::burned_in_text:
                return 0;
            case CheckKind::face:
                return 1;
            case CheckKind::text_identifiers:
                return 2;
            case CheckKind::quality:
            case CheckKind::duplicate:
                return 3;
        }
        return 3;
    };
    std::int64_t urgency = kCalmest;
    for (const auto& check : checks) urgency = std::min(urgency, of(check));
    return urgency;
}

bool is_open_for_change(CaseState state) {
    return state == CaseState::draft || state == CaseState::needs_attention;
}

bool is_open_for_change(ItemState state) {
    return state == ItemState::draft || state == ItemState::in_revision;
}

}  // namespace medal::contribution::rules
