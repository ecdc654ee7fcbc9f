#include "cli/metrics_command.h"

#include "cli/families.h"

#include <CLI/CLI.hpp>

namespace medal::cli {

void add_metrics(CLI::App& root, Dispatch& dispatch) {
    CLI::App* metrics = root.add_subcommand("metrics", "Measure predictions against references");
    metrics->require_subcommand(1);
    metrics->footer(
        "Example:\n  medal metrics segmentation reference.nii.gz prediction.nii.gz --tau 1 --json");
    add_metrics_segmentation(*metrics, dispatch);
    add_metrics_detection(*metrics, dispatch);
    add_metrics_classification(*metrics, dispatch);
    add_metrics_measurement(*metrics, dispatch);
    add_metrics_temporal(*metrics, dispatch);
    add_metrics_ordering(*metrics, dispatch);
    add_metrics_recommend(*metrics, dispatch);
}

}  // namespace medal::cli
