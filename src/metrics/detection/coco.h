// Box detection as COCO scores it (Lin et al. 2014; pycocotools.COCOeval): IoU >= t, crowd regions ignored,
// 101 recall points, area ranges. One prediction list against one reference list.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

namespace medal::metrics {

struct DetectionBox {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    double area() const noexcept { return width * height; }
};

/// Against a crowd region the intersection is divided by the detection's own area.
double box_iou(const DetectionBox& detection, const DetectionBox& reference, bool is_crowd = false) noexcept;

struct ReferenceObject {
    std::int64_t image = 0;
    std::int64_t category = 0;
    DetectionBox box{};
    double area = 0;
    bool is_crowd = false;
};

struct DetectedObject {
    std::int64_t image = 0;
    std::int64_t category = 0;
    DetectionBox box{};
    double score = 0;
};

struct CocoCategory {
    double ap = 0;
    double ap50 = 0;
    double ap75 = 0;
    double ar100 = 0;
};

struct CocoScores {
    /// AP, AP50, AP75, AP small/medium/large, AR1, AR10, AR100, AR small/medium/large; NaN where nothing
    /// counts.
    std::array<double, 12> stats{};
    std::map<std::int64_t, CocoCategory> categories{};
};

CocoScores score_coco(const std::vector<ReferenceObject>& reference,
                      const std::vector<DetectedObject>& detected);

}  // namespace medal::metrics
