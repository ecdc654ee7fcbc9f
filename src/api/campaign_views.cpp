#include "api/campaign_views.h"

#include "accounts/store.h"
#include "campaign/rules.h"
#include "campaign/store.h"
#include "contribution/census_store.h"
#include "contribution/store.h"
#include "curation/store.h"
#include "evaluation/run_store.h"
#include "release/release_store.h"

namespace medal::api {

CampaignProgress progress_of(work::Unit& unit, const campaign::CampaignRow& row) {
    CampaignProgress progress;
    progress.problems = campaign::store::count_problems(unit.db(), row.id);
    progress.cases = contribution::store::count_cases(unit.db(), row.id);
    progress.items = contribution::store::count_items(unit.db(), row.id);
    progress.cases_by_modality = contribution::store::count_cases_by_modality(unit.db(), row.id);
    progress.items_by_modality = contribution::store::count_items_by_modality(unit.db(), row.id);
    progress.countries = contribution::store::count_contributors(unit.db(), row.id);
    for (const auto& [country, people] : progress.countries) progress.contributors += people;
    progress.reviews_done = curation::store::count_submitted(unit.db(), row.id);
    progress.people = accounts::store::count_people(unit.db());
    progress.releases = release::store::count_published(unit.db(), row.id);
    progress.runs = evaluation::store::count_published(unit.db(), row.id);
    const auto counts = campaign::store::count_terms(unit.db(), row.id);
    for (const auto& axis : row.content.taxonomy.axes) {
        for (const auto& term : axis.terms) {
            const auto found = counts.find(axis.key + ":" + term.key);
            progress.coverage.push_back({axis.key, term.key, found == counts.end() ? 0 : found->second});
        }
    }
    return progress;
}

CampaignSummary summary_of(const campaign::CampaignRow& row) {
    return {row.id, row.slug, row.content.title, row.content.summary, row.version, row.content.phases};
}

CampaignView view_of(work::Unit& unit, const campaign::CampaignRow& row) {
    CampaignView view{row.id,
                      row.slug,
                      row.version,
                      row.content.title,
                      row.content.summary,
                      row.content.description,
                      row.content.phases,
                      row.content.taxonomy,
                      row.content.rubric,
                      row.content.policy,
                      row.content.quotas,
                      {}};
    if (unit.actor().has(base::Role::organizer, row.id)) view.allowed_actions.emplace_back("change");
    if (unit.actor().is_person() && unit.actor().email_verified) view.allowed_actions.emplace_back("propose");
    return view;
}

ProblemListRow list_row_of(const campaign::ProblemRow& row) {
    return {row.id,    row.title, {row.author_id.text(), row.author_name, row.author_institution},
            row.state, row.terms, row.updated_at};
}

ProblemView view_of(work::Unit& unit, const campaign::ProblemRow& row) {
    ProblemView view;
    view.id = row.id;
    view.campaign_id = row.campaign_id;
    view.author = {row.author_id.text(), row.author_name, row.author_institution};
    view.state = row.state;
    view.version = row.version;
    view.title = row.title;
    view.decision_supported = row.decision_supported;
    view.current_practice = row.current_practice;
    view.unmet_need = row.unmet_need;
    view.affected_population = row.affected_population;
    view.target_performance = row.target_performance;
    view.reference_feasibility = row.reference_feasibility;
    view.equity = row.equity;
    view.terms = row.terms;
    view.references = row.literature;
    view.coauthors = row.coauthors;
    view.merged_into = row.merged_into;
    view.history = contribution::history_of(unit, "problem", row.id.text());
    view.created_at = row.created_at;
    view.updated_at = row.updated_at;
    const auto parts = campaign::rules::parts_of(unit.actor(), row);
    view.allowed_actions = base::allowed_actions(campaign::rules::problem_transitions(), row.state,
                                                 std::span<const campaign::ProblemPart>{parts});
    return view;
}

}  // namespace medal::api
