// Means over cases under the aggregation policy, with BCa bootstrap intervals over cases.
#pragma once

#include "cli/segmentation_view.h"
#include "statistics/bootstrap.h"

#include <map>
#include <set>
#include <vector>

namespace medal::cli {

struct MeasuredCase {
    CaseView view{};
    metrics::Geometry geometry{};
    std::map<metrics::Label, std::vector<metrics::Value>> labels{};
    /// Of a prediction that could not be measured: the labels its reference holds.
    std::set<metrics::Label> has_reference{};
};

/// Every case must hold the same labels.
std::vector<SummaryView> summarise(const std::vector<MeasuredCase>& cases,
                                   const statistics::BootstrapPlan& plan);

std::map<std::string, CaseLevelView> case_level(const std::vector<MeasuredCase>& cases);

}  // namespace medal::cli
