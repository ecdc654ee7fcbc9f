#include "campaign/rules.h"

#include "base/enum_text.h"
#include "base/error.h"
#include "base/text.h"
#include "campaign/literature.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace medal::campaign::rules {
namespace {

using base::Error;
using base::ErrorKind;
using A = ProblemAction;
using S = ProblemState;
constexpr auto kAuthor = ProblemPart::author;
constexpr auto kOrganizer = ProblemPart::organizer;

constexpr ProblemTransition kProblemTransitions[] = {
    {S::draft, A::submit, S::submitted, kAuthor},
    {S::submitted, A::screen, S::in_screening, kOrganizer},
    {S::in_screening, A::start_rating, S::in_rating, kOrganizer},
    {S::in_screening, A::merge, S::merged, kOrganizer},
    {S::in_screening, A::out_of_scope, S::out_of_scope, kOrganizer},
    {S::in_rating, A::discuss, S::in_discussion, kOrganizer},
    {S::in_discussion, A::resume_rating, S::in_rating, kOrganizer},
    {S::in_rating, A::prioritise, S::prioritised, kOrganizer},
    {S::in_rating, A::defer, S::deferred, kOrganizer},
    {S::in_rating, A::decline, S::declined, kOrganizer},
    {S::in_discussion, A::prioritise, S::prioritised, kOrganizer},
    {S::in_discussion, A::defer, S::deferred, kOrganizer},
    {S::in_discussion, A::decline, S::declined, kOrganizer},
    {S::prioritised, A::open_for_data, S::open_for_data, kOrganizer},
    {S::open_for_data, A::close, S::closed, kOrganizer},
    {S::draft, A::withdraw, S::withdrawn, kAuthor},
    {S::submitted, A::withdraw, S::withdrawn, kAuthor},
    {S::in_screening, A::withdraw, S::withdrawn, kAuthor},
    {S::in_rating, A::withdraw, S::withdrawn, kAuthor},
    {S::in_discussion, A::withdraw, S::withdrawn, kAuthor},
};

constexpr base::TextLimits kTitleLimits{.min_characters = 10, .max_characters = 160};
constexpr base::TextLimits kTextLimits{.min_characters = 0, .max_characters = 4000};
constexpr base::TextLimits kNeededLimits{.min_characters = 20, .max_characters = 4000};
constexpr std::size_t kMaxListed = 50;
constexpr base::TextLimits kKeyLimits{.min_characters = 1, .max_characters = 60};

[[noreturn]] void refuse(std::string code, std::string message, std::string field, std::string hint = {}) {
    throw Error{ErrorKind::invalid,
                std::move(code),
                std::move(message),
                {.field = std::move(field), .hint = std::move(hint), .detail = {}}};
}

const Axis* find_axis(const Taxonomy& taxonomy, const std::string& key) {
    const auto found = std::find_if(taxonomy.axes.begin(), taxonomy.axes.end(),
                                    [&](const Axis& axis) { return axis.key == key; });
    return found == taxonomy.axes.end() ? nullptr : &*found;
}

struct PhaseWords {
    const char* code;
    const char* things;
    const char* hint;
};

void require_phase(const CampaignFile& campaign, PhaseKind kind, base::Date today, const PhaseWords& words) {
    const auto phase = std::find_if(campaign.phases.begin(), campaign.phases.end(),
                                    [&](const Phase& one) { return one.kind == kind; });
    if (phase == campaign.phases.end()) return;
    if (phase->opens_on <= today && today <= phase->closes_on) return;
    using Day = base::Scalar<base::Date>;
    throw Error{ErrorKind::conflict,
                words.code,
                std::string{"This campaign takes "} + words.things + " from " +
                    Day::to_text(phase->opens_on) + " to " + Day::to_text(phase->closes_on) + ".",
                {.field = {}, .hint = words.hint, .detail = {}}};
}

void check_list(const std::vector<std::string>& list, const std::string& field) {
    if (list.size() > kMaxListed) refuse("problem.too_many", "Give at most 50 entries.", field);
    for (std::size_t i = 0; i < list.size(); ++i) {
        base::require_text(list[i], {.min_characters = 2, .max_characters = 300},
                           field + "/" + std::to_string(i));
    }
}

void check_references(const std::vector<std::string>& references) {
    check_list(references, "/references");
    for (std::size_t i = 0; i < references.size(); ++i) {
        if (is_doi(references[i]) || is_web_address(references[i])) continue;
        refuse("problem.bad_reference", "This is neither a DOI nor a web address.",
               "/references/" + std::to_string(i), "For example 10.1038/s41592-023-02151-z or https://…");
    }
}

void check_label(const Translated& label, const std::string& field) {
    const auto english = label.find("en");
    if (english == label.end() || base::trimmed(english->second).empty()) {
        refuse("campaign.no_english", "An English text is needed.", field);
    }
}

void check_axis(const Axis& axis, const std::string& field) {
    base::require_text(axis.key, kKeyLimits, field + "/key");
    check_label(axis.label, field + "/label");
    std::set<std::string> keys;
    for (std::size_t i = 0; i < axis.terms.size(); ++i) {
        const auto at = field + "/terms/" + std::to_string(i);
        base::require_text(axis.terms[i].key, kKeyLimits, at + "/key");
        check_label(axis.terms[i].label, at + "/label");
        if (!keys.insert(axis.terms[i].key).second)
            refuse("campaign.twice", "This key is there twice.", at + "/key");
    }
}

void check_taxonomy(const Taxonomy& taxonomy) {
    std::set<std::string> axes;
    for (std::size_t i = 0; i < taxonomy.axes.size(); ++i) {
        const auto at = "/taxonomy/axes/" + std::to_string(i);
        check_axis(taxonomy.axes[i], at);
        if (!axes.insert(taxonomy.axes[i].key).second)
            refuse("campaign.twice", "This axis is there twice.", at + "/key");
    }
}

// Phases overlap, but none opens before the one whose work it takes up.
void check_phases(const std::vector<Phase>& phases) {
    std::map<PhaseKind, const Phase*> by_kind;
    for (std::size_t i = 0; i < phases.size(); ++i) {
        const auto at = "/phases/" + std::to_string(i);
        if (phases[i].closes_on < phases[i].opens_on)
            refuse("campaign.phase_order", "A phase closes after it opens.", at + "/closes_on");
        if (!by_kind.emplace(phases[i].kind, &phases[i]).second)
            refuse("campaign.twice", "This phase is there twice.", at + "/kind");
    }
    const Phase* before = nullptr;
    for (const auto& [kind, phase] : by_kind) {
        if (before != nullptr && phase->opens_on < before->opens_on) {
            refuse("campaign.phase_order",
                   "This phase opens before " + std::string{base::enum_text(before->kind)} + " does.",
                   "/phases/" + std::to_string(phase - phases.data()) + "/opens_on");
        }
        before = phase;
    }
}

bool has_term(const Axis& axis, const std::string& key) {
    return std::any_of(axis.terms.begin(), axis.terms.end(),
                       [&](const Term& term) { return term.key == key; });
}

void check_quotas(const std::vector<Quota>& quotas, const Taxonomy& taxonomy) {
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t i = 0; i < quotas.size(); ++i) {
        const auto& quota = quotas[i];
        const auto at = "/quotas/" + std::to_string(i);
        const auto* axis = find_axis(taxonomy, quota.axis);
        if (axis == nullptr) refuse("campaign.unknown_axis", "The taxonomy has no such axis.", at + "/axis");
        if (!has_term(*axis, quota.term))
            refuse("campaign.unknown_term", "The axis has no such term.", at + "/term");
        if (!seen.emplace(quota.axis, quota.term).second)
            refuse("campaign.twice", "There is a quota for this term already.", at + "/term");
        if (quota.minimum < 0) refuse("campaign.quota_range", "A quota is not negative.", at + "/minimum");
        if (quota.maximum && *quota.maximum < std::max<std::int64_t>(quota.minimum, 1)) {
            refuse("campaign.quota_range", "The maximum is at least the minimum, and at least one.",
                   at + "/maximum");
        }
    }
}

