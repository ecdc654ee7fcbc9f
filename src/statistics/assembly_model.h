// The integer programme of an assembly as CBC sees it. Private to the assembly.
#pragma once

#include "statistics/assembly_rows.h"

#include <coin/Cbc_C_Interface.h>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace medal::statistics {

using AssemblyRules = std::span<const AssemblyRule* const>;

struct DeleteCbcModel {
    void operator()(Cbc_Model* model) const { Cbc_deleteModel(model); }
};
using CbcModel = std::unique_ptr<Cbc_Model, DeleteCbcModel>;

enum class AssemblyGoal { heaviest, any };

CbcModel load_assembly(const AssemblyProblem& problem, AssemblyRules rules, AssemblyGoal goal,
                       double time_limit_s);

/// Ascending; empty where none was found.
std::vector<std::size_t> solution_of(Cbc_Model* model, std::size_t count);

}  // namespace medal::statistics
