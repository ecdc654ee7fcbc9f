#include "statistics/assembly.h"

#include "base/error.h"
#include "statistics/assembly_conflict.h"
#include "statistics/assembly_model.h"
#include "statistics/assembly_rows.h"
#include "statistics/sum.h"

#include <algorithm>

namespace medal::statistics {
namespace {

void warm_start(Cbc_Model* model, const std::vector<std::size_t>& chosen, std::size_t count) {
    std::vector<int> columns(count);
    std::vector<double> values(count, 0.0);
    for (std::size_t i = 0; i < count; ++i) columns[i] = static_cast<int>(i);
    for (const std::size_t i : chosen) values[i] = 1.0;
    Cbc_setMIPStartI(model, static_cast<int>(count), columns.data(), values.data());
}

double weight_of(const std::vector<std::size_t>& chosen, const AssemblyProblem& problem) {
    Sum total;
    for (const std::size_t i : chosen) total.add(problem.weights[i]);
    return total.value();
}

std::vector<std::string> conflict_of(const AssemblyProblem& problem,
                                     const std::vector<const AssemblyRule*>& rules) {
    const std::string size = "size: exactly " + std::to_string(problem.size);
    std::vector<std::string> names = {size};
    if (problem.size > problem.weights.size()) {
        names.push_back("candidates: only " + std::to_string(problem.weights.size()));
        return names;
    }
    if (rules.empty()) return names;
    for (const AssemblyRule* rule : smallest_conflict(problem, rules)) names.push_back(rule->name);
    return names;
}

}  // namespace

Assembly assemble(const AssemblyProblem& problem) {
    const std::vector<AssemblyRule> rules = rules_of(problem);
    std::vector<const AssemblyRule*> all;
    for (const AssemblyRule& rule : rules) all.push_back(&rule);
    const std::vector<std::size_t> greedy = greedy_selection(problem, rules);
    const bool greedy_meets = meets(greedy, problem, rules);
    const CbcModel model = load_assembly(problem, all, AssemblyGoal::heaviest, problem.time_limit_s);
    Assembly result;
    if (greedy_meets) {
        result.greedy_weight = weight_of(greedy, problem);
        warm_start(model.get(), greedy, problem.weights.size());
    }
    Cbc_solve(model.get());
    if (Cbc_isProvenInfeasible(model.get()) != 0) {
        result.status = AssemblyStatus::infeasible;
        result.conflict = conflict_of(problem, all);
        return result;
    }
    result.chosen = solution_of(model.get(), problem.weights.size());
    if (!meets(result.chosen, problem, rules)) result.chosen.clear();
    const bool proven = Cbc_isProvenOptimal(model.get()) != 0;
    if (greedy_meets && (result.chosen.empty() || weight_of(result.chosen, problem) < result.greedy_weight)) {
        result.chosen = greedy;
    }
    if (result.chosen.empty()) return result;
    result.weight = weight_of(result.chosen, problem);
    result.bound = proven ? result.weight : std::max(result.weight, Cbc_getBestPossibleObjValue(model.get()));
    result.status = proven ? AssemblyStatus::optimal : AssemblyStatus::feasible;
    return result;
}

}  // namespace medal::statistics
