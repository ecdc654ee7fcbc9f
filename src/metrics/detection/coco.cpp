#include "metrics/detection/coco.h"

#include "metrics/sum.h"
#include "metrics/value.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace medal::metrics {
namespace {

constexpr std::size_t kThresholds = 10;
constexpr std::size_t kRecalls = 101;
constexpr std::size_t kMostDetections = 100;

double threshold_of(std::size_t index) noexcept {
    return static_cast<double>(index) * ((0.95 - 0.5) / 9) + 0.5;
}

struct AreaRange {
    double low = 0;
    double high = 1e10;
    bool holds(double area) const noexcept { return area >= low && area <= high; }
};
constexpr AreaRange kAll{0, 1e10};
constexpr AreaRange kSmall{0, 32.0 * 32};
constexpr AreaRange kMedium{32.0 * 32, 96.0 * 96};
constexpr AreaRange kLarge{96.0 * 96, 1e10};

struct Setting {
    AreaRange area = kAll;
    std::size_t most_detections = kMostDetections;
};

struct Verdict {
    double score = 0;
    bool matched = false;
    bool ignored = false;
};

/// References and detections of one image and category; detections by falling score, at most 100.
struct Group {
    std::vector<ReferenceObject> references;
    std::vector<DetectedObject> detections;
};
using Groups = std::map<std::int64_t, std::map<std::int64_t, Group>>;  // category, image

Groups group(const std::vector<ReferenceObject>& reference, const std::vector<DetectedObject>& detected) {
    Groups groups;
    for (const ReferenceObject& object : reference) {
        groups[object.category][object.image].references.push_back(object);
    }
    for (const DetectedObject& object : detected) {
        groups[object.category][object.image].detections.push_back(object);
    }
    for (auto& [category, images] : groups) {
        for (auto& [image, one] : images) {
            std::stable_sort(one.detections.begin(), one.detections.end(),
                             [](const auto& a, const auto& b) { return a.score > b.score; });
            if (one.detections.size() > kMostDetections) one.detections.resize(kMostDetections);
        }
    }
    return groups;
}

/// COCOeval.evaluateImg: references that count come first; an ignored one is taken only when none of them
/// fits.
class ImageMatcher {
  public:
    ImageMatcher(const Group& group, AreaRange area) : group_(group), area_(area) {
        for (const bool wanted : {false, true}) {
            for (const ReferenceObject& object : group.references) {
                const bool ignored = object.is_crowd || !area.holds(object.area);
                if (ignored == wanted) ordered_.push_back({&object, ignored});
            }
        }
    }

    std::size_t counted() const {
        return static_cast<std::size_t>(
            std::count_if(ordered_.begin(), ordered_.end(), [](const auto& r) { return !r.ignored; }));
    }

    void match(double threshold, std::size_t most_detections, std::vector<Verdict>& out) const {
        std::vector<bool> taken(ordered_.size());
        const std::size_t count = std::min(most_detections, group_.detections.size());
        for (std::size_t d = 0; d < count; ++d) {
            const DetectedObject& detection = group_.detections[d];
            const std::size_t found = best_reference(detection, std::min(threshold, 1 - 1e-10), taken);
            if (found == ordered_.size()) {
                out.push_back({detection.score, false, !area_.holds(detection.box.area())});
                continue;
            }
            taken[found] = true;
            out.push_back({detection.score, true, ordered_[found].ignored});
        }
    }

  private:
    struct Ordered {
        const ReferenceObject* object;
        bool ignored;
    };

    std::size_t best_reference(const DetectedObject& detection, double least,
                               const std::vector<bool>& taken) const {
        std::size_t best = ordered_.size();
        for (std::size_t r = 0; r < ordered_.size(); ++r) {
            const ReferenceObject& object = *ordered_[r].object;
            if (taken[r] && !object.is_crowd) continue;
            if (best < ordered_.size() && !ordered_[best].ignored && ordered_[r].ignored) break;
            const double iou = box_iou(detection.box, object.box, object.is_crowd);
            if (iou < least) continue;
            least = iou;
            best = r;
        }
        return best;
    }

