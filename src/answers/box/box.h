// One or more axis-aligned rectangles on an asset, in pixels of the original image; graded by one-to-one
// matching at the reference's IoU threshold.
#pragma once

#include "answers/grade.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace medal::answers {

constexpr std::size_t kMaxBoxes = 100;

/// `x`, `y` are the left and upper edge; `frame` counts from 0 in the asset's shown order.
struct Box {
    int frame = 0;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool operator==(const Box&) const = default;
};
BOOST_DESCRIBE_STRUCT(Box, (), (frame, x, y, width, height))

struct BoxSpec {
    static constexpr std::string_view kType = "box";
    /// The asset that is drawn on (an AssetId's text).
    std::string asset_id;
    std::string instruction;
    bool operator==(const BoxSpec&) const = default;
};
BOOST_DESCRIBE_STRUCT(BoxSpec, (), (asset_id, instruction))

struct BoxAnswer {
    static constexpr std::string_view kType = "box";
    std::vector<Box> boxes;
    bool operator==(const BoxAnswer&) const = default;
};
BOOST_DESCRIBE_STRUCT(BoxAnswer, (), (boxes))

struct BoxReference {
    static constexpr std::string_view kType = "box";
    std::vector<Box> boxes;
    double iou_threshold = 0.5;
    bool operator==(const BoxReference&) const = default;
};
BOOST_DESCRIBE_STRUCT(BoxReference, (), (boxes, iou_threshold))

void check(const BoxSpec& spec);
void check(const BoxSpec& spec, const BoxReference& reference);
void check(const BoxSpec& spec, const BoxAnswer& answer);

/// By metrics::match_boxes: greedy matching by falling IoU (ties: lower indices first), pairs with IoU ≥
/// threshold; score = F1 of the matching; correct when every reference box is matched and no box is left
/// over.
Grade grade(const BoxSpec& spec, const BoxReference& reference, const BoxAnswer& answer);

/// Reads "x, y, width, height" in pixels (frame 0), or with the frame first as five numbers.
std::optional<BoxAnswer> read_text(const BoxSpec& spec, std::string_view text);

}  // namespace medal::answers
