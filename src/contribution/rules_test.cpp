#include "contribution/rules.h"

#include "base/error.h"
#include "support/error_of.h"

#include <gtest/gtest.h>

namespace medal::contribution::rules {
namespace {

using testing::error_of;

const std::vector<Part> kAuthor{Part::author};
const std::vector<Part> kChair{Part::chair};
const std::vector<Part> kSystem{Part::system};

CaseDraft good_case() {
    CaseDraft draft;
    draft.label = "first";
    draft.site_name = "University hospital";
    draft.country = "DE";
    draft.age_band = "60-69";
    draft.licence = "CC-BY-4.0";
    draft.consent.statements = {"deidentified", "right_to_share"};
    return draft;
}

void check(const CaseDraft& draft) {
    check_case(draft, {"CC-BY-4.0"}, {"deidentified", "right_to_share"});
}

ItemDraft good_item() {
    ItemDraft draft;
    draft.stem = "How long is the lesion?";
    draft.language = "en";
    draft.answer_spec = answers::NumberSpec{"mm"};
    draft.reference = answers::NumberReference{12, "mm", 1, answers::ToleranceKind::absolute};
    draft.asset_ids = {AssetId{}};
    return draft;
}

TEST(CaseRules, a_good_draft_passes_and_each_fault_names_its_field) {
    EXPECT_NO_THROW(check(good_case()));
    auto draft = good_case();
    draft.country = "Germany";
    EXPECT_EQ(error_of([&] { check(draft); }), "case.bad_country /country");
    draft = good_case();
    draft.age_band = "63";
    EXPECT_EQ(error_of([&] { check(draft); }), "case.bad_age_band /age_band");
    draft = good_case();
    draft.consent.statements = {"deidentified"};
    EXPECT_EQ(error_of([&] { check(draft); }), "case.consent_missing /consent/statements");
    draft = good_case();
    draft.licence = "all mine";
    EXPECT_EQ(error_of([&] { check(draft); }), "case.bad_licence /licence");
}

TEST(CaseRules, a_case_with_attention_goes_back_to_processing_before_it_is_ready) {
    EXPECT_EQ(next_state(CaseState::needs_attention, CaseAction::reprocess, kAuthor), CaseState::processing);
    EXPECT_EQ(error_of([] { next_state(CaseState::needs_attention, CaseAction::become_ready, kSystem); }),
              "case.not_now /action");
}

TEST(CaseRules, an_author_cannot_clear_a_finding) {
    EXPECT_EQ(error_of([] { next_state(CaseState::needs_attention, CaseAction::clear, kAuthor); }),
              "case.not_you /action");
}

TEST(CaseRules, a_steward_does_not_clear_their_own_case) {
    base::Actor actor;
    actor.kind = base::ActorKind::person;
    actor.person_id.uuid.bytes[0] = 1;
    actor.roles = {{base::Role::steward, {}}};
    const auto own = parts_of(actor, actor.person_id, {});
    EXPECT_THROW(next_state(CaseState::needs_attention, CaseAction::clear, own), base::Error);
    const auto other = parts_of(actor, base::PersonId{}, {});
    EXPECT_EQ(next_state(CaseState::needs_attention, CaseAction::clear, other), CaseState::processing);
}

TEST(CaseRules, identifiers_in_images_are_the_most_pressing_and_what_is_cleared_is_not) {
    const auto check = [](CheckKind kind, Verdict verdict, bool cleared = false) {
        return Check{{}, kind, verdict, "", {"{}"}, cleared};
    };
    using enum CheckKind;
    EXPECT_EQ(urgency_of(std::vector{check(quality, Verdict::block), check(burned_in_text, Verdict::block)}),
              0);
    EXPECT_EQ(
        urgency_of(std::vector{check(face, Verdict::block), check(burned_in_text, Verdict::block, true)}), 1);
    EXPECT_EQ(urgency_of(std::vector{check(text_identifiers, Verdict::block)}), 2);
    EXPECT_EQ(urgency_of(std::vector{check(duplicate, Verdict::block)}), 3);
    EXPECT_EQ(urgency_of(std::vector{check(burned_in_text, Verdict::warn)}), 4);
    EXPECT_EQ(urgency_of({}), kCalmest);
}

TEST(CaseRules, nothing_is_processed_while_a_file_is_on_its_way) {
    EXPECT_EQ(error_of([] { require_processable(1, 1); }), "case.still_uploading ");
    EXPECT_EQ(error_of([] { require_processable(0, 0); }), "case.no_files ");
    EXPECT_NO_THROW(require_processable(1, 0));
}

TEST(ItemRules, an_item_is_accepted_only_out_of_a_discussion_by_the_chair) {
    EXPECT_EQ(next_state(ItemState::in_discussion, ItemAction::accept, kChair), ItemState::accepted);
    EXPECT_EQ(error_of([] { next_state(ItemState::in_review, ItemAction::accept, kChair); }),
              "item.not_now /action");
    EXPECT_EQ(error_of([] { next_state(ItemState::in_discussion, ItemAction::accept, kAuthor); }),
              "item.not_you /action");
}

TEST(ItemRules, a_released_item_cannot_be_withdrawn_by_its_author) {
    EXPECT_EQ(error_of([] { next_state(ItemState::released, ItemAction::withdraw, kAuthor); }),
              "item.not_now /action");
}

TEST(ItemRules, nobody_plays_the_chair_towards_their_own_item) {
    base::Actor actor;
    actor.kind = base::ActorKind::person;
    actor.person_id.uuid.bytes[0] = 7;
    actor.roles = {{base::Role::chair, base::CampaignId{}}};
    EXPECT_EQ(parts_of(actor, actor.person_id, base::CampaignId{}), std::vector{Part::author});
    EXPECT_EQ(parts_of(actor, base::PersonId{}, base::CampaignId{}), std::vector{Part::chair});
}

TEST(ItemRules, a_box_must_be_drawn_on_an_image_that_is_shown) {
    auto draft = good_item();
    EXPECT_NO_THROW(check_item(draft));
    draft.answer_spec = answers::BoxSpec{"another", ""};
    draft.reference = answers::BoxReference{{{0, 1, 1, 5, 5}}, 0.5};
    EXPECT_EQ(error_of([&] { check_item(draft); }), "item.box_asset /answer_spec/asset_id");
}

TEST(ItemRules, an_item_waits_for_its_case_and_shows_only_its_images) {
    const std::vector<AssetId> own{AssetId{}};
    EXPECT_NO_THROW(require_submittable(CaseState::ready, good_item(), own));
    EXPECT_EQ(error_of([&] { require_submittable(CaseState::processing, good_item(), own); }),
              "item.case_not_ready ");
    EXPECT_EQ(error_of([&] { require_submittable(CaseState::ready, good_item(), {}); }),
              "item.foreign_asset /asset_ids");
}

TEST(Checks, a_cleared_block_no_longer_counts) {
    std::vector<Check> checks(2);
    checks[0].verdict = Verdict::block;
    checks[1].verdict = Verdict::warn;
    EXPECT_EQ(worst(checks), Verdict::block);
    checks[0].cleared = true;
    EXPECT_EQ(worst(checks), Verdict::warn);
}

}  // namespace
}  // namespace medal::contribution::rules
