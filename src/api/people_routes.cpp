#include "accounts/registration.h"
#include "accounts/store.h"
#include "api/accounts_views.h"
#include "api/app.h"
#include "api/typed_route.h"
#include "base/text.h"
#include "campaign/store.h"

namespace medal::api {
namespace {

using namespace accounts;
using http::Method;
using http::RateClass;

struct PeopleQuery {
    std::optional<std::string> search;
    std::optional<std::string> after;
    std::optional<std::int64_t> limit;
};
BOOST_DESCRIBE_STRUCT(PeopleQuery, (), (search, after, limit))

struct RoleQuery {
    std::optional<base::CampaignId> campaign_id;
};
BOOST_DESCRIBE_STRUCT(RoleQuery, (), (campaign_id))

bool may_look_up_people(const base::Actor& actor) {
    for (const auto& grant : actor.roles) {
        if (grant.role == base::Role::organizer || grant.role == base::Role::chair) return true;
    }
    return actor.is_admin();
}

std::vector<PersonRow> people_found(work::Unit& unit, const PeopleQuery& query, std::int64_t limit) {
    store::PeopleFilter filter;
    filter.before = query.after.value_or("");
    filter.limit = limit;
    if (const auto search = base::trimmed(query.search.value_or("")); !search.empty()) {
        const auto folded = base::folded(search);
        // Nothing but punctuation is in nobody's name.
        filter.words = folded.empty() ? std::vector<std::string>{"\x7F"} : base::split(folded, ' ');
        if (filter.words.size() > store::kMaxSearchWords) throw_bad_parameter("search", "of at most 4 words");
        if (unit.actor().is_admin()) filter.email_part = base::lower_ascii(search);
    }
    return store::search_people(unit.db(), filter);
}

// Roles are given in campaigns that are there; rooms before campaign/ cannot know.
void require_campaign(work::Unit& unit, const base::RoleGrant& grant) {
    if (!grant.campaign_id || campaign::store::find_campaign(unit.db(), *grant.campaign_id)) return;
    throw base::Error{base::ErrorKind::invalid,
                      "campaign.not_found",
                      "There is no such campaign.",
                      {.field = "/campaign_id"}};
}

void add_list_people(Routes& routes) {
    routes.add<Nothing, Page<PersonView>>(
        {.path = "/api/v1/people",
         .operation_id = "listPeople",
         .summary = "Look people up",
         .tag = "accounts",
         .rights = "organizer, chair, admin",
         .query = query_of<PeopleQuery>()},
        [](work::Unit& unit, Call& call, const Nothing&) {
            if (!may_look_up_people(unit.actor())) {
                throw base::Error{base::ErrorKind::forbidden, "people.not_you",
                                  "Only organizers, chairs and admins may look people up."};
            }
            const auto query = call.query<PeopleQuery>();
            const auto limit = page_limit(query.limit);
            auto rows = people_found(unit, query, limit + 1);
            Page<PersonView> page;
            const bool has_more = static_cast<std::int64_t>(rows.size()) > limit;
            if (has_more) rows.resize(static_cast<std::size_t>(limit));
            for (const auto& row : rows) page.items.push_back(person_view_of(unit, row));
            if (has_more) page.next = rows.back().id.text();
            return page;
        });
}

void add_grant_role(Routes& routes) {
    routes.add<base::RoleGrant, PersonView>(
        {.method = Method::post,
         .path = "/api/v1/people/{person_id}/roles",
         .operation_id = "grantRole",
         .summary = "Give a role",
         .tag = "accounts",
         .rights = "admin; organizer within the own campaign",
         .status = 201,
         .rate = RateClass::write},
        [](work::Unit& unit, Call& call, const base::RoleGrant& grant) {
            require_campaign(unit, grant);
            return person_view_of(unit, grant_role(unit, call.path<base::PersonId>("person_id"), grant));
        });
    routes.add<Nothing, Nothing>({.method = Method::del,
                                  .path = "/api/v1/people/{person_id}/roles/{role}",
                                  .operation_id = "revokeRole",
                                  .summary = "Take a role away",
                                  .tag = "accounts",
                                  .rights = "admin; organizer within the own campaign",
                                  .rate = RateClass::write,
                                  .query = query_of<RoleQuery>()},
                                 [](work::Unit& unit, Call& call, const Nothing&) {
                                     const auto role = base::parse_enum<base::Role>(call.path_text("role"));
                                     if (!role) throw_no_such_id("role");
                                     revoke_role(unit, call.path<base::PersonId>("person_id"),
                                                 {*role, call.query<RoleQuery>().campaign_id});
                                     return Nothing{};
                                 });
}

}  // namespace

void add_people_routes(Routes& routes) {
    add_list_people(routes);
    add_grant_role(routes);
}

}  // namespace medal::api
