#include "credit/credit.h"
#include "db/bind.h"

namespace medal::credit {
namespace {

struct Earned {
    std::string action;
    std::string subject_id;
    base::Instant at;
};
BOOST_DESCRIBE_STRUCT(Earned, (), (action, subject_id, at))

CreditKind kind_of(const std::string& action) {
    if (action == "problem.submit") return CreditKind::proposal;
    if (action == "case.become_ready") return CreditKind::case_;
    if (action == "item.accept") return CreditKind::item;
    return CreditKind::review;
}

}  // namespace

// The author of a case or an item is who created it; the event that earns is another person's or the house's.
Ledger ledger_of(db::Session& session, base::PersonId person) {
    Ledger ledger;
    const auto rows = db::rows<Earned>(
        session,
        "SELECT e.action AS action, e.subject_id AS subject_id, min(e.at) AS at FROM events e WHERE "
        "(e.action IN ('problem.submit', 'review.submitted') AND e.actor_id = $1) OR "
        "(e.action IN ('case.become_ready', 'item.accept') AND EXISTS (SELECT 1 FROM events c WHERE "
        "c.subject_kind = e.subject_kind AND c.subject_id = e.subject_id AND c.action IN ('case.created', "
        "'item.created') AND c.actor_id = $1)) GROUP BY e.action, e.subject_id ORDER BY at LIMIT 5000",
        person);
    for (const auto& row : rows) ledger.items.push_back({kind_of(row.action), row.subject_id, 1, row.at});
    ledger.total = static_cast<std::int64_t>(ledger.items.size());
    return ledger;
}

}  // namespace medal::credit
