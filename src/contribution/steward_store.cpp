#include "contribution/steward_store.h"

#include "db/bind.h"

namespace medal::contribution::store {

std::vector<CaseRow> cases_by_urgency(db::Session& session, base::CampaignId campaign,
                                      const QueuePlace& after, std::int64_t limit) {
    return db::rows<CaseRow>(session,
                             "SELECT * FROM cases WHERE campaign_id = $1 AND state = 'needs_attention' AND "
                             "(urgency, updated_at, id) > ($2, $3, $4) "
                             "ORDER BY urgency, updated_at, id LIMIT $5",
                             campaign, after.urgency, after.updated_us, after.id, limit);
}

std::vector<FindingCount> open_findings(db::Session& session, CaseId id) {
    return db::rows<FindingCount>(
        session,
        "SELECT kind, verdict, count(*) AS count FROM checks WHERE case_id = $1 AND cleared = 0 AND "
        "verdict <> 'pass' GROUP BY kind, verdict ORDER BY CASE verdict WHEN 'block' THEN 0 ELSE 1 END, kind",
        id);
}

}  // namespace medal::contribution::store
