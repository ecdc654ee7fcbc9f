// The score of an exam as a mean of means: items within a case, cases within a problem, problems within a
// category, and categories by the weights that the release's protocol declares. So a patient with forty items
// does not outvote one with a single item. Intervals come from a bootstrap over patients.
#pragma once

#include "statistics/bootstrap.h"
#include "statistics/clustered.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace medal::statistics {

/// Where one item stands, from the largest group to the smallest: {"category", "problem", "case"}.
using ItemPath = std::vector<std::string>;

/// Weights of the outermost groups by name; a group without one weighs 1. Weights are relative.
using GroupWeights = std::map<std::string, double>;

struct HierarchicalScore {
    double value = 0.0;
    std::map<std::string, double> by_group;  // of the outermost level
};

/// Items with a NaN score are left out, and groups without items with them. Throws for paths of unequal
/// length, weights of groups that do not exist, or weights that are negative or sum to 0.
class Hierarchy {
  public:
    Hierarchy(std::span<const ItemPath> paths, const GroupWeights& weights);

    /// `scores[i]` belongs to path i. With `copies`, item i counts as often as its copies; 0 leaves it out.
    HierarchicalScore score(std::span<const double> scores) const;
    double value(std::span<const double> scores, std::span<const std::uint32_t> copies) const;

    std::size_t item_count() const noexcept { return parent_of_item_.size(); }

  private:
    struct Level {
        std::vector<std::size_t> parent;  // of each group, in the level above; empty for the outermost
        std::size_t group_count = 0;
    };
    std::vector<double> group_means(std::span<const double> scores,
                                    std::span<const std::uint32_t> copies) const;

    std::vector<Level> levels_;                // outermost first
    std::vector<std::size_t> parent_of_item_;  // in the innermost level
    std::vector<std::string> names_;           // of the outermost groups
    std::vector<double> weights_;
};

/// BCa over patients: a patient's items are drawn together.
BootstrapResult bootstrap_hierarchy(const Hierarchy& hierarchy, std::span<const double> scores,
                                    const Clustering& patients, const BootstrapPlan& plan);

}  // namespace medal::statistics
