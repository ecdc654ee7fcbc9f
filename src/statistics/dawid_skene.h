// Truth from many readers: Dawid & Skene (1979), EM over the true class of each item and one confusion matrix
// a reader. Also the majority, which EM starts from. It does not model item difficulty.
#pragma once

#include <cstdint>
#include <vector>

namespace medal::statistics {

/// counts[item][reader][class]: how often the reader gave the item that class.
using ReaderCounts = std::vector<std::vector<std::vector<double>>>;

struct DawidSkenePlan {
    std::size_t max_iterations = 10'000;
    double tolerance = 1e-12;   // of the log likelihood, relative
    double pseudo_count = 0.0;  // added to every cell of every confusion matrix
};

struct DawidSkeneFit {
    std::vector<double> class_shares;
    std::vector<std::vector<std::vector<double>>> confusion;  // [reader][true class][given class]
    std::vector<std::vector<double>> posterior;               // [item][class]
    double log_likelihood = 0.0;
    std::size_t iterations = 0;
    bool converged = false;
};

DawidSkeneFit fit_dawid_skene(const ReaderCounts& counts, const DawidSkenePlan& plan = {});

/// Class with most votes per item; the lowest number wins a tie. Items nobody rated get -1.
std::vector<int> majority(const ReaderCounts& counts);

}  // namespace medal::statistics
