// Pure decisions about redaction: what may be painted when, which file a region meets, which boxes that a
// search found are gone afterwards.
#pragma once

#include "contribution/redaction_types.h"
#include "contribution/rows.h"
#include "contribution/text_boxes.h"

#include <span>
#include <vector>

namespace medal::contribution::rules {

/// Once somebody checks, reviews or sits a question on the case, its images stay as they are:
/// Error{conflict, "case.item_in_review"}.
bool are_images_settled(std::span<const ItemRow> items);
void require_unsettled_images(std::span<const ItemRow> items);

/// Throws Error{invalid} with the field's pointer.
void check_regions(std::span<const RedactionRegion> regions, const AssetRow& asset);
void check_redaction(const RedactionCommand& command, const AssetRow& asset);

/// A stretch of an asset's frames that is one stored file.
struct StoredFile {
    base::Sha256 blob;
    std::string media_type;
    std::int64_t first_frame = 0;
    std::int64_t frames = 0;
};
/// `frames` in shown order.
std::vector<StoredFile> files_of(std::span<const FrameRow> frames);

/// The regions that meet a file, by its own frames.
std::vector<imaging::redact::Region> regions_in(const StoredFile& file,
                                                std::span<const RedactionRegion> regions);

/// Frames of the asset that some region meets.
std::int64_t count_frames(std::span<const RedactionRegion> regions);

/// Whether hardly anything of the box is left outside of the regions.
bool is_covered(const TextBox& box, std::span<const RedactionRegion> regions);

struct TextSearchAgain {
    AssetId asset_id;
    std::span<const RedactionRegion> painted;
    /// What a search of the painted asset still finds.
    std::span<const TextBox> found;
};
/// Boxes under paint are marked so; what is found anew is added.
TextEvidence after_redaction(TextEvidence evidence, const TextSearchAgain& again);

/// Of the check of burned-in text, once its pictures were redacted.
void judge_again(CheckRow& check, const TextEvidence& evidence);

}  // namespace medal::contribution::rules
