// Who asks: filled by the authenticator, carried by every unit of work, read by every rule about rights.
#pragma once

#include "base/ids.h"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::base {

enum class Role { contributor, panellist, chair, steward, organizer, model_developer, reader, admin };
BOOST_DESCRIBE_ENUM(Role, contributor, panellist, chair, steward, organizer, model_developer, reader, admin)

/// What a token may be used for; a session of a signed-in person has all of them.
enum class Scope { read, contribute, review, organize, evaluate, admin };
BOOST_DESCRIBE_ENUM(Scope, read, contribute, review, organize, evaluate, admin)

/// A role in one campaign, or everywhere when no campaign is named (admin).
struct RoleGrant {
    Role role = Role::contributor;
    std::optional<CampaignId> campaign_id;

    bool operator==(const RoleGrant&) const = default;
};
BOOST_DESCRIBE_STRUCT(RoleGrant, (), (role, campaign_id))

enum class ActorKind { stranger, person, system };

struct Actor {
    ActorKind kind = ActorKind::stranger;
    PersonId person_id{};
    std::string display_name;
    std::string institution;
    std::vector<RoleGrant> roles;
    std::vector<Scope> scopes;
    bool email_verified = false;
    /// The SHA-256 of the session or token presented, in hexadecimal: names it without being it.
    std::string credential_id;

    bool is_person() const { return kind == ActorKind::person; }
    bool is_system() const { return kind == ActorKind::system; }
    /// True for a grant in this campaign or everywhere; an admin has every role, the system too.
    bool has(Role role, CampaignId campaign) const;
    /// True for an admin grant without campaign, and for the system.
    bool is_admin() const;
    bool has_scope(Scope scope) const;
};

/// The part that jobs and the command line play.
Actor system_actor();

}  // namespace medal::base
