// `medal metrics segmentation REF PRED`: two label images, or two folders of them.
#include "base/error.h"
#include "base/json.h"
#include "cli/metrics_command.h"
#include "cli/segmentation_folder.h"

#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <unistd.h>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace fs = std::filesystem;

struct SegmentationOptions {
    fs::path reference;
    fs::path prediction;
    std::vector<int> labels;
    std::vector<double> tau_mm{1.0};
    std::vector<std::string> metrics;
    int connectivity = 26;
    double iou = 0.5;
    int rim_width_voxels = 2;
    std::string resample;
    std::size_t threads = 0;
    std::size_t replicates = 2000;
    std::uint64_t seed = 1;
    bool json = false;
    bool csv = false;

    Resample resampling() const { return resample.empty() ? Resample::never : Resample::nearest; }
};

metrics::SegmentationPlan plan_of(const SegmentationOptions& options) {
    metrics::SegmentationPlan plan;
    plan.labels.assign(options.labels.begin(), options.labels.end());
    plan.tau_mm = options.tau_mm;
    plan.metrics = metrics::MetricChoice(options.metrics);
    plan.connectivity = static_cast<metrics::Connectivity>(options.connectivity);
    plan.match.iou = options.iou;
    plan.rim_width_voxels = options.rim_width_voxels;
    plan.threads = {options.threads};
    return plan;
}

/// Only where a person watches; a file or a pipe gets no control characters.
void show_progress(std::size_t done, std::size_t all) {
    constexpr std::size_t kWidth = 40;
    const std::size_t filled = kWidth * done / all;
    std::cerr << fmt::format("\r[{}{}] {}/{}", std::string(filled, '#'), std::string(kWidth - filled, ' '),
                             done, all)
              << (done == all ? "\n" : "") << std::flush;
}

Exit measure_two_files(const SegmentationOptions& options) {
    const auto plan = plan_of(options);
    const MeasuredPair pair = measure_pair(options.reference, options.prediction, plan, options.resampling());
    require_asked_labels(pair, plan);
    const SegmentationView view{options.reference.string(),
                                options.prediction.string(),
                                spacing_of(pair.geometry),
                                label_map(pair.labels),
                                {}};
    if (options.json) {
        std::cout << base::to_json(view) << '\n';
    } else if (options.csv) {
        std::cout << csv_head() << csv_rows(options.prediction.filename().string(), view.labels);
    } else {
        std::cout << value_table(view.labels);
    }
    return Exit::done;
}

Exit measure_two_folders(const SegmentationOptions& options) {
    FolderJob job{options.reference,
                  options.prediction,
                  plan_of(options),
                  options.resampling(),
                  options.seed,
                  options.replicates,
                  {}};
    if (isatty(STDERR_FILENO) != 0) job.progress = show_progress;
    const FolderView view = measure_folders(job);
    bool complete = true;
    for (const CaseView& one : view.cases) {
        if (!one.message) continue;
        complete = false;
        std::cerr << fmt::format("medal: {}: {}: {}\n", one.name, base::enum_text(one.status), *one.message);
    }
    if (options.json) {
        std::cout << base::to_json(view) << '\n';
    } else if (options.csv) {
        std::cout << csv_head();
        for (const CaseView& one : view.cases) std::cout << csv_rows(one.name, one.labels);
    } else {
        std::cout << summary_table(view.summary);
    }
    return complete ? Exit::done : Exit::partly;
}

Exit segmentation(const SegmentationOptions& options) {
    const bool folders = fs::is_directory(options.reference);
    if (folders != fs::is_directory(options.prediction)) {
        throw base::Error(base::ErrorKind::invalid, "usage.file_and_folder",
                          "One of the two is a folder and the other a file.",
                          {.hint = "Give two images, or two folders of images with the same names."});
    }
    return folders ? measure_two_folders(options) : measure_two_files(options);
}

void add_choices(CLI::App& command, SegmentationOptions& options) {
    command.add_option("--labels", options.labels, "Labels to measure; without it all that occur")
        ->delimiter(',')
        ->check(CLI::Range(1, 65535));
    command.add_option("--tau", options.tau_mm, "Tolerances of NSD in mm")
        ->delimiter(',')
        ->check(CLI::Range(0.0, 1e6));
    command.add_option("--metrics", options.metrics, "all, or names such as DSC NSD:surfel HD90")
        ->delimiter(',');
    command.add_option("--connectivity", options.connectivity, "Neighbours within a lesion: 6, 18 or 26")
        ->check(CLI::IsMember({6, 18, 26}));
    command.add_option("--iou", options.iou, "Two lesions match above this IoU")->check(CLI::Range(0.0, 1.0));
    command.add_option("--rim", options.rim_width_voxels, "Width of the rim of BIoU in voxels")
        ->check(CLI::Range(1, 64));
    command.add_option("--resample", options.resample, "Put the prediction on the reference's grid: nearest")
        ->check(CLI::IsMember({"nearest"}));
}

}  // namespace

void add_metrics_segmentation(CLI::App& metrics, Dispatch& dispatch) {
    auto options = std::make_shared<SegmentationOptions>();
    CLI::App* command = metrics.add_subcommand(
        "segmentation",
        "Label images (NIfTI, DICOM SEG): overlap, boundary, topology and lesion metrics, label by label");
    command->add_option("reference", options->reference, "Image or folder")
        ->required()
        ->check(CLI::ExistingPath);
    command->add_option("prediction", options->prediction, "Image or folder with the same file names")
        ->required()
        ->check(CLI::ExistingPath);
    add_choices(*command, *options);
    command->add_option("--threads", options->threads, "0: all cores; the digits never depend on it");
    command->add_option("--bootstrap", options->replicates, "Replicates of the summary's intervals")
        ->check(CLI::Range(100, 100000));
    command->add_option("--seed", options->seed, "Of the bootstrap");
    auto* json = command->add_flag("--json", options->json, "Print JSON");
    command->add_flag("--csv", options->csv, "Print CSV, one value a row")->excludes(json);
    command->footer(
        "Example:\n  medal metrics segmentation reference.nii.gz prediction.nii.gz --tau 0.5 --tau 1 --json\n"
        "  medal metrics segmentation reference.nii.gz segmentation.dcm --labels 1,2\n"
        "  medal metrics segmentation labelsTs/ predictions/ --metrics DSC,NSD,HD95 --csv > scores.csv");
    command->callback(
        [options, &dispatch] { dispatch.action = [options] { return segmentation(*options); }; });
}

}  // namespace medal::cli
