// When two people have a conflict of interest (DOMAIN.md, rule 6: nobody reviews, rates, clears or decides
// where they have one). Pure; the declarations come from conflicts.h's store.
#pragma once

#include "base/actor.h"

#include <optional>
#include <span>
#include <string>

namespace medal::accounts {

/// A person as conflicts are judged.
struct Party {
    base::PersonId id;
    std::string institution;
};

/// What a person declared: a conflict with a person or with an institution.
struct DeclaredConflict {
    base::PersonId declared_by;
    std::optional<base::PersonId> person_id;
    std::optional<std::string> institution;
};

/// Empty when there is none; otherwise why: "same_person", "same_institution", "declared".
std::string conflict_between(const Party& judge, const Party& author,
                             std::span<const DeclaredConflict> declared);

}  // namespace medal::accounts
