#include "statistics/assembly_conflict.h"

#include "statistics/assembly_model.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace medal::statistics {
namespace {

using Chosen = std::vector<std::size_t>;
using RuleSet = std::vector<const AssemblyRule*>;
using RuleNumbers = std::vector<std::size_t>;  // ascending

enum class Verdict { possible, impossible, undecided };

class ConflictFinder {
  public:
    explicit ConflictFinder(const AssemblyProblem& problem)
        : problem_(problem), time_limit_s_(problem.time_limit_s / 4.0) {}

    bool impossible(const RuleSet& rules) const {
        Chosen unused;
        return decide(rules, unused) == Verdict::impossible;
    }

    /// `found` is a selection that keeps the rules where there is one.
    Verdict decide(const RuleSet& rules, Chosen& found) const {
        const CbcModel model = load_assembly(problem_, rules, AssemblyGoal::any, time_limit_s_);
        Cbc_solve(model.get());
        if (Cbc_isProvenInfeasible(model.get()) != 0) return Verdict::impossible;
        found = solution_of(model.get(), problem_.weights.size());
        return found.size() == problem_.size ? Verdict::possible : Verdict::undecided;
    }

    /// QuickXplain (Junker, AAAI 2004): `rules` conflict given `given`; returns a minimal part that does.
    RuleSet explain(RuleSet given, bool given_grew, const RuleSet& rules) const {
        if (given_grew && impossible(given)) return {};
        if (rules.size() == 1) return rules;
        const auto middle = rules.begin() + static_cast<std::ptrdiff_t>(rules.size() / 2);
        const RuleSet first(rules.begin(), middle);
        const RuleSet second(middle, rules.end());
        RuleSet with_first = given;
        with_first.insert(with_first.end(), first.begin(), first.end());
        RuleSet result = explain(with_first, !first.empty(), second);
        RuleSet with_result = std::move(given);
        with_result.insert(with_result.end(), result.begin(), result.end());
        const RuleSet rest = explain(with_result, !result.empty(), first);
        result.insert(result.end(), rest.begin(), rest.end());
        return result;
    }

  private:
    const AssemblyProblem& problem_;
    double time_limit_s_;
};

bool keeps(const Chosen& chosen, const AssemblyRule& rule) {
    return std::all_of(rule.rows.begin(), rule.rows.end(), [&](const AssemblyRow& row) {
        const auto got =
            static_cast<double>(std::count_if(row.members.begin(), row.members.end(), [&](int member) {
                return std::binary_search(chosen.begin(), chosen.end(), static_cast<std::size_t>(member));
            }));
        return row.low <= got && got <= row.high;
    });
}

/// A smallest set of numbers that meets every one of `sets`, by deepening.
class HittingSet {
  public:
    explicit HittingSet(const std::vector<RuleNumbers>& sets) : sets_(sets) {}

    /// Nothing where there is none of at most `most` numbers, or the search grew too large.
    std::optional<RuleNumbers> find(std::size_t most) {
        for (std::size_t size = 0; size <= most && steps_ < kMaxSteps; ++size) {
            picked_.clear();
            if (extend(size)) return picked_;
        }
        return std::nullopt;
    }

  private:
    static constexpr std::size_t kMaxSteps = 1'000'000;

    bool extend(std::size_t left) {
        if (++steps_ >= kMaxSteps) return false;
        const auto missed = std::find_if(sets_.begin(), sets_.end(), [&](const RuleNumbers& set) {
            return std::none_of(set.begin(), set.end(), [&](std::size_t rule) {
                return std::find(picked_.begin(), picked_.end(), rule) != picked_.end();
            });
        });
        if (missed == sets_.end()) return true;
        if (left == 0) return false;
        for (const std::size_t rule : *missed) {
            picked_.push_back(rule);
            if (extend(left - 1)) return true;
            picked_.pop_back();
        }
        return false;
    }

    const std::vector<RuleNumbers>& sets_;
    RuleNumbers picked_;
    std::size_t steps_ = 0;
};

/// From rules that `chosen` keeps to as many as can be kept with them; the rest corrects the conflict.
RuleNumbers correction_set(const ConflictFinder& finder, const RuleSet& rules, const Chosen& chosen) {
    RuleSet kept;
    RuleNumbers broken;
    for (std::size_t r = 0; r < rules.size(); ++r) {
        if (keeps(chosen, *rules[r])) kept.push_back(rules[r]);
    }
    for (std::size_t r = 0; r < rules.size(); ++r) {
        if (std::find(kept.begin(), kept.end(), rules[r]) != kept.end()) continue;
        RuleSet more = kept;
        more.push_back(rules[r]);
        Chosen found;
        if (finder.decide(more, found) == Verdict::possible) {
            kept = std::move(more);
        } else {
            broken.push_back(r);
        }
    }
    return broken;
}

}  // namespace

RuleSet smallest_conflict(const AssemblyProblem& problem, const RuleSet& rules) {
    const ConflictFinder finder(problem);
    const RuleSet irreducible = finder.explain({}, false, rules);
    const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(problem.time_limit_s);
    std::vector<RuleNumbers> corrections;
    while (std::chrono::steady_clock::now() < until) {
        const auto hitting = HittingSet(corrections).find(irreducible.size() - 1);
        if (!hitting) return irreducible;  // nothing smaller exists
        RuleSet candidate;
        for (const std::size_t r : *hitting) candidate.push_back(rules[r]);
        Chosen found;
        const Verdict verdict = finder.decide(candidate, found);
        if (verdict == Verdict::impossible) return candidate;
        if (verdict == Verdict::undecided) return irreducible;
        corrections.push_back(correction_set(finder, rules, found));
    }
    return irreducible;
}

}  // namespace medal::statistics
