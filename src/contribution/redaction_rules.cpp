#include "contribution/redaction_rules.h"

#include "base/error.h"
#include "base/json.h"

#include <algorithm>

namespace medal::contribution::rules {
namespace {

using base::Error;
using base::ErrorKind;
using imaging::burned_in::TextClass;

/// A box is looked at in so many places along each side.
constexpr int kLooks = 8;
constexpr double kHardlyAnything = 0.05;
constexpr std::size_t kMostBoxes = 200;

bool is_settled(ItemState state) {
    switch (state) {
        case ItemState::draft:
        case ItemState::blocked:
        case ItemState::rejected:
        case ItemState::withdrawn:
            return false;
        default:
            return true;
    }
}

[[noreturn]] void fail_region(std::size_t index, const char* field, const char* message) {
    throw Error{ErrorKind::invalid,
                "redaction.bad_region",
                message,
                {.field = "/regions/" + std::to_string(index) + "/" + field}};
}

void check_region(const RedactionRegion& region, const AssetRow& asset, std::size_t index) {
    if (region.frame_from < 0 || region.frame_from >= asset.frames) {
        fail_region(index, "frame_from", "The image has no such frame.");
    }
    if (region.frame_to < region.frame_from || region.frame_to >= asset.frames) {
        fail_region(index, "frame_to",
                    "The range of frames ends before it begins, or behind the last frame.");
    }
    if (region.x < 0 || region.x >= asset.column_count) {
        fail_region(index, "x", "The box begins outside of the image.");
    }
    if (region.y < 0 || region.y >= asset.row_count) {
        fail_region(index, "y", "The box begins outside of the image.");
    }
    if (region.width < 1 || region.width > asset.column_count - region.x) {
        fail_region(index, "width", "The box is empty or reaches beyond the image.");
    }
    if (region.height < 1 || region.height > asset.row_count - region.y) {
        fail_region(index, "height", "The box is empty or reaches beyond the image.");
    }
}

bool holds(const RedactionRegion& region, std::int64_t frame, double x, double y) {
    return frame >= region.frame_from && frame <= region.frame_to && x >= static_cast<double>(region.x) &&
           x < static_cast<double>(region.x + region.width) && y >= static_cast<double>(region.y) &&
           y < static_cast<double>(region.y + region.height);
}

std::int64_t last_frame(const TextBox& box) {
    return box.last_frame.value_or(box.frame);
}

/// Where in the box's frames other regions begin to hold, so that all frames up to the next are alike.
std::vector<std::int64_t> telling_frames(const TextBox& box, std::span<const RedactionRegion> regions) {
    std::vector<std::int64_t> frames{box.frame};
    for (const auto& region : regions) {
        for (const auto frame : {region.frame_from, region.frame_to + 1}) {
            if (frame > box.frame && frame <= last_frame(box)) frames.push_back(frame);
        }
    }
    return frames;
}

bool is_covered_on(std::int64_t frame, const TextBox& box, std::span<const RedactionRegion> regions) {
    int outside = 0;
    for (int j = 0; j < kLooks; ++j) {
        for (int i = 0; i < kLooks; ++i) {
            const auto x = static_cast<double>(box.x) + (i + 0.5) / kLooks * static_cast<double>(box.width);
            const auto y = static_cast<double>(box.y) + (j + 0.5) / kLooks * static_cast<double>(box.height);
            const bool is_held = std::any_of(regions.begin(), regions.end(),
                                             [&](const auto& region) { return holds(region, frame, x, y); });
            outside += is_held ? 0 : 1;
        }
    }
    return outside <= kHardlyAnything * kLooks * kLooks;
}

bool is_same_place(const TextBox& one, const TextBox& other) {
    const auto middle_x = other.x + other.width / 2;
    const auto middle_y = other.y + other.height / 2;
    const bool meet = one.frame <= last_frame(other) && other.frame <= last_frame(one);
    return one.asset_id == other.asset_id && meet && middle_x >= one.x && middle_x < one.x + one.width &&
           middle_y >= one.y && middle_y < one.y + one.height;
}

/// A slide is painted tile by tile, and a mean of what one tile holds would end at its edge.
void require_filled(std::span<const RedactionRegion> regions) {
    for (std::size_t i = 0; i < regions.size(); ++i) {
        if (regions[i].style != imaging::redact::Style::fill)
            fail_region(i, "style", "On slides boxes are filled; choose that.");
    }
}

/// Named one by one: a kind of image that is added later takes no boxes until somebody has thought of it.
void require_paintable(const RedactionCommand& command, const AssetRow& asset) {
    switch (asset.kind) {
        case AssetKind::dicom_series:
        case AssetKind::raster:
        case AssetKind::nifti_volume:
        case AssetKind::video:
            return;
        case AssetKind::slide:
            return require_filled(command.regions);
    }
    throw Error{
        ErrorKind::unsupported,
        "redaction.unsupported",
        "Boxes cannot be painted into images of this kind.",
        {.field = "/asset_id", .hint = "Take the image out of the case, or upload it again without it."}};
}

}  // namespace

bool are_images_settled(std::span<const ItemRow> items) {
    return std::any_of(items.begin(), items.end(),
                       [](const ItemRow& item) { return is_settled(item.state); });
}

void require_unsettled_images(std::span<const ItemRow> items) {
    if (!are_images_settled(items)) return;
    throw Error{
        ErrorKind::conflict,
        "case.item_in_review",
        "A question on this case is being checked, reviewed or used; its images must stay as they are.",
        {.hint = "Withdraw the question first, or withdraw the case where a patient is in danger."}};
}

void check_regions(std::span<const RedactionRegion> regions, const AssetRow& asset) {
    if (regions.empty() || regions.size() > kMostRegions) {
        throw Error{ErrorKind::invalid,
                    "redaction.region_count",
                    "Give between 1 and 200 boxes.",
                    {.field = "/regions"}};
    }
    for (std::size_t i = 0; i < regions.size(); ++i) check_region(regions[i], asset, i);
}

void check_redaction(const RedactionCommand& command, const AssetRow& asset) {
    if (!command.deface.value_or(false)) {
        require_paintable(command, asset);
        return check_regions(command.regions, asset);
    }
    if (!command.regions.empty()) {
        throw Error{ErrorKind::invalid,
                    "redaction.region_count",
                    "The face of a volume is found without boxes.",
                    {.field = "/regions"}};
    }
    const bool is_volume = asset.kind == AssetKind::dicom_series || asset.kind == AssetKind::nifti_volume;
    if (is_volume && asset.frames > 1) return;
    throw Error{ErrorKind::invalid,
                "redaction.no_volume",
                "A face can be removed from CT, MR and PET volumes only.",
                {.field = "/deface", .hint = "Draw a box over the face instead."}};
}

std::vector<StoredFile> files_of(std::span<const FrameRow> frames) {
    std::vector<StoredFile> files;
    for (const auto& frame : frames) {
        const bool goes_on = !files.empty() && files.back().blob == frame.blob && frame.frame_in_file > 0;
        if (!goes_on) files.push_back({frame.blob, frame.media_type, frame.frame_index, 0});
        ++files.back().frames;
    }
    return files;
}

std::vector<imaging::redact::Region> regions_in(const StoredFile& file,
                                                std::span<const RedactionRegion> regions) {
    std::vector<imaging::redact::Region> met;
    const auto last = file.first_frame + file.frames - 1;
    for (const auto& region : regions) {
        const auto from = std::max(region.frame_from, file.first_frame);
        const auto to = std::min(region.frame_to, last);
        if (from > to) continue;
        const auto whole = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
        met.push_back({whole(from - file.first_frame), whole(to - file.first_frame), whole(region.x),
                       whole(region.y), whole(region.width), whole(region.height), region.style,
                       region.subject});
    }
    return met;
}

std::int64_t count_frames(std::span<const RedactionRegion> regions) {
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    for (const auto& region : regions) ranges.emplace_back(region.frame_from, region.frame_to);
    std::sort(ranges.begin(), ranges.end());
    std::int64_t count = 0;
    std::int64_t next = 0;
    for (const auto& [from, to] : ranges) {
        count += std::max<std::int64_t>(0, to + 1 - std::max(from, next));
        next = std::max(next, to + 1);
    }
    return count;
}

bool is_covered(const TextBox& box, std::span<const RedactionRegion> regions) {
    const auto frames = telling_frames(box, regions);
    return std::all_of(frames.begin(), frames.end(),
                       [&](std::int64_t frame) { return is_covered_on(frame, box, regions); });
}

TextEvidence after_redaction(TextEvidence evidence, const TextSearchAgain& again) {
    for (auto& box : evidence.boxes) {
        if (box.asset_id == again.asset_id && is_covered(box, again.painted)) box.is_painted_over = true;
    }
    for (const auto& found : again.found) {
        const bool is_known = std::any_of(evidence.boxes.begin(), evidence.boxes.end(), [&](const auto& box) {
            return !box.is_painted_over && is_same_place(box, found);
        });
        if (found.text_class == TextClass::marker || is_known || is_covered(found, again.painted)) continue;
        if (evidence.boxes.size() < kMostBoxes) {
            evidence.boxes.push_back(found);
        } else {
            ++evidence.more;
        }
    }
    return evidence;
}

void judge_again(CheckRow& check, const TextEvidence& evidence) {
    check.evidence = base::to_json(evidence);
    const bool is_left = std::any_of(evidence.boxes.begin(), evidence.boxes.end(), [](const TextBox& box) {
        return box.text_class == TextClass::identifier && !box.is_painted_over;
    });
    if (is_left) {
        if (check.verdict != Verdict::block) check.cleared = false;
        check.verdict = Verdict::block;
        check.code = "check.text_left";
        check.message =
            "Text in the pictures may still identify the patient; paint it over, or a data steward decides "
            "that it hides nothing.";
    } else if (check.verdict == Verdict::block) {
        check.code = "check.text_painted_by_hand";
        check.message =
            "A person painted over places in the pictures; a data steward has to look at them and confirm "
            "that nothing is left.";
    }
}

}  // namespace medal::contribution::rules
