// Wilson's score interval for a plain proportion (Wilson 1927); clusters need clustered.h instead.
#pragma once

#include "statistics/interval.h"

#include <cstdint>

namespace medal::statistics {

struct Proportion {
    std::uint64_t successes = 0;
    std::uint64_t trials = 0;
};

/// [0, 1] for no trials.
Interval wilson(Proportion proportion, double level = 0.95);

/// Accuracy freed of lucky guesses: (accuracy - chance) / (1 - chance), chance = 1 / options. Negative below
/// chance.
double guess_corrected(double accuracy, std::uint32_t option_count);

}  // namespace medal::statistics
