// The commands under `medal metrics` (docs/metrics); add_metrics in families.h adds them all.
#pragma once

#include "cli/command.h"

namespace medal::cli {

void add_metrics_segmentation(CLI::App& metrics, Dispatch& dispatch);
void add_metrics_detection(CLI::App& metrics, Dispatch& dispatch);
void add_metrics_classification(CLI::App& metrics, Dispatch& dispatch);
void add_metrics_measurement(CLI::App& metrics, Dispatch& dispatch);
void add_metrics_temporal(CLI::App& metrics, Dispatch& dispatch);
void add_metrics_ordering(CLI::App& metrics, Dispatch& dispatch);
void add_metrics_recommend(CLI::App& metrics, Dispatch& dispatch);

}  // namespace medal::cli
