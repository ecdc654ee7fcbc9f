// What was earned: read from the events of all rooms before it, never written by them. Points are counts of
// deeds; what they are worth is a campaign's policy.
#pragma once

#include "base/actor.h"
#include "base/time.h"
#include "db/session.h"

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::credit {

enum class CreditKind { proposal, case_, item, review };
BOOST_DESCRIBE_ENUM(CreditKind, proposal, case_, item, review)

struct Credit {
    CreditKind kind = CreditKind::proposal;
    std::string subject_id;
    std::int64_t points = 1;
    base::Instant earned_at;
};
BOOST_DESCRIBE_STRUCT(Credit, (), (kind, subject_id, points, earned_at))

struct Ledger {
    std::vector<Credit> items;
    std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(Ledger, (), (items, total))

/// A proposal when it is submitted, a case when it is ready, an item when it is accepted, a review when it is
/// submitted; each once.
Ledger ledger_of(db::Session& session, base::PersonId person);

}  // namespace medal::credit
