#include "accounts/conflict_rules.h"

#include "base/text.h"

#include <algorithm>

namespace medal::accounts {

std::string conflict_between(const Party& judge, const Party& author,
                             std::span<const DeclaredConflict> declared) {
    if (judge.id == author.id) return "same_person";
    const auto judge_home = base::folded(judge.institution);
    const auto author_home = base::folded(author.institution);
    if (!judge_home.empty() && judge_home == author_home) return "same_institution";
    const auto concerns = [](const DeclaredConflict& one, const Party& party, const std::string& home) {
        return one.person_id == party.id || (one.institution && base::folded(*one.institution) == home);
    };
    const auto is_declared = [&](const DeclaredConflict& one) {
        return (one.declared_by == judge.id && concerns(one, author, author_home)) ||
               (one.declared_by == author.id && concerns(one, judge, judge_home));
    };
    return std::any_of(declared.begin(), declared.end(), is_declared) ? "declared" : "";
}

}  // namespace medal::accounts
