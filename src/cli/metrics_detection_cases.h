// Cases of a detection task, from tables of boxes or points or from folders of masks and score maps.
#pragma once

#include "cli/metrics_events.h"
#include "metrics/detection/coco.h"
#include "metrics/detection/matching.h"

namespace medal::cli {

struct DetectionOptions {
    ReportOptions report;
    metrics::DetectionMatching matching{};
    std::vector<double> rates{0.125, 0.25, 0.5, 1, 2, 4, 8};
    std::vector<double> thresholds;
    double radius = 0;  // of points without a radius of their own
    bool missing_is_nothing = false;
};

struct DetectionCase {
    std::string name;
    std::map<std::string, metrics::CaseVerdicts> verdicts;  // by label
    std::vector<metrics::ReferenceObject> boxes;            // for COCO; 2-D boxes only
    std::vector<metrics::DetectedObject> found;
};

struct DetectionData {
    std::vector<DetectionCase> cases;
    std::vector<std::string> labels;  // "" where there is no column
    statistics::Clustering clusters;
    bool has_boxes = false;
};

/// Two tables, two images, or two folders of images.
DetectionData read_detections(const DetectionOptions& options);

}  // namespace medal::cli
