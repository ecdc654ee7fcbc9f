#include "contribution/redaction_actions.h"

#include "accounts/store.h"
#include "audit/audit.h"
#include "base/error.h"
#include "blob/references.h"
#include "campaign/store.h"
#include "contribution/abandoned.h"
#include "contribution/case_actions.h"
#include "contribution/redaction_store.h"
#include "contribution/store.h"
#include "contribution/testing_database.h"
#include "db/bind.h"
#include "jobs/queue.h"
#include "mail/outbox.h"
#include "support/temporary_folder.h"
#include "work/run.h"

#include <filesystem>
#include <functional>

#include <gtest/gtest.h>

namespace medal::contribution {
namespace {

constexpr std::int64_t kDay_us = 24 * base::kHour_us;

class RedactionActions : public ::testing::Test {
  protected:
    void SetUp() override {
        make_tables(*database_);
        author_.kind = base::ActorKind::person;
        author_.display_name = "Dr. Ada";
        as(author_, [&](work::Unit& unit) {
            author_.person_id = unit.new_id<base::PersonId>();
            add_case(unit);
        });
    }

    void as(const base::Actor& actor, const std::function<void(work::Unit&)>& act) {
        work::run(shop_, actor, db::Access::write, act);
    }

    void add_case(work::Unit& unit) {
        CaseRow row;
        row.id = case_ = unit.new_id<CaseId>();
        row.campaign_id = unit.new_id<base::CampaignId>();
        row.author_id = author_.person_id;
        row.state = CaseState::needs_attention;
        store::insert(unit.db(), row);
        store::insert(unit.db(), SignatureRow{case_, unit.new_id<base::PersonId>(), "Stella", "Fine.", {}});
        AssetRow asset;
        asset.id = asset_ = unit.new_id<AssetId>();
        asset.case_id = case_;
        asset.kind = AssetKind::dicom_series;
        asset.frames = 2;
        asset.row_count = asset.column_count = 64;
        store::insert(unit.db(), asset, {});
    }

    RedactionCommand box() const {
        RedactionRegion region;
        region.width = region.height = 10;
        return {asset_, {region}, {}, {}};
    }

    RedactionId ask(const RedactionCommand& command) {
        RedactionId id;
        as(author_, [&](work::Unit& unit) { id = ask_redaction(unit, case_, command).id; });
        return id;
    }

    /// As the job leaves it: a volume without its face that waits for a word.
    RedactionId preview() {
        const auto id = ask({asset_, {}, true, {}});
        as(base::system_actor(), [&](work::Unit& unit) {
            auto row = store::load_redaction(unit.db(), id);
            row.state = RedactionState::preview;
            row.expires_at = unit.now() + kPreviewLife_us;
            store::update(unit.db(), row);
            unit.keep_blob(kFace, owner_of(row), 1);
            auto one = store::load_case(unit.db(), case_);
            one.state = CaseState::needs_attention;
            store::update(unit.db(), one);
        });
        return id;
    }

    RedactionState state_of(RedactionId id) {
        return read<RedactionState>([&](db::Session& db) { return store::load_redaction(db, id).state; });
    }
    CaseState case_state() {
        return read<CaseState>([&](db::Session& db) { return store::load_case(db, case_).state; });
    }
    bool is_face_kept() {
        return read<bool>([](db::Session& db) { return blob::is_kept(db, kFace); });
    }
    template <class T>
    T read(const std::function<T(db::Session&)>& look) {
        return db::transact(*database_, db::Access::read, look);
    }

