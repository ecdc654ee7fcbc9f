#include "contribution/duplicate_search.h"

#include "contribution/schema.h"
#include "contribution/store.h"
#include "contribution/urgency_migration.h"
#include "db/bind.h"
#include "imaging/similar/look_text.h"
#include "support/engines.h"

#include <algorithm>
#include <bit>

#include <gtest/gtest.h>

namespace medal::contribution {
namespace {

constexpr std::uint64_t kLook = 0x123456789ABCDEF0;
constexpr std::uint64_t kSteps = 0x0F0F0F0F0F0F0F0F;

class Duplicates : public testing::EachEngine {
  protected:
    void SetUp() override {
        EachEngine::SetUp();
        make_tables(migrations());
    }

    void write(const auto& act) { db::transact(database(), db::Access::write, act); }

    static CaseId case_of(std::uint8_t number) {
        CaseId id;
        id.uuid.bytes[0] = number;
        return id;
    }

    /// A case of its own with one image.
    std::int64_t give(std::uint8_t number, const AssetPrint& print) {
        std::int64_t serial = 0;
        write([&](db::Session& session) {
            CaseRow row;
            row.id = case_of(number);
            row.campaign_id = campaign_;
            row.author_id.uuid.bytes[0] = number;
            store::insert(session, row);
            AssetRow asset;
            asset.id.uuid.bytes[0] = number;
            asset.case_id = row.id;
            store::insert(session, asset, {});
            serial = store::take_serials(session, campaign_, 1);
            store::insert(session,
                          store::FingerprintRow{campaign_, serial, row.id, asset.id, print.scope, 0,
                                                print.sha256_pixels, std::bit_cast<std::int64_t>(print.phash),
                                                std::bit_cast<std::int64_t>(print.dhash),
                                                imaging::similar::text_of(print.looks)});
        });
        return serial;
    }

    std::vector<DuplicateSearch::Near> near(DuplicateSearch& search, const AssetPrint& print) {
        std::vector<DuplicateSearch::Near> found;
        write([&](db::Session& session) {
            search.catch_up(session, campaign_, store::take_serials(session, campaign_, 0));
            found = search.near(campaign_, print);
        });
        return found;
    }

    static AssetPrint print(std::uint64_t phash, FingerprintScope scope = FingerprintScope::single,
                            const std::string& pixels = "pixels") {
        return {AssetId{}, scope, 0, pixels, phash, kSteps};
    }

    /// Of a picture whose whole is like nothing that is given elsewhere in these tests.
    static AssetPrint print_with(std::vector<imaging::similar::Look> looks, std::uint64_t phash,
                                 FingerprintScope scope = FingerprintScope::single) {
        auto one = print(phash, scope);
        one.looks = std::move(looks);
        return one;
    }

    base::CampaignId campaign_{};
};

TEST_P(Duplicates, are_found_by_every_process_also_those_given_after_it_looked_last) {
    DuplicateSearch here;
    DuplicateSearch there;
    give(1, print(kLook));
    EXPECT_EQ(near(here, print(kLook ^ 0b111)).size(), 1U);
    const auto second = give(2, print(kLook ^ 1));
    const auto found = near(here, print(kLook ^ 1));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].serial, second);
    EXPECT_EQ(found[0].distance_bits, 0U);
    EXPECT_EQ(near(there, print(kLook)).size(), 2U);
    EXPECT_TRUE(near(there, print(~kLook)).empty());
}

TEST_P(Duplicates, compare_pictures_with_slices_and_volumes_with_volumes) {
    using enum FingerprintScope;
    DuplicateSearch search;
    give(1, print(kLook, slice));
    EXPECT_EQ(near(search, print(kLook, single)).size(), 1U);
    EXPECT_TRUE(near(search, print(kLook, slice)).empty());
    EXPECT_TRUE(near(search, print(kLook, volume)).empty());
    give(2, print(kLook, volume));
    EXPECT_EQ(near(search, print(kLook, volume)).size(), 1U);
}

TEST_P(Duplicates, are_found_by_a_part_where_the_wholes_differ) {
    using imaging::similar::Part;
    DuplicateSearch search;
    const auto original = give(1, print_with({{Part::centre_835, kLook, {kSteps, 1}}}, 0));
    const auto cropped = print_with({{Part::frame, kLook ^ 0b111111, {kSteps, 0}}}, ~0ULL);
    const auto found = near(search, cropped);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].serial, original);
    EXPECT_EQ(found[0].distance_bits, 6U);
    EXPECT_TRUE(near(search, print_with({{Part::frame, kLook, {~kSteps, 0}}}, ~0ULL)).empty());
    EXPECT_TRUE(near(search, print_with(cropped.looks, ~0ULL, FingerprintScope::volume)).empty());
}

TEST_P(Duplicates, of_volumes_are_found_by_the_whole_alone) {
    using imaging::similar::Part;
    DuplicateSearch search;
    const auto with_whole = [](std::uint64_t whole) {
        return print_with({{Part::frame, kLook, {kSteps, 0}}}, whole, FingerprintScope::volume);
    };
    give(1, with_whole(0));
    EXPECT_TRUE(near(search, with_whole(~0ULL)).empty());
}

