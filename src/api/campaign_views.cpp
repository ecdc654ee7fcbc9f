#include "api/campaign_views.h"

#include "campaign/rules.h"

namespace medal::api {

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
