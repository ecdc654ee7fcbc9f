#include "campaign/actions.h"

#include "base/enum_text.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "campaign/rules.h"
#include "campaign/store.h"

namespace medal::campaign {
namespace {

using base::Error;
using base::ErrorKind;

struct TransitionData {
    ProblemState from = ProblemState::draft;
    ProblemState to = ProblemState::draft;
};
BOOST_DESCRIBE_STRUCT(TransitionData, (), (from, to))

void lay(ProblemRow& row, const ProblemDraft& draft) {
    row.title = base::trimmed(draft.title);
    row.decision_supported = draft.decision_supported;
    row.current_practice = draft.current_practice;
    row.unmet_need = draft.unmet_need;
    row.affected_population = draft.affected_population;
    row.target_performance = draft.target_performance;
    row.reference_feasibility = draft.reference_feasibility;
    row.equity = draft.equity;
    row.terms = draft.terms;
    row.literature = draft.references;
    row.coauthors = draft.coauthors;
    row.search_text = rules::search_text_of(draft);
}

[[noreturn]] void throw_no_campaign() {
    throw Error{ErrorKind::not_found, "campaign.not_found", "There is no such campaign."};
}

void require_merge_target(work::Unit& unit, const ProblemRow& row, const std::optional<ProblemId>& into) {
    const auto target = into ? store::find_problem(unit.db(), *into) : std::nullopt;
    if (target && target->id != row.id && target->campaign_id == row.campaign_id) return;
    throw Error{ErrorKind::invalid,
                "problem.merge_target",
                "Name the problem of this campaign that it is merged into.",
                {.field = "/into"}};
}

}  // namespace

ProblemDraft draft_of(const ProblemRow& row) {
    return {row.title,
            row.decision_supported,
            row.current_practice,
            row.unmet_need,
            row.affected_population,
            row.target_performance,
            row.reference_feasibility,
            row.equity,
            row.terms,
            row.literature,
            row.coauthors};
}

CampaignRow create_campaign(work::Unit& unit, const CampaignFile& file) {
    if (!unit.actor().is_admin()) {
        throw Error{ErrorKind::forbidden, "campaign.not_admin", "Only an admin may make a campaign."};
    }
    rules::check_campaign(file);
    if (store::find_campaign(unit.db(), file.slug)) {
        throw Error{ErrorKind::conflict,
                    "campaign.slug_taken",
                    "There is a campaign with this slug already.",
                    {.field = "/slug"}};
    }
    const CampaignRow row{unit.new_id<CampaignId>(), file.slug, 1, file, unit.now(), unit.now()};
    store::insert(unit.db(), row);
    unit.emit({.action = "campaign.created",
               .subject_kind = "campaign",
               .subject_id = row.id.text(),
               .campaign_id = row.id});
    return row;
}

CampaignRow change_campaign(work::Unit& unit, CampaignId id, std::optional<std::int64_t> known_version,
                            const CampaignFile& file) {
    auto row = load_campaign(unit, id);
    if (!unit.actor().has(base::Role::organizer, id)) {
        throw Error{ErrorKind::forbidden, "campaign.not_organizer",
                    "Only its organizers may change a campaign."};
    }
    rules::check_version(known_version, row.version);
    rules::check_campaign(file);
    if (file.slug != row.slug) {
        throw Error{ErrorKind::invalid,
                    "campaign.slug_fixed",
                    "The slug of a campaign stays as it is.",
                    {.field = "/slug"}};
    }
    row.content = file;
    row.version += 1;
    row.updated_at = unit.now();
    store::update(unit.db(), row);
    unit.emit({.action = "campaign.changed",
               .subject_kind = "campaign",
               .subject_id = row.id.text(),
               .campaign_id = row.id});
    return row;
}

CampaignRow load_campaign(work::Unit& unit, const std::string& id_or_slug) {
    const auto id = base::Scalar<CampaignId>::parse(id_or_slug);
    auto row = id ? store::find_campaign(unit.db(), *id) : store::find_campaign(unit.db(), id_or_slug);
    if (!row) throw_no_campaign();
    return std::move(*row);
}

CampaignRow load_campaign(work::Unit& unit, CampaignId id) {
    auto row = store::find_campaign(unit.db(), id);
    if (!row) throw_no_campaign();
    return std::move(*row);
}

ProblemRow create_problem(work::Unit& unit, const CampaignRow& campaign, const ProblemDraft& draft) {
    if (!unit.actor().is_person() || !unit.actor().email_verified) {
        throw Error{ErrorKind::forbidden, "account.not_verified", "Confirm your e-mail address first."};
    }
    rules::require_proposing(campaign.content, base::day_of(unit.now()));
    rules::check_draft(draft, campaign.content.taxonomy);
    ProblemRow row;
    row.id = unit.new_id<ProblemId>();
    row.campaign_id = campaign.id;
    row.author_id = unit.actor().person_id;
    row.author_name = unit.actor().display_name;
    row.author_institution = unit.actor().institution;
    lay(row, draft);
    row.created_at = row.updated_at = unit.now();
    store::insert(unit.db(), row);
    unit.emit({.action = "problem.created",
               .subject_kind = "problem",
               .subject_id = row.id.text(),
               .campaign_id = campaign.id});
    return row;
}

ProblemRow change_problem(work::Unit& unit, ProblemId id, const ProblemChange& change) {
    auto row = visible_problem(unit, id);
    if (unit.actor().person_id != row.author_id) {
        throw Error{ErrorKind::forbidden, "problem.not_you", "Only its author may change a problem."};
    }
    if (row.state != ProblemState::draft) {
        throw Error{ErrorKind::conflict, "problem.not_now", "A problem can be changed while it is a draft."};
    }
    if (change.version && *change.version != row.version) {
        throw Error{ErrorKind::conflict,
                    "problem.stale",
                    "This problem was changed elsewhere in the meantime.",
                    {.field = "/version", .hint = "Load it again and repeat your change.", .detail = {}}};
    }
    const auto draft = rules::changed(draft_of(row), change);
    rules::check_draft(draft, load_campaign(unit, row.campaign_id).content.taxonomy);
    lay(row, draft);
    row.version += 1;
    row.updated_at = unit.now();
    store::update(unit.db(), row);
    return row;
}

ProblemRow act_on_problem(work::Unit& unit, ProblemId id, ProblemAction action, const std::string& reason,
                          const std::optional<ProblemId>& into) {
    auto row = visible_problem(unit, id);
    const auto from = row.state;
    row.state = rules::next_state(from, action, rules::parts_of(unit.actor(), row));
    rules::check_reason(action, reason);
    if (action == ProblemAction::submit) {
        const auto campaign = load_campaign(unit, row.campaign_id).content;
        rules::require_proposing(campaign, base::day_of(unit.now()));
        rules::check_complete(draft_of(row), campaign.taxonomy);
    }
    if (action == ProblemAction::merge) {
        require_merge_target(unit, row, into);
        row.merged_into = into->text();
    }
    row.version += 1;
    row.updated_at = unit.now();
    store::update(unit.db(), row);
    unit.emit({.action = "problem." + std::string{base::enum_text(action)},
               .subject_kind = "problem",
               .subject_id = row.id.text(),
               .campaign_id = row.campaign_id,
               .reason = reason,
               .data = base::to_json(TransitionData{from, row.state})});
    return row;
}

ProblemRow visible_problem(work::Unit& unit, ProblemId id) {
    auto row = store::find_problem(unit.db(), id);
    if (!row || !rules::is_visible(unit.actor(), *row)) {
        throw Error{ErrorKind::not_found, "problem.not_found",
                    "There is no such problem, or it is not yours."};
    }
    return std::move(*row);
}

}  // namespace medal::campaign
