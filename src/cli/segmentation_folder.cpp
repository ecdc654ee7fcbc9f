#include "cli/segmentation_folder.h"

#include "base/error.h"
#include "cli/label_image.h"
#include "cli/segmentation_summary.h"

#include <algorithm>
#include <fmt/format.h>
#include <mutex>
#include <set>

namespace medal::cli {
namespace {

using metrics::Label;
using metrics::LabelVolume;
using metrics::Status;

struct Case {
    std::string name;
    std::filesystem::path reference;
    std::filesystem::path prediction;  // empty: missing
};

std::vector<Case> match_by_name(const FolderJob& job) {
    const auto references = images_in(job.reference);
    const auto predictions = images_in(job.prediction);
    for (const auto& [name, path] : predictions) {
        if (references.contains(name)) continue;
        throw base::Error(base::ErrorKind::invalid, "segmentation.no_reference",
                          fmt::format("{} has no reference of the same name.", path.filename().string()),
                          {.hint = "Rename it as its reference is named, or take it out of the folder."});
    }
    std::vector<Case> cases;
    for (const auto& [name, path] : references) {
        const auto found = predictions.find(name);
        cases.push_back({name, path, found == predictions.end() ? std::filesystem::path{} : found->second});
    }
    return cases;
}

std::vector<Label> labels_of(const LabelVolume& volume, const metrics::SegmentationPlan& plan) {
    return plan.labels.empty() ? metrics::count_pairs(volume, volume).labels() : plan.labels;
}

/// A case whose prediction cannot be measured, with its reference's labels.
MeasuredCase failed_case(const Case& which, const FolderJob& job, Status status, std::string message) {
    const LabelVolume reference = read_label_image(which.reference, job.plan.labels).volume;
    MeasuredCase result;
    result.geometry = reference.geometry;
    result.view = {which.name, status, std::move(message), spacing_of(reference.geometry), {}};
    for (const Label label : labels_of(reference, job.plan)) {
        result.labels[label] = metrics::values_without_masks(job.plan, status, 0);
        result.has_reference.insert(label);
    }
    return result;
}

MeasuredCase measure_case(const Case& which, const FolderJob& job) {
    if (which.prediction.empty()) {
        return failed_case(which, job, Status::missing, "There is no prediction of this name.");
    }
    try {
        metrics::SegmentationPlan plan = job.plan;
        plan.threads = {1};
        MeasuredPair pair = measure_pair(which.reference, which.prediction, plan, job.resample);
        MeasuredCase result;
        result.geometry = pair.geometry;
        result.view = {which.name, Status::defined, std::nullopt, spacing_of(pair.geometry), {}};
        for (auto& [label, values] : pair.labels) result.labels[label] = std::move(values);
        return result;
    } catch (const base::Error& error) {
        return failed_case(which, job, Status::invalid, error.message());
    }
}

[[noreturn]] void throw_named(const std::filesystem::path& file, const base::Error& error) {
    throw base::Error(error.kind(), error.code(), file.filename().string() + ": " + error.message(),
                      {.field = error.field(), .hint = error.hint()});
}

bool is_held(const std::vector<metrics::Value>& values) {
    return values.empty() || values.front().status != Status::both_empty;
}

void require_labels(const metrics::SegmentationPlan& plan, const std::set<Label>& held,
                    std::string_view nowhere) {
    for (const Label label : plan.labels) {
        if (held.contains(label)) continue;
        throw base::Error(base::ErrorKind::invalid, "segmentation.no_such_label",
                          fmt::format("{} holds label {}.", nowhere, label),
                          {.field = "--labels", .hint = "Ask for labels that occur, or leave --labels out."});
    }
}

/// Every case reports every label: one that a case does not hold is empty in both its images.
void complete_labels(std::vector<MeasuredCase>& cases, const metrics::SegmentationPlan& plan) {
    std::set<Label> all;
    for (const MeasuredCase& one : cases) {
        for (const auto& [label, values] : one.labels) {
            if (is_held(values)) all.insert(label);
        }
    }
    require_labels(plan, all, "No image of either folder");
    for (MeasuredCase& one : cases) {
        if (all.empty()) continue;
        for (auto at = one.labels.begin(); at != one.labels.end();) {
            at = all.contains(at->first) ? std::next(at) : one.labels.erase(at);
        }
        const auto voxels = static_cast<std::uint64_t>(one.geometry.voxel_count());
        const Status status = one.view.status == Status::defined ? Status::both_empty : one.view.status;
        for (const Label label : all) {
            if (!one.labels.contains(label))
                one.labels[label] = metrics::values_without_masks(plan, status, voxels);
        }
    }
}

}  // namespace

std::map<std::string, std::filesystem::path> images_in(const std::filesystem::path& folder) {
    std::map<std::string, std::filesystem::path> images;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (!entry.is_regular_file() || !is_label_image_name(entry.path())) continue;
        const std::string name = case_name(entry.path());
        if (images.emplace(name, entry.path()).second) continue;
        throw base::Error(base::ErrorKind::invalid, "segmentation.case_twice",
                          fmt::format("{} holds the case {} twice.", folder.filename().string(), name),
                          {.hint = "Keep one of the two files."});
    }
    if (images.empty()) {
        throw base::Error(base::ErrorKind::invalid, "segmentation.no_images",
                          fmt::format("{} holds no .nii, .nii.gz or .dcm file.", folder.filename().string()),
                          {.hint = "Give the folder that holds the label images themselves."});
    }
    return images;
}

MeasuredPair measure_pair(const std::filesystem::path& reference, const std::filesystem::path& prediction,
                          const metrics::SegmentationPlan& plan, Resample resample) {
    LabelImage our_image = read_label_image(reference, plan.labels);
    LabelImage their_image = read_label_image(prediction, plan.labels);
    try {
        bring_together(our_image, their_image);
    } catch (const base::Error& error) {
        throw_named(prediction, error);
    }
    const LabelVolume& ours = our_image.volume;
    LabelVolume& theirs = their_image.volume;
    if (resample == Resample::nearest && difference(ours.geometry, theirs.geometry)) {
        theirs = metrics::resampled_nearest(theirs, ours.geometry);
    }
    try {
        return {ours.geometry, metrics::measure_segmentation(ours, theirs, plan)};
    } catch (const base::Error& error) {
        throw_named(prediction, error);
    }
}

void require_asked_labels(const MeasuredPair& pair, const metrics::SegmentationPlan& plan) {
    std::set<Label> held;
    for (const auto& [label, values] : pair.labels) {
        if (is_held(values)) held.insert(label);
    }
    require_labels(plan, held, "Neither image");
}

FolderView measure_folders(const FolderJob& job) {
    const std::vector<Case> matched = match_by_name(job);
    std::vector<MeasuredCase> cases(matched.size());
    std::mutex lock;
    std::size_t done = 0;
    metrics::for_each_index(matched.size(), job.plan.threads, [&](std::size_t i) {
        cases[i] = measure_case(matched[i], job);
        const std::lock_guard guard(lock);
        if (job.progress) job.progress(++done, matched.size());
    });
    complete_labels(cases, job.plan);
    FolderView view{job.reference.string(), job.prediction.string(), {}, {}, {}, {}};
    view.summary = summarise(cases, {job.replicates, job.seed, 0.95, {job.plan.threads.count}});
    view.case_level = case_level(cases);
    for (MeasuredCase& one : cases) {
        for (auto& [label, values] : one.labels) one.view.labels[std::to_string(label)] = std::move(values);
        view.cases.push_back(std::move(one.view));
    }
    return view;
}

}  // namespace medal::cli
