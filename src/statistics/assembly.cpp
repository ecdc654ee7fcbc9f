#include "statistics/assembly.h"

#include "base/error.h"
#include "statistics/assembly_rows.h"
#include "statistics/sum.h"

#include <algorithm>
#include <chrono>
#include <coin/Cbc_C_Interface.h>
#include <limits>
#include <memory>
#include <span>

namespace medal::statistics {
namespace {

using Rules = std::span<const AssemblyRule* const>;

struct DeleteModel {
    void operator()(Cbc_Model* model) const { Cbc_deleteModel(model); }
};
using Model = std::unique_ptr<Cbc_Model, DeleteModel>;

/// The constraint matrix by rows; every coefficient is 1.
struct Matrix {
    std::vector<std::vector<int>> rows_of_column;
    std::vector<double> low;
    std::vector<double> high;
};

Matrix matrix_of(const AssemblyProblem& problem, Rules rules) {
    Matrix matrix{std::vector<std::vector<int>>(problem.weights.size()), {}, {}};
    const auto size = static_cast<double>(problem.size);
    for (auto& column : matrix.rows_of_column) column.push_back(0);
    matrix.low.push_back(size);
    matrix.high.push_back(size);
    for (const AssemblyRule* rule : rules) {
        for (const AssemblyRow& row : rule->rows) {
            const int number = static_cast<int>(matrix.low.size());
            for (const int member : row.members)
                matrix.rows_of_column[static_cast<std::size_t>(member)].push_back(number);
            matrix.low.push_back(row.low);
            matrix.high.push_back(row.high);
        }
    }
    return matrix;
}

Model load(const AssemblyProblem& problem, Rules rules, bool weighted, double time_limit_s) {
    const Matrix matrix = matrix_of(problem, rules);
    const std::size_t count = problem.weights.size();
    std::vector<CoinBigIndex> starts = {0};
    std::vector<int> indices;
    for (const std::vector<int>& column : matrix.rows_of_column) {
        indices.insert(indices.end(), column.begin(), column.end());
        starts.push_back(static_cast<CoinBigIndex>(indices.size()));
    }
    const std::vector<double> ones(indices.size(), 1.0);
    const std::vector<double> zeros(count, 0.0);
    const std::vector<double> upper(count, 1.0);
    Model model(Cbc_newModel());
    Cbc_setLogLevel(model.get(), 0);
    Cbc_setParameter(model.get(), "slogLevel", "0");
    Cbc_loadProblem(model.get(), static_cast<int>(count), static_cast<int>(matrix.low.size()), starts.data(),
                    indices.data(), ones.data(), zeros.data(), upper.data(),
                    weighted ? problem.weights.data() : zeros.data(), matrix.low.data(), matrix.high.data());
    for (std::size_t i = 0; i < count; ++i) Cbc_setInteger(model.get(), static_cast<int>(i));
    Cbc_setObjSense(model.get(), -1.0);
    Cbc_setAllowableGap(model.get(), 0.0);
    Cbc_setMaximumSeconds(model.get(), time_limit_s);
    return model;
}

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

std::vector<std::size_t> solution_of(Cbc_Model* model, std::size_t count) {
    const double* values = Cbc_bestSolution(model);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; values != nullptr && i < count; ++i) {
        if (values[i] > 0.5) chosen.push_back(i);
    }
    return chosen;
}

/// Finds which rules conflict by solving feasibility alone. What cannot be decided in time counts as
/// possible, so a rule is only blamed where it was proven.
class ConflictFinder {
  public:
    ConflictFinder(const AssemblyProblem& problem, double time_limit_s)
        : problem_(problem), time_limit_s_(time_limit_s) {}

    bool impossible(const std::vector<const AssemblyRule*>& rules) const {
        const Model model = load(problem_, rules, false, time_limit_s_);
        Cbc_solve(model.get());
        return Cbc_isProvenInfeasible(model.get()) != 0;
    }

    /// QuickXplain (Junker, AAAI 2004): `rules` conflict given `given`; returns a minimal part that does.
    std::vector<const AssemblyRule*> explain(std::vector<const AssemblyRule*> given, bool given_grew,
                                             const std::vector<const AssemblyRule*>& rules) const {
        if (given_grew && impossible(given)) return {};
        if (rules.size() == 1) return rules;
        const auto middle = rules.begin() + static_cast<std::ptrdiff_t>(rules.size() / 2);
        const std::vector<const AssemblyRule*> first(rules.begin(), middle);
        const std::vector<const AssemblyRule*> second(middle, rules.end());
        std::vector<const AssemblyRule*> with_first = given;
        with_first.insert(with_first.end(), first.begin(), first.end());
        std::vector<const AssemblyRule*> result = explain(with_first, !first.empty(), second);
        std::vector<const AssemblyRule*> with_result = std::move(given);
        with_result.insert(with_result.end(), result.begin(), result.end());
        const std::vector<const AssemblyRule*> rest = explain(with_result, !result.empty(), first);
        result.insert(result.end(), rest.begin(), rest.end());
        return result;
    }

  private:
    const AssemblyProblem& problem_;
    double time_limit_s_;
};

std::vector<std::string> conflict_of(const AssemblyProblem& problem,
                                     const std::vector<const AssemblyRule*>& rules) {
    const std::string size = "size: exactly " + std::to_string(problem.size);
    const ConflictFinder finder(problem, problem.time_limit_s / 4.0);
    std::vector<std::string> names = {size};
    if (problem.size > problem.weights.size()) {
        names.push_back("candidates: only " + std::to_string(problem.weights.size()));
        return names;
    }
    if (rules.empty()) return names;
    for (const AssemblyRule* rule : finder.explain({}, false, rules)) names.push_back(rule->name);
    return names;
}

}  // namespace

Assembly assemble(const AssemblyProblem& problem) {
    const std::vector<AssemblyRule> rules = rules_of(problem);
    std::vector<const AssemblyRule*> all;
    for (const AssemblyRule& rule : rules) all.push_back(&rule);
    const std::vector<std::size_t> greedy = greedy_selection(problem, rules);
    const bool greedy_meets = meets(greedy, problem, rules);
    const Model model = load(problem, all, true, problem.time_limit_s);
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