    const Group& group_;
    AreaRange area_;
    std::vector<Ordered> ordered_;
};

struct Curve {
    double mean_precision = kUndefined;
    double recall = kUndefined;
};

/// COCOeval.accumulate for one category and threshold; NaN where no reference counts.
Curve curve_of(std::vector<Verdict> verdicts, std::size_t counted) {
    if (counted == 0) return {};
    std::stable_sort(verdicts.begin(), verdicts.end(),
                     [](const Verdict& a, const Verdict& b) { return a.score > b.score; });
    std::vector<double> recall;
    std::vector<double> precision;
    double right = 0;
    double wrong = 0;
    for (const Verdict& verdict : verdicts) {
        if (!verdict.ignored) (verdict.matched ? right : wrong) += 1;
        recall.push_back(right / static_cast<double>(counted));
        precision.push_back(right / (right + wrong + std::numeric_limits<double>::epsilon()));
    }
    for (std::size_t i = precision.size(); i-- > 1;)
        precision[i - 1] = std::max(precision[i - 1], precision[i]);
    Sum total;
    for (std::size_t point = 0; point < kRecalls; ++point) {
        const double wanted = point + 1 == kRecalls ? 1.0 : static_cast<double>(point) * 0.01;
        const auto at = std::lower_bound(recall.begin(), recall.end(), wanted) - recall.begin();
        if (static_cast<std::size_t>(at) < precision.size())
            total.add(precision[static_cast<std::size_t>(at)]);
    }
    return {total.value() / static_cast<double>(kRecalls), recall.empty() ? 0 : recall.back()};
}

using Curves = std::array<Curve, kThresholds>;

Curves curves_of(const std::map<std::int64_t, Group>& images, Setting setting) {
    Curves curves;
    for (std::size_t t = 0; t < kThresholds; ++t) {
        std::vector<Verdict> verdicts;
        std::size_t counted = 0;
        for (const auto& [image, one] : images) {
            const ImageMatcher matcher(one, setting.area);
            matcher.match(threshold_of(t), setting.most_detections, verdicts);
            counted += matcher.counted();
        }
        curves[t] = curve_of(std::move(verdicts), counted);
    }
    return curves;
}

class DefinedMean {
  public:
    void add(double value) {
        if (std::isnan(value)) return;
        total_.add(value);
        ++count_;
    }
    double value() const { return count_ == 0 ? kUndefined : total_.value() / static_cast<double>(count_); }

  private:
    Sum total_;
    std::size_t count_ = 0;
};

/// Over all thresholds, or the one at `only`.
struct Means {
    DefinedMean precision;
    DefinedMean recall;

    void add(const Curves& curves, std::size_t only = kThresholds) {
        for (std::size_t t = 0; t < kThresholds; ++t) {
            if (only != kThresholds && t != only) continue;
            precision.add(curves[t].mean_precision);
            recall.add(curves[t].recall);
        }
    }
};

}  // namespace

double box_iou(const DetectionBox& detection, const DetectionBox& reference, bool is_crowd) noexcept {
    const double width = std::min(detection.x + detection.width, reference.x + reference.width) -
                         std::max(detection.x, reference.x);
    const double height = std::min(detection.y + detection.height, reference.y + reference.height) -
                          std::max(detection.y, reference.y);
    if (width <= 0 || height <= 0) return 0;
    const double shared = width * height;
    return shared / (is_crowd ? detection.area() : detection.area() + reference.area() - shared);
}

CocoScores score_coco(const std::vector<ReferenceObject>& reference,
                      const std::vector<DetectedObject>& detected) {
    const Groups groups = group(reference, detected);
    constexpr std::size_t kAt75 = 5;
    std::array<Means, 8> means;  // all, 50, 75, small, medium, large, 1 detection, 10 detections
    CocoScores result;
    for (const auto& [category, images] : groups) {
        const Curves all = curves_of(images, {});
        means[0].add(all);
        means[1].add(all, 0);
        means[2].add(all, kAt75);
        means[3].add(curves_of(images, {kSmall}));
        means[4].add(curves_of(images, {kMedium}));
        means[5].add(curves_of(images, {kLarge}));
        means[6].add(curves_of(images, {kAll, 1}));
        means[7].add(curves_of(images, {kAll, 10}));
        Means own;
        own.add(all);
        result.categories[category] = {own.precision.value(), all[0].mean_precision,
                                       all[kAt75].mean_precision, own.recall.value()};
    }
    for (std::size_t i = 0; i < 6; ++i) result.stats[i] = means[i].precision.value();
    constexpr std::array<std::size_t, 6> kRecallOrder = {6, 7, 0, 3, 4, 5};
    for (std::size_t i = 0; i < 6; ++i) result.stats[6 + i] = means[kRecallOrder[i]].recall.value();
    return result;
}

}  // namespace medal::metrics
