// Which metrics fit a problem, and why: the mapping of Metrics Reloaded (Maier-Hein, Reinke et al. 2024,
// Extended Data Fig. 1 to 9) as rules. It recommends a pool with reasons; it does not weigh metrics against
// each other. The decision guides of the supplement, which settle what the paper leaves open, are given as
// alternatives.
#pragma once

#include "metrics/recommend/fingerprint.h"

#include <string>
#include <vector>

namespace medal::metrics {

/// One metric (or rule of matching) with the path that leads to it.
struct Advice {
    std::string role{};        // multi-class, per-class, multi-threshold, calibration, overlap, boundary,
                               // localization, assignment
    std::string subprocess{};  // S2 .. S9
    std::string metric{};      // id of docs/metrics
    std::string reason{};
    std::string command{};
};
BOOST_DESCRIBE_STRUCT(Advice, (), (role, subprocess, metric, reason, command))

struct Recommendation {
    Category category = Category::semantic_segmentation;
    std::vector<Advice> metrics{};
    std::vector<std::string> pitfalls{};
};
BOOST_DESCRIBE_STRUCT(Recommendation, (), (category, metrics, pitfalls))

Recommendation recommend_metrics(const Fingerprint& problem);

}  // namespace medal::metrics
