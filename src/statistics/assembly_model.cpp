#include "statistics/assembly_model.h"

namespace medal::statistics {
namespace {

/// The constraint matrix by rows; every coefficient is 1.
struct Matrix {
    std::vector<std::vector<int>> rows_of_column;
    std::vector<double> low;
    std::vector<double> high;
};

Matrix matrix_of(const AssemblyProblem& problem, AssemblyRules rules) {
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

}  // namespace

CbcModel load_assembly(const AssemblyProblem& problem, AssemblyRules rules, AssemblyGoal goal,
                       double time_limit_s) {
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
    CbcModel model(Cbc_newModel());
    Cbc_setLogLevel(model.get(), 0);
    Cbc_setParameter(model.get(), "slogLevel", "0");
    Cbc_loadProblem(model.get(), static_cast<int>(count), static_cast<int>(matrix.low.size()), starts.data(),
                    indices.data(), ones.data(), zeros.data(), upper.data(),
                    goal == AssemblyGoal::heaviest ? problem.weights.data() : zeros.data(), matrix.low.data(),
                    matrix.high.data());
    for (std::size_t i = 0; i < count; ++i) Cbc_setInteger(model.get(), static_cast<int>(i));
    Cbc_setObjSense(model.get(), -1.0);
    Cbc_setAllowableGap(model.get(), 0.0);
    Cbc_setMaximumSeconds(model.get(), time_limit_s);
    return model;
}

std::vector<std::size_t> solution_of(Cbc_Model* model, std::size_t count) {
    const double* values = Cbc_bestSolution(model);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; values != nullptr && i < count; ++i) {
        if (values[i] > 0.5) chosen.push_back(i);
    }
    return chosen;
}

}  // namespace medal::statistics
