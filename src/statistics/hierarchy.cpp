#include "statistics/hierarchy.h"

#include "base/error.h"
#include "statistics/sum.h"

#include <cmath>
#include <limits>

namespace medal::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

[[noreturn]] void refuse(const char* what) {
    throw base::Error(base::ErrorKind::invalid, "hierarchy.invalid", what);
}

/// Mean of the members of each group; a group without members is NaN.
struct Means {
    std::vector<Sum> total;
    std::vector<double> count;
    explicit Means(std::size_t groups) : total(groups), count(groups) {}
    void add(std::size_t group, double value, double times) {
        if (std::isnan(value) || times == 0.0) return;
        total[group].add(times * value);
        count[group] += times;
    }
    std::vector<double> result() const {
        std::vector<double> means(total.size(), kNaN);
        for (std::size_t g = 0; g < means.size(); ++g) {
            if (count[g] > 0.0) means[g] = total[g].value() / count[g];
        }
        return means;
    }
};

double weighted_mean(std::span<const double> means, std::span<const double> weights) {
    Sum total;
    Sum all;
    for (std::size_t g = 0; g < means.size(); ++g) {
        if (std::isnan(means[g])) continue;
        total.add(weights[g] * means[g]);
        all.add(weights[g]);
    }
    return all.value() > 0.0 ? total.value() / all.value() : kNaN;
}

}  // namespace

Hierarchy::Hierarchy(std::span<const ItemPath> paths, const GroupWeights& weights) {
    if (paths.empty() || paths.front().empty()) refuse("A hierarchy needs one item and one level.");
    levels_.resize(paths.front().size());
    std::vector<std::map<std::pair<std::size_t, std::string>, std::size_t>> numbers(levels_.size());
    for (const ItemPath& path : paths) {
        if (path.size() != levels_.size()) refuse("Every item needs a place on every level.");
        std::size_t parent = 0;
        for (std::size_t level = 0; level < path.size(); ++level) {
            const auto [found, is_new] =
                numbers[level].try_emplace({parent, path[level]}, numbers[level].size());
            if (is_new) {
                levels_[level].parent.push_back(parent);
                if (level == 0) names_.push_back(path[0]);
            }
            parent = found->second;
        }
        parent_of_item_.push_back(parent);
    }
    for (std::size_t level = 0; level < levels_.size(); ++level)
        levels_[level].group_count = numbers[level].size();
    double all = 0.0;
    for (const std::string& name : names_) {
        const auto found = weights.find(name);
        weights_.push_back(found == weights.end() ? 1.0 : found->second);
        if (!(weights_.back() >= 0.0)) refuse("A weight cannot be negative.");
        all += weights_.back();
    }
    if (!(all > 0.0)) refuse("Some group must have a weight above 0.");
    for (const auto& [name, weight] : weights) {
        if (!numbers[0].contains({0, name})) refuse("A weight names a group that has no items.");
    }
}

std::vector<double> Hierarchy::group_means(std::span<const double> scores,
                                           std::span<const std::uint32_t> copies) const {
    Means innermost(levels_.back().group_count);
    for (std::size_t i = 0; i < parent_of_item_.size(); ++i) {
        innermost.add(parent_of_item_[i], scores[i], copies.empty() ? 1.0 : copies[i]);
    }
    std::vector<double> means = innermost.result();
    // A case drawn twice counts twice in its problem: its weight is that of its copies.
    for (std::size_t level = levels_.size() - 1; level > 0; --level) {
        Means above(levels_[level - 1].group_count);
        std::vector<double> times(means.size(), 1.0);
        if (level + 1 == levels_.size() && !copies.empty()) {
            for (std::size_t i = 0; i < parent_of_item_.size(); ++i) times[parent_of_item_[i]] = copies[i];
        }
        for (std::size_t g = 0; g < means.size(); ++g)
            above.add(levels_[level].parent[g], means[g], times[g]);
        means = above.result();
    }
    return means;
}

HierarchicalScore Hierarchy::score(std::span<const double> scores) const {
    if (scores.size() != item_count()) refuse("There must be one score per item.");
    const std::vector<double> means = group_means(scores, {});
    HierarchicalScore result{weighted_mean(means, weights_), {}};
    for (std::size_t g = 0; g < means.size(); ++g) result.by_group[names_[g]] = means[g];
    return result;
}

double Hierarchy::value(std::span<const double> scores, std::span<const std::uint32_t> copies) const {
    return weighted_mean(group_means(scores, copies), weights_);
}

BootstrapResult bootstrap_hierarchy(const Hierarchy& hierarchy, std::span<const double> scores,
                                    const Clustering& patients, const BootstrapPlan& plan) {
    if (scores.size() != hierarchy.item_count() || patients.of_item.size() != scores.size()) {
        refuse("There must be one score and one patient per item.");
    }
    return bca_bootstrap(
        [&](std::span<const std::uint32_t> copies) {
            std::vector<std::uint32_t> of_item(scores.size());
            for (std::size_t i = 0; i < of_item.size(); ++i) of_item[i] = copies[patients.of_item[i]];
            return hierarchy.value(scores, of_item);
        },
        patients.cluster_count, plan);
}

}  // namespace medal::statistics