    static inline const base::Sha256 kFace = base::sha256("a face");
    std::unique_ptr<db::Database> database_ = db::Database::open({});
    testing::TemporaryFolder folder_;
    std::unique_ptr<blob::Store> blobs_ = blob::open_local_store(folder_.path());
    base::ManualClock clock_{{1'000'000'000}};
    base::SeededRandom random_{3};
    work::Workshop shop_{*database_, *blobs_, clock_, random_, {}, [] {}};
    base::Actor author_;
    CaseId case_;
    AssetId asset_;
};

TEST_F(RedactionActions, asking_sets_the_case_to_work_and_voids_the_signatures) {
    const auto id = ask(box());
    EXPECT_EQ(case_state(), CaseState::processing);
    EXPECT_EQ(state_of(id), RedactionState::working);
    EXPECT_TRUE(read<bool>([&](db::Session& db) {
        return jobs::is_pending(db, kRedactJob, redaction_payload(id)) &&
               store::signatures_of(db, case_).empty();
    }));
}

TEST_F(RedactionActions, what_is_in_work_is_not_asked_for_again) {
    ask(box());
    EXPECT_THROW(ask(box()), base::Error);
}

TEST_F(RedactionActions, a_stranger_learns_nothing_and_changes_nothing) {
    auto stranger = author_;
    as(author_, [&](work::Unit& unit) { stranger.person_id = unit.new_id<base::PersonId>(); });
    EXPECT_THROW(as(stranger, [&](work::Unit& unit) { ask_redaction(unit, case_, box()); }), base::Error);
    EXPECT_EQ(case_state(), CaseState::needs_attention);
}

TEST_F(RedactionActions, a_preview_that_nobody_decides_on_is_gone_after_a_day_with_its_bytes) {
    const auto id = preview();
    clock_.advance_us(kDay_us - base::kHour_us);
    as(base::system_actor(), [](work::Unit& unit) { settle_abandoned(unit); });
    EXPECT_EQ(state_of(id), RedactionState::preview);
    EXPECT_TRUE(is_face_kept());
    clock_.advance_us(2 * base::kHour_us);
    as(base::system_actor(), [](work::Unit& unit) { settle_abandoned(unit); });
    EXPECT_EQ(state_of(id), RedactionState::expired);
    EXPECT_FALSE(is_face_kept());
    EXPECT_THROW(
        as(author_, [&](work::Unit& unit) { decide_preview(unit, case_, id, PreviewDecision::confirm); }),
        base::Error);
}

TEST_F(RedactionActions, a_preview_is_thrown_away_at_once_or_put_to_work) {
    const auto thrown = preview();
    as(author_, [&](work::Unit& unit) { decide_preview(unit, case_, thrown, PreviewDecision::discard); });
    EXPECT_EQ(state_of(thrown), RedactionState::discarded);
    EXPECT_FALSE(is_face_kept());
    const auto kept = preview();
    as(author_, [&](work::Unit& unit) { decide_preview(unit, case_, kept, PreviewDecision::confirm); });
    EXPECT_EQ(state_of(kept), RedactionState::confirmed);
    EXPECT_EQ(case_state(), CaseState::processing);
    EXPECT_TRUE(is_face_kept());
}

TEST_F(RedactionActions, a_case_that_is_withdrawn_leaves_nothing_of_its_preview) {
    const auto id = preview();
    as(author_, [&](work::Unit& unit) { act_on_case(unit, case_, CaseAction::withdraw, "Mine."); });
    EXPECT_EQ(state_of(id), RedactionState::discarded);
    EXPECT_FALSE(is_face_kept());
}

TEST_F(RedactionActions, a_redaction_whose_job_was_given_up_gives_the_case_back_as_it_was) {
    const auto id = ask(box());
    as(base::system_actor(), [](work::Unit& unit) { settle_abandoned(unit); });
    EXPECT_EQ(case_state(), CaseState::processing) << "its job still waits";
    as(base::system_actor(), [](work::Unit& unit) {
        db::execute(unit.db(), "UPDATE jobs SET state = 'dead'");
        settle_abandoned(unit);
    });
    EXPECT_EQ(state_of(id), RedactionState::failed);
    EXPECT_EQ(case_state(), CaseState::ready) << "no check of this case blocks";
}

TEST_F(RedactionActions, a_dismissal_is_kept_with_name_and_reason_and_clears_nothing) {
    DismissalCommand command{asset_, box().regions, "The maker's name."};
    as(author_, [&](work::Unit& unit) {
        const auto row = dismiss_findings(unit, case_, command);
        EXPECT_EQ(row.person_name, "Dr. Ada");
        EXPECT_EQ(row.state, RedactionState::done);
    });
    EXPECT_EQ(case_state(), CaseState::needs_attention);
    command.reason = " ";
    EXPECT_THROW(as(author_, [&](work::Unit& unit) { dismiss_findings(unit, case_, command); }), base::Error);
}

}  // namespace
}  // namespace medal::contribution
