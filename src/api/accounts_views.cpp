#include "api/accounts_views.h"

#include "accounts/store.h"

namespace medal::api {

ConflictView conflict_view_of(work::Unit& unit, const accounts::ConflictRow& row) {
    ConflictView view{row.id, row.person_id, {}, row.institution, row.note};
    const auto person =
        row.person_id ? accounts::store::find_person(unit.db(), *row.person_id) : std::nullopt;
    if (person) view.person_name = person->display_name;
    return view;
}

Me me_of(const accounts::PersonRow& person, std::vector<base::RoleGrant> roles) {
    return {person.id,           person.email,       person.email_verified,
            person.display_name, person.institution, person.country,
            person.language,     std::move(roles),   {}};
}

Me me_of(work::Unit& unit, const accounts::PersonRow& person) {
    return me_of(person, accounts::store::grants_of(unit.db(), person.id));
}

PersonView person_view_of(work::Unit& unit, const accounts::PersonRow& person) {
    PersonView view;
    view.id = person.id;
    view.display_name = person.display_name;
    if (unit.actor().is_admin()) {
        view.email = person.email;
        view.email_verified = person.email_verified;
    }
    view.institution = person.institution;
    view.country = person.country;
    view.roles = accounts::store::grants_of(unit.db(), person.id);
    view.created_at = person.created_at;
    return view;
}

}  // namespace medal::api
