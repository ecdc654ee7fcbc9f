#include "contribution/redaction_rules.h"

#include "base/error.h"
#include "base/json.h"
#include "contribution/rules.h"

#include <gtest/gtest.h>

namespace medal::contribution {
namespace {

using imaging::burned_in::TextClass;

AssetId asset_id(unsigned char number) {
    base::Uuid uuid{};
    uuid.bytes[15] = number;
    return AssetId{uuid};
}

AssetRow clip() {
    AssetRow asset;
    asset.id = asset_id(1);
    asset.kind = AssetKind::dicom_series;
    asset.frames = 10;
    asset.column_count = 100;
    asset.row_count = 80;
    return asset;
}

RedactionRegion region_of(std::int64_t from, std::int64_t to) {
    RedactionRegion region;
    region.frame_from = from;
    region.frame_to = to;
    region.x = 10;
    region.y = 20;
    region.width = 30;
    region.height = 10;
    return region;
}

TextBox box_at(std::int64_t frame, std::uint64_t x, TextClass text_class) {
    return {asset_id(1), frame, x, 21, 10, 8, text_class, 0.9, false};
}

std::string field_of(const RedactionRegion& region) {
    try {
        rules::check_regions(std::vector{region}, clip());
    } catch (const base::Error& error) {
        return error.field();
    }
    return "";
}

ItemRow item_in(ItemState state) {
    ItemRow item;
    item.state = state;
    return item;
}

base::Sha256 hash_number(const std::string& text) {
    return base::sha256(text);
}

TEST(RedactionRules, a_region_lies_on_frames_and_pixels_that_the_image_has) {
    EXPECT_EQ(field_of(region_of(0, 9)), "");
    EXPECT_EQ(field_of(region_of(-1, 3)), "/regions/0/frame_from");
    EXPECT_EQ(field_of(region_of(10, 10)), "/regions/0/frame_from");
    EXPECT_EQ(field_of(region_of(4, 3)), "/regions/0/frame_to");
    EXPECT_EQ(field_of(region_of(4, 10)), "/regions/0/frame_to");
    auto region = region_of(0, 0);
    region.width = 91;
    EXPECT_EQ(field_of(region), "/regions/0/width");
    region.width = 9'223'372'036'854'775'807;
    EXPECT_EQ(field_of(region), "/regions/0/width");
    region = region_of(0, 0);
    region.height = 0;
    EXPECT_EQ(field_of(region), "/regions/0/height");
    region = region_of(0, 0);
    region.x = 100;
    EXPECT_EQ(field_of(region), "/regions/0/x");
    region.x = 0;
    region.y = -1;
    EXPECT_EQ(field_of(region), "/regions/0/y");
}

TEST(RedactionRules, there_is_at_least_one_region_and_no_more_than_the_limit) {
    EXPECT_THROW(rules::check_regions({}, clip()), base::Error);
    EXPECT_NO_THROW(rules::check_regions(std::vector(kMostRegions, region_of(0, 0)), clip()));
    EXPECT_THROW(rules::check_regions(std::vector(kMostRegions + 1, region_of(0, 0)), clip()), base::Error);
}

TEST(RedactionRules, a_face_is_removed_from_volumes_and_without_boxes) {
    RedactionCommand command{asset_id(1), {}, true, {}};
    EXPECT_NO_THROW(rules::check_redaction(command, clip()));
    command.regions = {region_of(0, 0)};
    EXPECT_THROW(rules::check_redaction(command, clip()), base::Error);
    command.regions.clear();
    auto photo = clip();
    photo.kind = AssetKind::raster;
    EXPECT_THROW(rules::check_redaction(command, photo), base::Error);
    auto volume = clip();
    volume.kind = AssetKind::nifti_volume;
    EXPECT_NO_THROW(rules::check_redaction(command, volume));
}

TEST(RedactionRules, boxes_are_painted_into_every_kind_of_image_and_only_filled_on_slides) {
    RedactionCommand command{asset_id(1), {region_of(0, 0)}, {}, {}};
    auto asset = clip();
    for (const auto kind : {AssetKind::dicom_series, AssetKind::raster, AssetKind::nifti_volume,
                            AssetKind::video, AssetKind::slide}) {
        asset.kind = kind;
        EXPECT_NO_THROW(rules::check_redaction(command, asset));
    }
    command.regions[0].style = imaging::redact::Style::blur;
    asset.kind = AssetKind::video;
    EXPECT_NO_THROW(rules::check_redaction(command, asset));
    asset.kind = AssetKind::slide;
    try {
        rules::check_redaction(command, asset);
        ADD_FAILURE() << "a slide was to be blurred";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.field(), "/regions/0/style");
    }
}

TEST(RedactionRules, images_stay_as_they_are_once_a_question_on_them_is_submitted) {
    for (const auto state :
         {ItemState::draft, ItemState::blocked, ItemState::rejected, ItemState::withdrawn}) {
        EXPECT_FALSE(rules::are_images_settled(std::vector{item_in(state)}));
    }
    for (const auto state :
         {ItemState::submitted, ItemState::in_checks, ItemState::in_review, ItemState::in_revision,
          ItemState::in_discussion, ItemState::accepted, ItemState::released, ItemState::under_investigation,
          ItemState::corrected, ItemState::retired}) {
        EXPECT_THROW(rules::require_unsettled_images(std::vector{item_in(ItemState::draft), item_in(state)}),
                     base::Error);
    }
}

TEST(RedactionRules, a_case_is_redacted_by_its_author_or_a_steward_when_nothing_else_works_on_it) {
    for (const auto state : {CaseState::needs_attention, CaseState::ready}) {
        for (const auto part : {Part::author, Part::steward}) {
            EXPECT_EQ(rules::next_state(state, CaseAction::redact, std::vector{part}), CaseState::processing);
        }
        EXPECT_THROW(rules::next_state(state, CaseAction::redact, std::vector{Part::chair}), base::Error);
    }
    for (const auto state : {CaseState::draft, CaseState::processing, CaseState::withdrawn}) {
        EXPECT_THROW(rules::next_state(state, CaseAction::redact, std::vector{Part::author}), base::Error);
    }
}

TEST(RedactionRules, regions_meet_the_files_by_the_files_own_frames) {
    std::vector<FrameRow> frames;
    for (std::int64_t i = 0; i < 6; ++i) {
        FrameRow frame;
        frame.frame_index = i;
        frame.frame_in_file = i < 4 ? i : 0;
        frame.blob = hash_number(i < 4 ? "clip" : "still");
        frames.push_back(frame);
    }
    const auto files = rules::files_of(frames);
    ASSERT_EQ(files.size(), 3U) << "two equal stills are two files";
    EXPECT_EQ(files[0].frames, 4);
    const std::vector regions{region_of(2, 4)};
    const auto in_clip = rules::regions_in(files[0], regions);
    ASSERT_EQ(in_clip.size(), 1U);
    EXPECT_EQ(in_clip[0].frame_from, 2U);
    EXPECT_EQ(in_clip[0].frame_to, 3U);
    const auto in_still = rules::regions_in(files[1], regions);
    ASSERT_EQ(in_still.size(), 1U);
    EXPECT_EQ(in_still[0].frame_to, 0U);
    EXPECT_TRUE(rules::regions_in(files[2], regions).empty());
}

TEST(RedactionRules, frames_under_several_regions_count_once) {
    EXPECT_EQ(rules::count_frames(std::vector{region_of(2, 2), region_of(0, 4), region_of(8, 9)}), 7);
    EXPECT_EQ(rules::count_frames({}), 0);
}

TEST(RedactionRules, a_box_is_painted_over_when_hardly_anything_of_it_is_left) {
    const std::vector whole{region_of(0, 5)};
    EXPECT_TRUE(rules::is_covered(box_at(3, 12, TextClass::text), whole));
    EXPECT_FALSE(rules::is_covered(box_at(6, 12, TextClass::text), whole)) << "another frame";
    EXPECT_FALSE(rules::is_covered(box_at(3, 35, TextClass::text), whole)) << "half of it";
    auto other_half = region_of(0, 5);
    other_half.x = 40;
    EXPECT_TRUE(rules::is_covered(box_at(3, 35, TextClass::text), std::vector{whole[0], other_half}));
}

TEST(RedactionRules, a_box_of_a_film_is_painted_over_when_it_is_on_all_of_its_frames) {
    auto box = box_at(3, 12, TextClass::text);
    box.last_frame = 8;
    EXPECT_FALSE(rules::is_covered(box, std::vector{region_of(0, 5)}));
    EXPECT_FALSE(rules::is_covered(box, std::vector{region_of(0, 5), region_of(7, 9)})) << "seen on 6";
    EXPECT_TRUE(rules::is_covered(box, std::vector{region_of(6, 9), region_of(0, 5)}));
}

TEST(RedactionRules, what_is_found_again_of_a_film_is_known_where_its_frames_meet) {
    auto known = box_at(3, 12, TextClass::identifier);
    known.last_frame = 8;
    auto again = box_at(6, 12, TextClass::identifier);
    again.last_frame = 20;
    TextEvidence evidence;
    evidence.boxes = {known};
    EXPECT_EQ(rules::after_redaction(evidence, {asset_id(1), {}, std::vector{again}}).boxes.size(), 1U);
    again.frame = 9;
    EXPECT_EQ(rules::after_redaction(evidence, {asset_id(1), {}, std::vector{again}}).boxes.size(), 2U);
}

TEST(RedactionRules, what_is_found_again_is_told_once_and_what_is_new_is_added) {
    TextEvidence evidence;
    evidence.boxes = {box_at(0, 12, TextClass::identifier), box_at(0, 60, TextClass::text)};
    const std::vector painted{region_of(0, 9)};
    const std::vector found{box_at(0, 61, TextClass::text), box_at(0, 80, TextClass::identifier),
                            box_at(0, 70, TextClass::marker), box_at(2, 12, TextClass::identifier)};
    const auto after = rules::after_redaction(evidence, {asset_id(1), painted, found});
    ASSERT_EQ(after.boxes.size(), 3U);
    EXPECT_TRUE(after.boxes[0].is_painted_over);
    EXPECT_FALSE(after.boxes[1].is_painted_over);
    EXPECT_EQ(after.boxes[2].x, 80U);
}

TEST(RedactionRules, boxes_of_another_image_are_not_painted_over) {
    TextEvidence evidence;
    evidence.boxes = {box_at(0, 12, TextClass::identifier)};
    const std::vector painted{region_of(0, 9)};
    const auto after = rules::after_redaction(evidence, {asset_id(2), painted, {}});
    EXPECT_FALSE(after.boxes[0].is_painted_over);
}

TEST(RedactionRules, painting_clears_no_check_and_what_is_left_blocks_again) {
    CheckRow check;
    check.verdict = Verdict::block;
    TextEvidence painted;
    painted.boxes = {box_at(0, 12, TextClass::identifier)};
    painted.boxes[0].is_painted_over = true;
    rules::judge_again(check, painted);
    EXPECT_EQ(check.verdict, Verdict::block);
    EXPECT_FALSE(check.cleared);
    CheckRow warned;
    warned.verdict = Verdict::warn;
    warned.cleared = true;
    rules::judge_again(warned, painted);
    EXPECT_EQ(warned.verdict, Verdict::warn);
    EXPECT_TRUE(warned.cleared);
    painted.boxes[0].is_painted_over = false;
    rules::judge_again(warned, painted);
    EXPECT_EQ(warned.verdict, Verdict::block);
    EXPECT_FALSE(warned.cleared);
}

}  // namespace
}  // namespace medal::contribution
