#include "base/actor.h"

#include <algorithm>

namespace medal::base {

bool Actor::has(Role role, CampaignId campaign) const {
    if (is_admin()) return true;
    return std::any_of(roles.begin(), roles.end(), [&](const RoleGrant& grant) {
        return grant.role == role && (!grant.campaign_id || *grant.campaign_id == campaign);
    });
}

bool Actor::is_admin() const {
    if (is_system()) return true;
    return std::any_of(roles.begin(), roles.end(), [](const RoleGrant& grant) {
        return grant.role == Role::admin && !grant.campaign_id;
    });
}

bool Actor::has_scope(Scope scope) const {
    return is_system() || std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

Actor system_actor() {
    Actor actor;
    actor.kind = ActorKind::system;
    actor.display_name = "system";
    return actor;
}

}  // namespace medal::base
