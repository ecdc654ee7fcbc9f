// Why the rules of an assembly cannot be met together: a smallest set of them that conflict. Private to the
// assembly.
#pragma once

#include "statistics/assembly_rows.h"

#include <vector>

namespace medal::statistics {

/// `rules` conflict given the size. The fewest rules that do: the smallest set that hits every correction set
/// (Ignatiev, Previti, Liffiton & Marques-Silva, CP 2015). Where that takes too long, a set from which no
/// rule can be dropped (QuickXplain; Junker, AAAI 2004). What cannot be decided in time counts as possible,
/// so a rule is blamed only where it was proven.
std::vector<const AssemblyRule*> smallest_conflict(const AssemblyProblem& problem,
                                                   const std::vector<const AssemblyRule*>& rules);

}  // namespace medal::statistics