void check_rubric(const Rubric& rubric) {
    for (std::size_t i = 0; i < rubric.criteria.size(); ++i) {
        const auto& criterion = rubric.criteria[i];
        const auto at = "/rubric/criteria/" + std::to_string(i);
        check_label(criterion.label, at + "/label");
        if (criterion.lowest >= criterion.highest)
            refuse("campaign.scale", "A scale needs at least two steps.", at + "/highest");
    }
}

bool is_slug(std::string_view text) {
    return text.size() >= 3 && text.size() <= 60 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

}  // namespace

std::span<const ProblemTransition> problem_transitions() {
    return kProblemTransitions;
}

std::vector<ProblemPart> parts_of(const base::Actor& actor, const ProblemRow& row) {
    std::vector<ProblemPart> parts;
    const bool is_author = actor.is_person() && actor.person_id == row.author_id;
    if (is_author) parts.push_back(kAuthor);
    const bool runs =
        actor.has(base::Role::organizer, row.campaign_id) || actor.has(base::Role::chair, row.campaign_id);
    // Rule 6: nobody decides on their own.
    if (runs && !is_author) parts.push_back(kOrganizer);
    return parts;
}

ProblemState next_state(ProblemState from, ProblemAction action, std::span<const ProblemPart> parts) {
    const auto* row = base::find_transition(problem_transitions(), from, action, parts);
    if (row != nullptr) return row->to;
    if (base::is_possible(problem_transitions(), from, action)) {
        throw Error{ErrorKind::forbidden,
                    "problem.not_you",
                    "You may not do this here.",
                    {.field = "/action", .hint = "See allowed_actions for what you may do.", .detail = {}}};
    }
    throw Error{ErrorKind::conflict,
                "problem.not_now",
                "This cannot be done while the problem is " + std::string{base::enum_text(from)} + ".",
                {.field = "/action", .hint = "Load it again; someone may have changed it.", .detail = {}}};
}

