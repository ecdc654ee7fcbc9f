#include "metrics/segmentation/label_measurement.h"

#include "metrics/segmentation/border.h"
#include "metrics/segmentation/boundary_iou.h"
#include "metrics/segmentation/lesion_surface.h"
#include "metrics/segmentation/nearest.h"
#include "metrics/segmentation/skeleton.h"
#include "metrics/segmentation/surfel.h"

#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <optional>

namespace medal::metrics {
namespace {

/// The two masks side by side, each with its half of the threads.
template <class Work>
void both_ways(Threads threads, Work&& work) {
    const Threads within{(thread_count(threads) + 1) / 2};
    for_each_index(2, threads, [&](std::size_t i) { work(i == 0, within); });
}

/// Measured both ways between two sets of surface elements.
DirectedDistances directed(const BorderSet& reference, const BorderSet& prediction, const Geometry& geometry,
                           Threads threads) {
    DirectedDistances result;
    both_ways(threads, [&](bool of_reference, Threads within) {
        if (of_reference) {
            result.from_reference = squared_distances(reference, prediction, geometry.spacing_mm, within);
        } else {
            result.from_prediction = squared_distances(prediction, reference, geometry.spacing_mm, within);
        }
    });
    return result;
}

double real(std::uint64_t count) noexcept {
    return static_cast<double>(count);
}

}  // namespace

LabelMeasurement::LabelMeasurement(const LabelVolume& reference, const LabelVolume& prediction,
                                   const SegmentationPlan& plan, const LabelInput& input, Threads threads)
    : reference_(reference), prediction_(prediction), plan_(plan), input_(input), threads_(threads) {}

std::vector<Value> LabelMeasurement::values() {
    add_counts();
    const auto& choice = plan_.metrics;
    const bool surface =
        choice.wants_any({"HD", "HD95", "ASSD", "MASD", "NSD"}) || !choice.percentiles().empty();
    const bool shape = choice.wants_any({"BIoU", "clDice"});
    const bool lesions =
        choice.wants_any({"PQ", "SQ", "RQ", "F1_lesion", "sensitivity_lesion", "PPV_lesion", "DSC_lesion",
                          "NSD_lesion", "TP_lesion", "FP_lesion", "FN_lesion"});
    if (surface || shape || lesions) make_grids();
    if (surface) add_surface();
    if (shape) add_shape();
    if (lesions) add_lesions();
    return std::move(values_);
}

Status LabelMeasurement::status() const noexcept {
    const bool no_reference = input_.counts.reference() == 0;
    const bool no_prediction = input_.counts.prediction() == 0;
    if (no_reference && no_prediction) return Status::both_empty;
    if (no_reference) return Status::reference_empty;
    return no_prediction ? Status::prediction_empty : Status::defined;
}

void LabelMeasurement::add(std::string_view id, double value, Extra extra) {
    const MetricInfo* info = find_metric(id, extra.variant);
    const bool is_percentile = info == nullptr;  // HDp of the person's own choice
    if (!is_percentile && !plan_.metrics.wants(id, extra.variant)) return;
    Value result;
    result.metric = id;
    result.variant = extra.variant;
    result.value = value;
    result.unit = is_percentile ? "mm" : info->unit;
    result.status = status();
    if (result.status == Status::defined && std::isnan(value)) result.status = Status::invalid;
    result.n = extra.n;
    result.parameters = std::move(extra.parameters);
    values_.push_back(std::move(result));
}

void LabelMeasurement::make_grids() {
    Box frame = input_.reference_box;
    frame.include(input_.prediction_box);
    if (frame.empty()) frame = Box{{0, 0, 0}, {0, 0, 0}};
    both_ways(threads_, [&](bool of_reference, Threads) {
        if (of_reference) {
            reference_bits_ = extract(reference_, input_.label, input_.reference_box, frame);
        } else {
            prediction_bits_ = extract(prediction_, input_.label, input_.prediction_box, frame);
        }
    });
}

void LabelMeasurement::add_counts() {
    const Counts& c = input_.counts;
    const Extra all{.n = c.all()};
    add("TP", real(c.tp), all);
    add("FP", real(c.fp), all);
    add("FN", real(c.fn), all);
    add("TN", real(c.tn), all);
    add("DSC", f_beta(c, 1), all);
    add("IoU", intersection_over_union(c), all);
    add("sensitivity", sensitivity(c), all);
    add("specificity", specificity(c), all);
    add("PPV", positive_predictive_value(c), all);
    add("NPV", negative_predictive_value(c), all);
    add("F2", f_beta(c, 2), all);
    add("MCC", matthews(c), all);
    add("kappa", cohen_kappa(c), all);
    add("accuracy", accuracy(c), all);
    add("BA", balanced_accuracy(c), all);
    add("VS", volumetric_similarity(c), all);
    add("RVE", std::abs(signed_volume_error(c)), all);
    add("RVE", signed_volume_error(c), {.variant = "signed", .n = c.all()});
}

void LabelMeasurement::add_surface() {
    const int dimensions = reference_.geometry.dimensions();
    const auto& choice = plan_.metrics;
    const bool only_surfel = !choice.wants_any({"HD", "HD95", "ASSD", "MASD"}) && !choice.wants("NSD") &&
                             choice.percentiles().empty();
    if (!only_surfel) {
        std::optional<BorderSet> reference;
        std::optional<BorderSet> prediction;
        both_ways(threads_, [&](bool of_reference, Threads) {
            if (of_reference) {
                reference.emplace(border_of(reference_bits_, dimensions));
            } else {
                prediction.emplace(border_of(prediction_bits_, dimensions));
            }
        });
        add_distances(directed(*reference, *prediction, reference_.geometry, threads_));
    }
    if (choice.wants("NSD", "surfel")) add_surfels();
}

void LabelMeasurement::add_distances(const DirectedDistances& distances) {
    struct Chosen {
        std::string id;
        Extra extra{};
        std::function<double()> measure{};
        double value = kUndefined;
    };
    const std::uint64_t n = distances.from_reference.size() + distances.from_prediction.size();
    const auto& choice = plan_.metrics;
    std::vector<Chosen> chosen;
    if (choice.wants("HD")) chosen.push_back({"HD", {.n = n}, [&] { return hausdorff_mm(distances, 100); }});
    if (choice.wants("HD95"))
        chosen.push_back({"HD95", {.n = n}, [&] { return hausdorff_mm(distances, 95); }});
    if (choice.wants("HD95", "pooled")) {
        chosen.push_back(
            {"HD95", {.variant = "pooled", .n = n}, [&] { return pooled_hausdorff_mm(distances, 95); }});
    }
    for (const double percent : choice.percentiles()) {
        chosen.push_back({fmt::format("HD{:g}", percent), {.n = n}, [&distances, percent] {
                              return hausdorff_mm(distances, percent);
                          }});
    }
    if (choice.wants("ASSD")) chosen.push_back({"ASSD", {.n = n}, [&] { return assd_mm(distances); }});
    if (choice.wants("MASD")) chosen.push_back({"MASD", {.n = n}, [&] { return masd_mm(distances); }});
    for (const double tau : plan_.tau_mm) {
        if (!choice.wants("NSD")) break;
        chosen.push_back({"NSD", {.n = n, .parameters = {{"tau_mm", tau}}}, [&distances, tau] {
                              return nsd(distances, tau);
                          }});
    }
    for_each_index(chosen.size(), threads_, [&](std::size_t i) { chosen[i].value = chosen[i].measure(); });
    for (Chosen& one : chosen) add(one.id, one.value, std::move(one.extra));
}

void LabelMeasurement::add_surfels() {
    const Geometry& geometry = reference_.geometry;
    const int dimensions = geometry.dimensions();
    const BorderSet reference(surfel_cells(reference_bits_, dimensions));
    const BorderSet prediction(surfel_cells(prediction_bits_, dimensions));
    const DirectedDistances distances = directed(reference, prediction, geometry, threads_);
    const SurfaceAreas areas{surfel_areas(reference_bits_, reference, geometry.spacing_mm, dimensions),
                             surfel_areas(prediction_bits_, prediction, geometry.spacing_mm, dimensions)};
    for (const double tau : plan_.tau_mm) {
        add("NSD", weighted_nsd(distances, areas, tau),
            {.variant = "surfel",
             .n = reference.count() + prediction.count(),
             .parameters = {{"tau_mm", tau}}});
    }
}

void LabelMeasurement::add_shape() {
    const int dimensions = reference_.geometry.dimensions();
    const Extra joint{.n = input_.counts.reference() + input_.counts.prediction()};
    if (plan_.metrics.wants("BIoU")) {
        const RimOptions options{plan_.rim_width_voxels, dimensions};
        const BitGrid reference = rim_of(reference_bits_, border_of(reference_bits_, dimensions), options);
        const BitGrid prediction = rim_of(prediction_bits_, border_of(prediction_bits_, dimensions), options);
        Extra extra{.n = reference.count() + prediction.count(),
                    .parameters = {{"width_voxels", plan_.rim_width_voxels}}};
        add("BIoU", intersection_over_union(reference, prediction), std::move(extra));
    }
    if (plan_.metrics.wants("clDice")) {
        add("clDice", cl_dice(reference_bits_, prediction_bits_, dimensions), joint);
    }
}

void LabelMeasurement::add_lesions() {
    const Components reference = components_of(reference_bits_, plan_.connectivity);
    const Components prediction = components_of(prediction_bits_, plan_.connectivity);
    const LesionCounts lesions = count_lesions(reference, prediction, plan_.match);
    const Extra extra{.n = reference.count() + prediction.count(),
                      .parameters = {{"connectivity", static_cast<double>(plan_.connectivity)},
                                     {"iou_threshold", plan_.match.iou}}};
    add("PQ", lesions.panoptic_quality(), extra);
    add("SQ", lesions.segmentation_quality(), extra);
    add("RQ", lesions.f1(), extra);
    add("F1_lesion", lesions.f1(), extra);
    add("sensitivity_lesion", lesions.sensitivity(), extra);
    add("PPV_lesion", lesions.positive_predictive_value(), extra);
    add("DSC_lesion", lesions.lesion_dice(), extra);
    if (plan_.metrics.wants("NSD_lesion")) {
        const auto nsd = lesion_nsd(reference, prediction, reference_bits_.size(), reference_.geometry,
                                    plan_.tau_mm, plan_.match);
        for (std::size_t i = 0; i < nsd.size(); ++i) {
            Extra with_tau = extra;
            with_tau.parameters["tau_mm"] = plan_.tau_mm[i];
            add("NSD_lesion", nsd[i], std::move(with_tau));
        }
    }
    add("TP_lesion", real(lesions.tp), extra);
    add("FP_lesion", real(lesions.fp), extra);
    add("FN_lesion", real(lesions.fn), extra);
}

}  // namespace medal::metrics
