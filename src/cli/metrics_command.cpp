#include "cli/metrics_command.h"

#include "cli/families.h"

#include <CLI/CLI.hpp>

namespace medal::cli {

void add_metrics(CLI::App& root, Dispatch& dispatch) {
    CLI::App* metrics = root.add_subcommand("metrics", "Measure one prediction against one reference");
    metrics->require_subcommand(1);
    metrics->footer(
        "Example:\n  medal metrics segmentation reference.nii.gz prediction.nii.gz --tau 1 --json");
    add_metrics_segmentation(*metrics, dispatch);
}

}  // namespace medal::cli