bool is_visible(const base::Actor& actor, const ProblemRow& row) {
    if (actor.is_system() || (actor.is_person() && actor.person_id == row.author_id)) return true;
    return row.state != S::draft && row.state != S::withdrawn;
}

std::size_t least_reason(ProblemAction action) {
    constexpr std::size_t kTelling = 20;
    const bool turns_down =
        action == A::decline || action == A::out_of_scope || action == A::defer || action == A::merge;
    return turns_down ? kTelling : 0;
}

void check_reason(ProblemAction action, const std::string& reason) {
    constexpr std::size_t kLongestReason = 2000;
    base::require_text(base::trimmed(reason),
                       {.min_characters = least_reason(action), .max_characters = kLongestReason}, "/reason");
}

void check_version(std::optional<std::int64_t> known, std::int64_t stored) {
    if (!known) {
        refuse("campaign.no_version", "Say which version of the campaign you changed.", "/version",
               "Send it as ?version=N.");
    }
    if (*known == stored) return;
    throw Error{ErrorKind::conflict,
                "campaign.stale",
                "This campaign was changed elsewhere in the meantime.",
                {.field = "/version", .hint = "Load it again and repeat your change.", .detail = {}}};
}

void require_proposing(const CampaignFile& campaign, base::Date today) {
    require_phase(campaign, PhaseKind::proposing, today,
                  {"campaign.not_proposing", "problems",
                   "A draft stays as it is; the organizers can open the phase again."});
}

void require_contributing(const CampaignFile& campaign, base::Date today) {
    require_phase(campaign, PhaseKind::contributing, today,
                  {"campaign.not_contributing", "cases", "The organizers can open the phase again."});
}

