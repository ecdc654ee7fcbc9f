// Classical statistics of exam items from the answers of many models: how hard, how telling, which
// distractors work.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace medal::statistics {

/// Right (1), wrong (0) or not answered (NaN); partial credit in between is allowed.
struct ResponseTable {
    std::size_t model_count = 0;
    std::size_t item_count = 0;
    std::vector<double> scores;  // scores[model * item_count + item]

    double at(std::size_t model, std::size_t item) const { return scores[model * item_count + item]; }
};

struct ItemStatistics {
    std::size_t answers = 0;
    double p = 0.0;            // mean score: 1 is easy
    double item_rest_r = 0.0;  // Pearson with the mean of the other items; NaN where one side is constant
};

std::vector<ItemStatistics> item_statistics(const ResponseTable& table);

/// Cronbach's alpha (1951) over the models that answered every item; NaN with fewer than two of either.
double cronbach_alpha(const ResponseTable& table);

/// How often an option was chosen by the weakest, middle and strongest third of the models (by their mean
/// score).
struct DistractorRow {
    std::size_t weak = 0;
    std::size_t middle = 0;
    std::size_t strong = 0;
};

/// choices[model]: the option the model chose for one item, "" for none.
std::map<std::string, DistractorRow> distractor_table(std::span<const std::string> choices,
                                                      std::span<const double> model_means);

/// Mean score of each model over what it answered; NaN for nothing.
std::vector<double> model_means(const ResponseTable& table);

}  // namespace medal::statistics
