#include "accounts/conflicts.h"

#include "accounts/store.h"
#include "base/error.h"
#include "base/text.h"

namespace medal::accounts {

ConflictRow declare_conflict(work::Unit& unit, const ConflictDraft& draft) {
    base::require_text(draft.note, {.min_characters = 0, .max_characters = 500}, "/note");
    if (!draft.person_id && base::trimmed(draft.institution.value_or("")).empty()) {
        throw base::Error{base::ErrorKind::invalid, "conflict.empty", "Name a person or an institution."};
    }
    if (draft.person_id && !store::find_person(unit.db(), *draft.person_id)) {
        throw base::Error{base::ErrorKind::invalid,
                          "conflict.unknown_person",
                          "There is no such person.",
                          {.field = "/person_id"}};
    }
    const ConflictRow row{unit.new_id<ConflictId>(),
                          unit.actor().person_id,
                          draft.person_id,
                          draft.institution,
                          draft.note,
                          unit.now()};
    store::insert(unit.db(), row);
    return row;
}

namespace {

std::vector<DeclaredConflict> declared_in(const std::vector<ConflictRow>& rows) {
    std::vector<DeclaredConflict> declared;
    for (const auto& row : rows) declared.push_back({row.declared_by, row.person_id, row.institution});
    return declared;
}

}  // namespace

std::vector<DeclaredConflict> declared_between(db::Session& session, base::PersonId a, base::PersonId b) {
    return declared_in(store::conflicts_concerning(session, a, b));
}

std::vector<DeclaredConflict> declared_among(db::Session& session, base::PersonId judge,
                                             const std::vector<base::PersonId>& authors) {
    return declared_in(store::conflicts_among(session, judge, authors));
}

}  // namespace medal::accounts