void check_terms(const Terms& terms, const Taxonomy& taxonomy) {
    for (const auto& [key, chosen] : terms) {
        const auto* axis = find_axis(taxonomy, key);
        if (axis == nullptr) refuse("terms.unknown_axis", "The taxonomy has no such axis.", "/terms");
        for (const auto& term : chosen) {
            const auto is_term = [&](const Term& known) { return known.key == term; };
            if (std::none_of(axis->terms.begin(), axis->terms.end(), is_term)) {
                refuse("terms.unknown_term", "The axis has no such term.", "/terms/" + key,
                       "Choose from the campaign's taxonomy.");
            }
        }
    }
}

void require_terms(const Terms& terms, const Taxonomy& taxonomy) {
    for (const auto& axis : taxonomy.axes) {
        const auto chosen = terms.find(axis.key);
        if (axis.required && (chosen == terms.end() || chosen->second.empty())) {
            refuse("terms.missing", "Choose at least one term on this axis.", "/terms/" + axis.key);
        }
    }
}

void check_draft(const ProblemDraft& draft, const Taxonomy& taxonomy) {
    base::require_text(draft.title, kTitleLimits, "/title");
    base::require_text(draft.decision_supported, kTextLimits, "/decision_supported");
    base::require_text(draft.current_practice, kTextLimits, "/current_practice");
    base::require_text(draft.unmet_need, kTextLimits, "/unmet_need");
    base::require_text(draft.affected_population, kTextLimits, "/affected_population");
    base::require_text(draft.target_performance, kTextLimits, "/target_performance");
    base::require_text(draft.reference_feasibility, kTextLimits, "/reference_feasibility");
    base::require_text(draft.equity, kTextLimits, "/equity");
    check_references(draft.references);
    check_list(draft.coauthors, "/coauthors");
    check_terms(draft.terms, taxonomy);
}

void check_complete(const ProblemDraft& draft, const Taxonomy& taxonomy) {
    base::require_text(draft.decision_supported, kNeededLimits, "/decision_supported");
    base::require_text(draft.unmet_need, kNeededLimits, "/unmet_need");
    base::require_text(draft.reference_feasibility, kNeededLimits, "/reference_feasibility");
    require_terms(draft.terms, taxonomy);
}

void check_campaign(const CampaignFile& file) {
    if (!is_slug(file.slug)) {
        refuse("campaign.bad_slug", "The slug has 3 to 60 small letters, digits and dashes.", "/slug");
    }
    check_label(file.title, "/title");
    check_label(file.summary, "/summary");
    check_taxonomy(file.taxonomy);
    check_phases(file.phases);
    check_quotas(file.quotas, file.taxonomy);
    check_rubric(file.rubric);
    if (file.policy.licences.empty())
        refuse("campaign.no_licence", "Offer at least one licence.", "/policy/licences");
    if (file.policy.min_reviews < 1)
        refuse("campaign.min_reviews", "At least one review is needed.", "/policy/min_reviews");
}

ProblemDraft changed(ProblemDraft draft, const ProblemChange& change) {
    const auto lay = [](auto& field, const auto& value) {
        if (value) field = *value;
    };
    lay(draft.title, change.title);
    lay(draft.decision_supported, change.decision_supported);
    lay(draft.current_practice, change.current_practice);
    lay(draft.unmet_need, change.unmet_need);
    lay(draft.affected_population, change.affected_population);
    lay(draft.target_performance, change.target_performance);
    lay(draft.reference_feasibility, change.reference_feasibility);
    lay(draft.equity, change.equity);
    lay(draft.terms, change.terms);
    lay(draft.references, change.references);
    lay(draft.coauthors, change.coauthors);
    return draft;
}

std::string search_text_of(const ProblemDraft& draft) {
    return base::folded(draft.title + " " + draft.unmet_need + " " + draft.decision_supported + " " +
                        draft.affected_population);
}

}  // namespace medal::campaign::rules
