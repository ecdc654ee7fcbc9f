#include "campaign/rules.h"

#include "base/error.h"
#include "support/error_of.h"

#include <gtest/gtest.h>

namespace medal::campaign::rules {
namespace {

using testing::error_of;

const std::vector<ProblemPart> kAuthorPart{ProblemPart::author};
const std::vector<ProblemPart> kOrganizerPart{ProblemPart::organizer};

Taxonomy taxonomy() {
    Taxonomy made;
    made.axes.push_back(
        {"modality", {{"en", "Modality"}}, true, {{"ct", {{"en", "CT"}}, {}}, {"mr", {{"en", "MR"}}, {}}}});
    return made;
}

ProblemDraft draft() {
    ProblemDraft made;
    made.title = "Which liver lesions need a biopsy?";
    made.decision_supported = "Whether a patient is referred to biopsy.";
    made.unmet_need = "Many benign lesions are biopsied today.";
    made.reference_feasibility = "Histopathology exists for most lesions.";
    made.terms = {{"modality", {"ct"}}};
    return made;
}

TEST(Problem, goes_from_draft_to_open_for_data_through_screening_and_rating) {
    auto state = next_state(ProblemState::draft, ProblemAction::submit, kAuthorPart);
    for (const auto action :
         {ProblemAction::screen, ProblemAction::start_rating, ProblemAction::discuss,
          ProblemAction::resume_rating, ProblemAction::prioritise, ProblemAction::open_for_data}) {
        state = next_state(state, action, kOrganizerPart);
    }
    EXPECT_EQ(state, ProblemState::open_for_data);
}

TEST(Problem, tells_not_now_from_not_you) {
    EXPECT_EQ(error_of([] { next_state(ProblemState::draft, ProblemAction::open_for_data, kOrganizerPart); }),
              "problem.not_now /action");
    EXPECT_EQ(error_of([] { next_state(ProblemState::submitted, ProblemAction::screen, kAuthorPart); }),
              "problem.not_you /action");
}

TEST(Problem, cannot_be_withdrawn_once_it_is_prioritised) {
    EXPECT_EQ(error_of([] { next_state(ProblemState::prioritised, ProblemAction::withdraw, kAuthorPart); }),
              "problem.not_now /action");
}

TEST(Problem, an_organizer_plays_no_part_in_the_own_problem) {
    ProblemRow row;
    row.author_id.uuid.bytes[0] = 1;
    base::Actor actor;
    actor.kind = base::ActorKind::person;
    actor.person_id = row.author_id;
    actor.roles = {{base::Role::organizer, row.campaign_id}};
    EXPECT_EQ(parts_of(actor, row), kAuthorPart);
}

TEST(Problem, a_draft_is_seen_by_its_author_only) {
    ProblemRow row;
    row.author_id.uuid.bytes[0] = 1;
    EXPECT_FALSE(is_visible(base::Actor{}, row));
    row.state = ProblemState::submitted;
    EXPECT_TRUE(is_visible(base::Actor{}, row));
    row.state = ProblemState::withdrawn;
    EXPECT_FALSE(is_visible(base::Actor{}, row));
}

TEST(Problem, a_half_written_draft_is_kept_but_not_submitted) {
    auto half = draft();
    half.unmet_need.clear();
    EXPECT_NO_THROW(check_draft(half, taxonomy()));
    EXPECT_EQ(error_of([&] { check_complete(half, taxonomy()); }), "text.too_short /unmet_need");
    auto unplaced = draft();
    unplaced.terms.clear();
    EXPECT_EQ(error_of([&] { check_complete(unplaced, taxonomy()); }), "terms.missing /terms/modality");
    EXPECT_NO_THROW(check_complete(draft(), taxonomy()));
}

TEST(Problem, refuses_terms_that_the_taxonomy_does_not_have) {
    auto odd = draft();
    odd.terms = {{"modality", {"x-ray"}}};
    EXPECT_EQ(error_of([&] { check_draft(odd, taxonomy()); }), "terms.unknown_term /terms/modality");
}

TEST(Problem, refuses_references_that_are_neither_dois_nor_addresses) {
    auto cited = draft();
    cited.references = {"10.1038/s41592-023-02151-z", "https://doi.org/10.1038/s41592-023-02151-z"};
    EXPECT_NO_THROW(check_draft(cited, taxonomy()));
    cited.references.emplace_back("Reinke et al. 2024");
    EXPECT_EQ(error_of([&] { check_draft(cited, taxonomy()); }), "problem.bad_reference /references/2");
}

TEST(Problem, is_turned_down_only_with_a_telling_reason) {
    EXPECT_NO_THROW(check_reason(ProblemAction::prioritise, ""));
    EXPECT_EQ(error_of([] { check_reason(ProblemAction::decline, "no"); }), "text.too_short /reason");
    EXPECT_EQ(error_of([] { check_reason(ProblemAction::merge, "                         "); }),
              "text.too_short /reason");
    EXPECT_NO_THROW(check_reason(ProblemAction::defer, "No site can give follow-up data this year."));
}

TEST(Campaign, refuses_a_change_of_an_old_version) {
    EXPECT_NO_THROW(check_version(3, 3));
    EXPECT_EQ(error_of([] { check_version(2, 3); }), "campaign.stale /version");
    EXPECT_EQ(error_of([] { check_version({}, 3); }), "campaign.no_version /version");
}

CampaignFile good_file() {
    CampaignFile file;
    file.slug = "medal-2026";
    file.title = {{"en", "MEDAL"}};
    file.summary = {{"en", "The exam"}};
    file.policy.licences = {"CC-BY-4.0"};
    file.taxonomy = taxonomy();
    return file;
}

TEST(Campaign, refuses_quotas_that_nothing_can_meet) {
    const auto axis = taxonomy().axes.at(0).key;
    const auto term = taxonomy().axes.at(0).terms.at(0).key;
    const auto code_with = [&](std::vector<Quota> quotas) {
        auto file = good_file();
        file.quotas = std::move(quotas);
        return error_of([&] { check_campaign(file); });
    };
    EXPECT_EQ(code_with({{axis, term, 5, 50}}), "none");
    EXPECT_EQ(code_with({{axis, term, 0, {}}}), "none");
    EXPECT_EQ(code_with({{"no_axis", term, 5, 50}}), "campaign.unknown_axis /quotas/0/axis");
    EXPECT_EQ(code_with({{axis, "no_term", 5, 50}}), "campaign.unknown_term /quotas/0/term");
    EXPECT_EQ(code_with({{axis, term, -1, 50}}), "campaign.quota_range /quotas/0/minimum");
    EXPECT_EQ(code_with({{axis, term, 6, 5}}), "campaign.quota_range /quotas/0/maximum");
    EXPECT_EQ(code_with({{axis, term, 1, 5}, {axis, term, 2, 5}}), "campaign.twice /quotas/1/term");
}

TEST(Campaign, refuses_phases_that_come_twice_or_before_what_they_need) {
    const auto code_with = [](std::vector<Phase> phases) {
        auto file = good_file();
        file.phases = std::move(phases);
        return error_of([&] { check_campaign(file); });
    };
    const Phase proposing{PhaseKind::proposing, {2026, 1, 1}, {2026, 6, 30}};
    const Phase rating{PhaseKind::rating, {2026, 3, 1}, {2026, 8, 31}};
    EXPECT_EQ(code_with({proposing, rating}), "none");
    EXPECT_EQ(code_with({rating, proposing}), "none");
    EXPECT_EQ(code_with({proposing, proposing}), "campaign.twice /phases/1/kind");
    EXPECT_EQ(code_with({proposing, {PhaseKind::rating, {2025, 3, 1}, {2026, 8, 31}}}),
              "campaign.phase_order /phases/1/opens_on");
    EXPECT_EQ(code_with({{PhaseKind::proposing, {2027, 1, 1}, {2026, 1, 1}}}),
              "campaign.phase_order /phases/0/closes_on");
}

TEST(Campaign, takes_problems_while_it_is_proposing_and_says_when_that_is) {
    auto file = good_file();
    EXPECT_NO_THROW(require_proposing(file, {2026, 1, 1}));
    file.phases = {{PhaseKind::proposing, {2026, 1, 15}, {2026, 6, 30}}};
    EXPECT_NO_THROW(require_proposing(file, {2026, 1, 15}));
    EXPECT_NO_THROW(require_proposing(file, {2026, 6, 30}));
    EXPECT_EQ(error_of([&] { require_proposing(file, {2026, 1, 14}); }), "campaign.not_proposing ");
    EXPECT_EQ(error_of([&] { require_proposing(file, {2026, 7, 1}); }), "campaign.not_proposing ");
    EXPECT_NO_THROW(require_contributing(file, {2026, 7, 1})) << "a campaign without this phase takes cases";
    file.phases.push_back({PhaseKind::contributing, {2026, 8, 1}, {2026, 9, 30}});
    EXPECT_NO_THROW(require_contributing(file, {2026, 8, 1}));
    EXPECT_EQ(error_of([&] { require_contributing(file, {2026, 7, 31}); }), "campaign.not_contributing ");
    EXPECT_EQ(error_of([&] { require_contributing(file, {2026, 10, 1}); }), "campaign.not_contributing ");
    try {
        require_proposing(file, {2026, 7, 1});
    } catch (const base::Error& error) {
        EXPECT_EQ(error.message(), "This campaign takes problems from 2026-01-15 to 2026-06-30.");
    }
}

TEST(Campaign, names_what_is_wrong_in_its_file) {
    CampaignFile file;
    file.slug = "medal-2026";
    file.title = {{"en", "MEDAL"}};
    file.summary = {{"en", "The exam"}};
    file.policy.licences = {"CC-BY-4.0"};
    EXPECT_NO_THROW(check_campaign(file));
    file.phases = {{PhaseKind::rating, {2026, 5, 1}, {2026, 4, 1}}};
    EXPECT_EQ(error_of([&] { check_campaign(file); }), "campaign.phase_order /phases/0/closes_on");
    file.phases.clear();
    file.title = {{"de", "nur Deutsch"}};
    EXPECT_EQ(error_of([&] { check_campaign(file); }), "campaign.no_english /title");
}

}  // namespace
}  // namespace medal::campaign::rules
