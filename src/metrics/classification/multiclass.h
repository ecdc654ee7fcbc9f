// Agreement of predicted with true classes, from the confusion matrix in whole numbers.
#pragma once

#include "metrics/segmentation/counts.h"

#include <cstdint>
#include <vector>

namespace medal::metrics {

/// Rows are true classes, columns predicted ones, in the classes' own order.
using Confusion = std::vector<std::vector<std::uint64_t>>;

enum class KappaWeights { none, linear, quadratic };

double accuracy(const Confusion& m);
/// Mean sensitivity over the classes that occur in the truth.
double balanced_accuracy(const Confusion& m);
/// Matthews' correlation for many classes (Gorodkin 2004).
double matthews(const Confusion& m);
/// Cohen's kappa, weighted by the distance of classes (Cohen 1968).
double cohen_kappa(const Confusion& m, KappaWeights weights = KappaWeights::none);
/// Mean F1 over classes; a class that is never found and never said counts 0.
double macro_f1(const Confusion& m);

/// costs[true][said], 0 on the diagonal.
using Costs = std::vector<std::vector<double>>;

/// |true - said| / (k - 1), for ordered classes.
Costs distance_costs(std::size_t class_count);

/// Mean cost of a case over that of the best answer that ignores the image (Ferrer 2022; Metrics Reloaded):
/// 0 is perfect, 1 no better than always saying the cheapest class. NaN where that answer is free.
double expected_cost(const Confusion& m, const Costs& costs);

/// Class `which` as yes, all others as no.
Counts one_against_rest(const Confusion& m, std::size_t which);

}  // namespace medal::metrics