TEST_P(Duplicates, are_found_among_images_whose_parts_were_not_kept_yet) {
    DuplicateSearch search;
    give(1, print(kLook));
    EXPECT_EQ(near(search, print_with({{}}, kLook)).size(), 1U);
}

TEST_P(Duplicates, of_the_same_pixels_are_found_and_go_with_the_images_of_a_case) {
    give(1, print(kLook, FingerprintScope::single, "equal"));
    const auto other = give(2, print(~kLook, FingerprintScope::single, "equal"));
    const auto same = [&] {
        return db::transact(database(), db::Access::read, [&](db::Session& session) {
            return store::same_pixels(session, campaign_, case_of(1), 10);
        });
    };
    ASSERT_EQ(same().size(), 1U);
    EXPECT_EQ(same()[0].case_id, case_of(2));
    write([&](db::Session& session) { store::remove_assets(session, case_of(2)); });
    EXPECT_TRUE(same().empty());
    write([&](db::Session& session) { EXPECT_FALSE(store::find_image(session, campaign_, other)); });
}

TEST_P(Duplicates, take_no_more_memory_than_they_may_and_keep_the_newest) {
    DuplicateSearch search{{.most_entries = 8}, {}};
    for (std::uint8_t number = 1; number <= 20; ++number) {
        give(number, print(std::uint64_t{number} << 56 | kLook >> 8));
        near(search, print(kLook));
    }
    EXPECT_LE(search.size(), 8U);
    EXPECT_EQ(near(search, print(std::uint64_t{20} << 56 | kLook >> 8)).front().distance_bits, 0U);
}

TEST_P(Duplicates, leave_the_memory_of_other_campaigns_first) {
    DuplicateSearch search{{.most_entries = 3}, {}};
    const auto first = campaign_;
    give(1, print(kLook));
    give(2, print(~kLook));
    near(search, print(kLook));
    campaign_.uuid.bytes[0] = 9;
    give(3, print(kLook));
    give(4, print(~kLook));
    EXPECT_EQ(near(search, print(kLook)).size(), 1U);
    EXPECT_EQ(search.size(), 2U);
    campaign_ = first;
    EXPECT_EQ(near(search, print(kLook)).size(), 1U);
}

TEST_P(Duplicates, urgency_of_cases_held_before_it_was_kept_is_counted_from_their_checks) {
    write([&](db::Session& session) {
        for (std::uint8_t number = 1; number <= 3; ++number) {
            CaseRow row;
            row.id = case_of(number);
            row.state = number == 3 ? CaseState::ready : CaseState::needs_attention;
            store::insert(session, row);
            CheckRow check;
            check.id.uuid.bytes[0] = number;
            check.case_id = row.id;
            check.kind = number == 1 ? CheckKind::face : CheckKind::burned_in_text;
            check.verdict = number == 2 ? Verdict::warn : Verdict::block;
            store::insert(session, check);
        }
        session.run_script(kUrgencyMigration.substr(kUrgencyMigration.find("UPDATE")));
        EXPECT_EQ(store::load_case(session, case_of(1)).urgency, 1);
        EXPECT_EQ(store::load_case(session, case_of(2)).urgency, 4);
        EXPECT_EQ(store::load_case(session, case_of(3)).urgency, kCalmest);
    });
}

MEDAL_ON_EACH_ENGINE(Duplicates);

class EarlierPrints : public testing::EachEngine {};

TEST_P(EarlierPrints, are_read_without_looks_after_the_migration) {
    const auto all = migrations();
    const auto looks =
        std::find_if(all.begin(), all.end(), [](const auto& one) { return one.number == 310; });
    ASSERT_NE(looks, all.end());
    db::migrate(database(), all.first(static_cast<std::size_t>(looks - all.begin())));
    db::transact(database(), db::Access::write, [&](db::Session& session) {
        CaseRow row;
        store::insert(session, row);
        AssetRow asset;
        asset.case_id = row.id;
        store::insert(session, asset, {});
        db::execute(session,
                    "INSERT INTO asset_fingerprints (campaign_id, serial, case_id, asset_id, scope, frame, "
                    "sha256_pixels, phash, dhash) VALUES ($1, 1, $2, $3, 'single', 0, 'pixels', 7, 9)",
                    base::CampaignId{}, row.id, asset.id);
    });
    db::migrate(database(), all);
    db::transact(database(), db::Access::read, [&](db::Session& session) {
        const auto rows = store::fingerprints_between(session, base::CampaignId{}, 0, 1, 10);
        ASSERT_EQ(rows.size(), 1U);
        EXPECT_EQ(rows[0].phash, 7);
        EXPECT_EQ(rows[0].looks, "");
    });
}

MEDAL_ON_EACH_ENGINE(EarlierPrints);

}  // namespace
}  // namespace medal::contribution
