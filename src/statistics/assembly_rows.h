// The rows of an assembly problem, each traced to the rule it comes from. Private to the assembly.
#pragma once

#include "statistics/assembly.h"

#include <string>
#include <vector>

namespace medal::statistics {

/// low <= number of chosen members <= high.
struct AssemblyRow {
    std::vector<int> members;
    double low = 0.0;
    double high = 0.0;
};

/// What a person stated and can change: one quota's minimum or maximum, or one group limit with all its rows.
struct AssemblyRule {
    std::string name;
    std::vector<AssemblyRow> rows;
};

/// Throws `invalid` for members that do not exist, low above high, or missing weights. The size is not among
/// the rules.
std::vector<AssemblyRule> rules_of(const AssemblyProblem& problem);

/// Lazy greedy (Minoux 1978): next comes the candidate that meets most unmet minima, then the heaviest, as
/// long as it breaks no maximum. Gains only fall, so a stale gain at the top of the heap is refreshed and
/// nothing else is. Ascending; it may be shorter than the size or miss a minimum.
std::vector<std::size_t> greedy_selection(const AssemblyProblem& problem,
                                          const std::vector<AssemblyRule>& rules);

bool meets(const std::vector<std::size_t>& chosen, const AssemblyProblem& problem,
           const std::vector<AssemblyRule>& rules);

}  // namespace medal::statistics
