#include "metrics/recommend/recommend.h"

#include "metrics/recommend/rules.h"

namespace medal::metrics {
namespace {

void append(std::vector<Advice>& all, std::vector<Advice> some) {
    for (Advice& one : some) all.push_back(std::move(one));
}

/// S1 of the category: which subprocesses its path goes through.
std::vector<Advice> along_the_path(const Fingerprint& problem) {
    std::vector<Advice> all;
    switch (problem.category) {
        case Category::image_classification:
            append(all, recommend::multi_class(problem));
            append(all, recommend::per_class(problem));
            append(all, recommend::multi_threshold(problem));
            append(all, recommend::calibration(problem));
            break;
        case Category::semantic_segmentation:
            append(all, recommend::overlap(problem));
            append(all, recommend::boundary(problem));
            append(all, recommend::volume(problem));
            break;
        case Category::object_detection:
            append(all, recommend::localization(problem));
            append(all, recommend::assignment(problem));
            append(all, recommend::per_class(problem));
            append(all, recommend::multi_threshold(problem));
            append(all, recommend::calibration(problem));
            break;
        case Category::instance_segmentation:
            append(all, recommend::localization(problem));
            append(all, recommend::assignment(problem));
            append(all, recommend::per_class(problem));
            append(all, recommend::multi_threshold(problem));
            append(all, recommend::overlap(problem));
            append(all, recommend::boundary(problem));
            append(all, recommend::calibration(problem));
            break;
    }
    return all;
}

}  // namespace

Recommendation recommend_metrics(const Fingerprint& problem) {
    return {problem.category, along_the_path(problem), recommend::pitfalls(problem)};
}

}  // namespace medal::metrics
