// Assembling an exam as an integer programme: maximise sum w_i x_i, x binary, with a fixed size, quotas (min
// and max per set of candidates: a term, a pair of terms), and at most k of each group (patient, site,
// duplicate cluster). Solved by CBC with one thread, warm-started by a greedy selection. Where the quotas
// cannot be met together, the answer is a smallest set of them that conflict: dropping any one of it removes
// that conflict, and no smaller set conflicts. It knows nothing of cases or taxonomies: the caller turns
// terms into sets of candidate numbers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/enum.hpp>

namespace medal::statistics {

constexpr std::size_t kMaxCandidates = 200'000;

/// Between `low` and `high` of `members` are to be chosen.
struct Quota {
    std::string name;  // for people: "modality CT: at least 20"
    std::vector<std::size_t> members;
    std::size_t low = 0;
    std::optional<std::size_t> high{};
};

/// At most `high` of each group. `group_of[i]` numbers the group of candidate i; negative belongs to none.
struct GroupLimit {
    std::string name;
    std::vector<long> group_of;
    std::size_t high = 1;
};

struct AssemblyProblem {
    std::size_t size = 0;
    std::vector<double> weights;  // one a candidate, finite
    std::vector<Quota> quotas;
    std::vector<GroupLimit> limits;
    double time_limit_s = 60.0;
};

enum class AssemblyStatus {
    optimal,
    feasible,    // time ran out; `bound` says how far it may be from the best
    infeasible,  // `conflict` names why
    undecided,   // time ran out before any selection was found
};
BOOST_DESCRIBE_ENUM(AssemblyStatus, optimal, feasible, infeasible, undecided)

struct Assembly {
    AssemblyStatus status = AssemblyStatus::undecided;
    std::vector<std::size_t> chosen;  // ascending
    double weight = 0.0;
    double bound = 0.0;          // no selection weighs more
    double greedy_weight = 0.0;  // of the warm start; 0 where it broke a quota
    std::vector<std::string> conflict;
};

Assembly assemble(const AssemblyProblem& problem);

}  // namespace medal::statistics
