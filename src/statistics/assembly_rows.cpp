#include "statistics/assembly_rows.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <queue>

namespace medal::statistics {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

[[noreturn]] void refuse(std::string what, std::string hint = {}) {
    throw base::Error(base::ErrorKind::invalid, "assembly.problem", std::move(what),
                      {.hint = std::move(hint)});
}

void check(const AssemblyProblem& problem) {
    const std::size_t count = problem.weights.size();
    if (count == 0 || count > kMaxCandidates)
        refuse("An assembly takes 1 to " + std::to_string(kMaxCandidates) + " candidates.");
    if (problem.size == 0) refuse("The exam must hold at least one item.", "Set the size.");
    const bool finite = std::all_of(problem.weights.begin(), problem.weights.end(),
                                    [](double w) { return std::isfinite(w); });
    if (!finite) refuse("Every candidate needs a finite weight.");
    for (const Quota& quota : problem.quotas) {
        if (quota.high && *quota.high < quota.low)
            refuse("A quota's maximum lies below its minimum.", quota.name);
        const bool known =
            std::all_of(quota.members.begin(), quota.members.end(), [&](std::size_t i) { return i < count; });
        if (!known) base::fail_internal("a quota names a candidate that does not exist");
    }
    for (const GroupLimit& limit : problem.limits) {
        if (limit.group_of.size() != count) base::fail_internal("a group limit must cover every candidate");
    }
}

AssemblyRule rule_of(const GroupLimit& limit) {
    std::map<long, std::vector<int>> groups;
    for (std::size_t i = 0; i < limit.group_of.size(); ++i) {
        if (limit.group_of[i] >= 0) groups[limit.group_of[i]].push_back(static_cast<int>(i));
    }
    AssemblyRule rule{limit.name, {}};
    for (auto& [group, members] : groups) {
        if (members.size() > limit.high)
            rule.rows.push_back({std::move(members), 0.0, static_cast<double>(limit.high)});
    }
    return rule;
}

/// The rows of every rule, seen from the candidates.
class Rows {
  public:
    Rows(std::size_t candidates, const std::vector<AssemblyRule>& rules) : of_candidate_(candidates) {
        for (const AssemblyRule& rule : rules) {
            for (const AssemblyRow& row : rule.rows) {
                for (const int member : row.members)
                    of_candidate_[static_cast<std::size_t>(member)].push_back(rows_.size());
                rows_.push_back(&row);
            }
        }
        filled_.assign(rows_.size(), 0.0);
    }
    std::size_t unmet_minima(std::size_t candidate) const {
        const auto& rows = of_candidate_[candidate];
        return static_cast<std::size_t>(std::count_if(
            rows.begin(), rows.end(), [&](std::size_t r) { return filled_[r] < rows_[r]->low; }));
    }
    bool fits(std::size_t candidate) const {
        const auto& rows = of_candidate_[candidate];
        return std::all_of(rows.begin(), rows.end(),
                           [&](std::size_t r) { return filled_[r] + 1.0 <= rows_[r]->high; });
    }
    void take(std::size_t candidate) {
        for (const std::size_t r : of_candidate_[candidate]) filled_[r] += 1.0;
    }
    bool all_met() const {
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            if (filled_[r] < rows_[r]->low || filled_[r] > rows_[r]->high) return false;
        }
        return true;
    }

  private:
    std::vector<std::vector<std::size_t>> of_candidate_;
    std::vector<const AssemblyRow*> rows_;
    std::vector<double> filled_;
};

struct Gain {
    std::size_t unmet;
    double weight;
    std::size_t candidate;
    bool operator<(const Gain& other) const {
        if (unmet != other.unmet) return unmet < other.unmet;
        if (weight != other.weight) return weight < other.weight;
        return candidate > other.candidate;
    }
};

}  // namespace

std::vector<AssemblyRule> rules_of(const AssemblyProblem& problem) {
    check(problem);
    std::vector<AssemblyRule> rules;
    for (const Quota& quota : problem.quotas) {
        std::vector<int> members;
        for (const std::size_t i : quota.members) members.push_back(static_cast<int>(i));
        if (quota.low > 0) {
            rules.push_back({quota.name + ": at least " + std::to_string(quota.low),
                             {{members, static_cast<double>(quota.low), kInfinity}}});
        }
        if (quota.high && *quota.high < members.size()) {
            rules.push_back({quota.name + ": at most " + std::to_string(*quota.high),
                             {{members, 0.0, static_cast<double>(*quota.high)}}});
        }
    }
    for (const GroupLimit& limit : problem.limits) {
        AssemblyRule rule = rule_of(limit);
        if (!rule.rows.empty()) rules.push_back(std::move(rule));
    }
    return rules;
}

std::vector<std::size_t> greedy_selection(const AssemblyProblem& problem,
                                          const std::vector<AssemblyRule>& rules) {
    Rows rows(problem.weights.size(), rules);
    std::priority_queue<Gain> heap;
    for (std::size_t i = 0; i < problem.weights.size(); ++i)
        heap.push({rows.unmet_minima(i), problem.weights[i], i});
    std::vector<std::size_t> chosen;
    while (chosen.size() < problem.size && !heap.empty()) {
        Gain best = heap.top();
        heap.pop();
        const std::size_t now = rows.unmet_minima(best.candidate);
        if (!rows.fits(best.candidate)) continue;  // a full row never empties again
        if (now < best.unmet) {
            best.unmet = now;
            heap.push(best);
            continue;
        }
        rows.take(best.candidate);
        chosen.push_back(best.candidate);
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

bool meets(const std::vector<std::size_t>& chosen, const AssemblyProblem& problem,
           const std::vector<AssemblyRule>& rules) {
    if (chosen.size() != problem.size) return false;
    Rows rows(problem.weights.size(), rules);
    for (const std::size_t i : chosen) rows.take(i);
    return rows.all_met();
}

}  // namespace medal::statistics
