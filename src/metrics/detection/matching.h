// Found objects against reference objects of one image, one to one: boxes (2-D or 3-D) by IoU, points by
// distance. What is left feeds froc.h. Greedy by overlap is ours; greedy by score is COCO's order.
#pragma once

#include "metrics/detection/candidates.h"
#include "metrics/segmentation/lesions.h"

#include <array>
#include <span>
#include <vector>

namespace medal::metrics {

/// low <= x < low + size on each axis; a 2-D box has z 0 and depth 1.
struct Box3 {
    std::array<double, 3> low{0, 0, 0};
    std::array<double, 3> size{1, 1, 1};
};
double box_iou(const Box3& a, const Box3& b) noexcept;

enum class MatchOrder { by_overlap, by_score };

struct DetectionMatching {
    MatchOrder order = MatchOrder::by_overlap;
    MatchOptions overlap{};
};

/// Boxes; scores must be above 0, since 0 stands for a miss.
struct ScoredBox {
    Box3 box{};
    double score = 1;
};
CaseVerdicts match_boxes(std::span<const Box3> reference, std::span<const ScoredBox> found,
                         DetectionMatching plan = {});

/// A point hits a reference point within its radius; nearer ones first.
struct Target {
    std::array<double, 3> at{0, 0, 0};
    double radius = 0;
};
struct ScoredPoint {
    std::array<double, 3> at{0, 0, 0};
    double score = 1;
};
CaseVerdicts match_points(std::span<const Target> reference, std::span<const ScoredPoint> found,
                          MatchOrder order = MatchOrder::by_overlap);

}  // namespace medal::metrics
