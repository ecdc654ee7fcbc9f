// Conflicts of interest that a person declares: with somebody, or with an institution. Nobody reviews or
// decides where they have one (DOMAIN.md).
#pragma once

#include "accounts/conflict_rules.h"
#include "accounts/types.h"
#include "work/unit.h"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::accounts {

struct ConflictDraft {
    std::optional<base::PersonId> person_id;
    std::optional<std::string> institution;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(ConflictDraft, (), (person_id, institution, note))

/// Throws Error{invalid}: "conflict.empty" where neither is named, "conflict.unknown_person".
ConflictRow declare_conflict(work::Unit& unit, const ConflictDraft& draft);

/// What either of the two declared, for conflict_between.
std::vector<DeclaredConflict> declared_between(db::Session& session, base::PersonId a, base::PersonId b);

/// What the judge or any of the authors declared, in a statement for every 25 authors.
std::vector<DeclaredConflict> declared_among(db::Session& session, base::PersonId judge,
                                             const std::vector<base::PersonId>& authors);

}  // namespace medal::accounts
