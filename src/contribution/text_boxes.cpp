#include "contribution/text_boxes.h"

#include <algorithm>

namespace medal::contribution {
namespace {

namespace burned_in = imaging::burned_in;

constexpr std::size_t kMostBoxes = 200;

/// Each resolution of a slide tells what was found on any of them.
bool is_told(const TextEvidence& evidence, const TextBox& box) {
    return std::any_of(evidence.boxes.begin(), evidence.boxes.end(), [&](const TextBox& known) {
        return known.asset_id == box.asset_id && known.text_class == box.text_class && known.x == box.x &&
               known.y == box.y && known.width == box.width && known.height == box.height;
    });
}

void add_boxes(TextEvidence& evidence, const imaging::deid::FileReport& file, const FramePlace& place) {
    for (const auto& region : file.burned_in.regions) {
        if (region.text_class == burned_in::TextClass::marker) continue;
        auto box = box_of(place.asset_id, place.first_frame, region);
        box.is_painted_over = region.text_class == burned_in::TextClass::identifier;
        if (place.is_resolution && is_told(evidence, box)) continue;
        if (evidence.boxes.size() == kMostBoxes) {
            ++evidence.more;
        } else {
            evidence.boxes.push_back(box);
        }
    }
}

bool was_not_searched(const imaging::deid::FileReport& file) {
    return std::any_of(file.findings.begin(), file.findings.end(),
                       [](const imaging::Finding& finding) { return finding.code == "pixels.not_searched"; });
}

}  // namespace

TextBox box_of(AssetId asset, std::int64_t first_frame, const burned_in::TextRegion& region) {
    TextBox box{asset,
                first_frame + static_cast<std::int64_t>(region.frame),
                region.x,
                region.y,
                region.width,
                region.height,
                region.text_class,
                region.confidence};
    if (region.last_frame) box.last_frame = first_frame + static_cast<std::int64_t>(*region.last_frame);
    return box;
}

std::optional<TextVerdict> judge_burned_in_text(const imaging::deid::BatchReport& report,
                                                const BuiltAssets& built) {
    TextVerdict verdict;
    std::uint64_t painted = 0;
    std::uint64_t searched = 0;
    for (const auto& file : report.files) {
        if (!file.output_name) continue;
        painted += file.burned_in.painted;
        searched += file.burned_in.is_searched ? 1 : 0;
        verdict.evidence.pictures_not_searched += was_not_searched(file) ? 1 : 0;
        const auto place = built.places.find(*file.output_name);
        if (place != built.places.end()) add_boxes(verdict.evidence, file, place->second);
    }
    if (searched == 0 && verdict.evidence.pictures_not_searched == 0) return std::nullopt;
    if (painted > 0) {
        verdict.code = "check.text_painted";
        verdict.verdict = Verdict::block;
        verdict.message =
            "Text in the pictures that may identify the patient was painted over; a person has to look at "
            "the pictures and confirm that nothing is left.";
    } else if (verdict.evidence.pictures_not_searched > 0) {
        verdict.code = "check.text_not_searched";
        verdict.verdict = Verdict::block;
        verdict.message = "Some pictures could not be searched for text; a person has to look at them.";
    } else if (!verdict.evidence.boxes.empty()) {
        verdict.code = "check.text_harmless";
        verdict.verdict = Verdict::warn;
        verdict.message = "There is text in the pictures; nothing in it was seen to identify the patient.";
    } else {
        verdict.code = "check.text_none";
        verdict.message = "The pictures were searched for text; there is none that identifies.";
    }
    return verdict;
}

}  // namespace medal::contribution
