#include "metrics/segmentation/segmentation.h"

#include "base/error.h"
#include "metrics/segmentation/label_measurement.h"

#include <fmt/format.h>

namespace medal::metrics {
namespace {

struct Margins {
    std::map<Label, std::uint64_t> reference;
    std::map<Label, std::uint64_t> prediction;
};

Margins margins_of(const Contingency& table) {
    Margins margins;
    for (const auto& [pair, count] : table.pairs) {
        margins.reference[pair.first] += count;
        margins.prediction[pair.second] += count;
    }
    return margins;
}

template <class Map, class Key>
auto found_or_default(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? typename Map::mapped_type{} : found->second;
}

LabelInput input_for(Label label, const Contingency& table, const Margins& margins) {
    LabelInput input;
    input.label = label;
    const std::uint64_t in_reference = found_or_default(margins.reference, label);
    const std::uint64_t in_prediction = found_or_default(margins.prediction, label);
    input.counts.tp = found_or_default(table.pairs, std::pair{label, label});
    input.counts.fn = in_reference - input.counts.tp;
    input.counts.fp = in_prediction - input.counts.tp;
    input.counts.tn = table.voxel_count - in_reference - input.counts.fp;
    input.reference_box = found_or_default(table.reference_boxes, label);
    input.prediction_box = found_or_default(table.prediction_boxes, label);
    return input;
}

void require_same_geometry(const LabelVolume& reference, const LabelVolume& prediction) {
    const auto differs = difference(reference.geometry, prediction.geometry);
    if (!differs) return;
    throw base::Error(base::ErrorKind::invalid, "segmentation.geometry",
                      fmt::format("The prediction's geometry is not the reference's: {}.", *differs),
                      {.hint = "Export the prediction on the reference's grid, or pass --resample nearest."});
}

std::vector<LabelValues> measure(const LabelVolume& reference, const LabelVolume& prediction,
                                 const SegmentationPlan& plan) {
    const Contingency table = count_pairs(reference, prediction, plan.threads);
    const Margins margins = margins_of(table);
    std::vector<Label> labels = plan.labels.empty() ? table.labels() : plan.labels;
    if (labels.empty()) labels.push_back(1);
    std::vector<LabelValues> result(labels.size());
    // One level of threads: over labels where there are several, else within the label.
    const bool many = labels.size() > 1;
    for_each_index(labels.size(), many ? plan.threads : Threads{1}, [&](std::size_t i) {
        LabelMeasurement measurement(reference, prediction, plan, input_for(labels[i], table, margins),
                                     many ? Threads{1} : plan.threads);
        result[i] = {labels[i], measurement.values()};
    });
    return result;
}

}  // namespace

std::vector<LabelValues> measure_segmentation(const LabelVolume& reference, const LabelVolume& prediction,
                                              const SegmentationPlan& plan) {
    require_same_geometry(reference, prediction);
    if (reference.is_wide() == prediction.is_wide()) return measure(reference, prediction, plan);
    if (reference.is_wide()) return measure(reference, widened(prediction), plan);
    return measure(widened(reference), prediction, plan);
}

std::vector<Value> values_without_masks(const SegmentationPlan& plan, Status status,
                                        std::uint64_t voxel_count) {
    const LabelVolume nothing{Geometry{}, std::vector<std::uint8_t>(1)};
    LabelInput input;
    input.label = 1;
    input.counts.tn = voxel_count;
    std::vector<Value> values = LabelMeasurement(nothing, nothing, plan, input, Threads{1}).values();
    if (status == Status::both_empty) return values;
    for (Value& value : values) {
        value.status = status;
        value.value = kUndefined;
        value.n = 0;
    }
    return values;
}

}  // namespace medal::metrics
