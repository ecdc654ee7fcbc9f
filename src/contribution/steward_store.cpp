#include "contribution/steward_store.h"

#include "db/bind.h"
#include "db/id_list.h"

namespace medal::contribution::store {

std::vector<CaseRow> cases_by_urgency(db::Session& session, base::CampaignId campaign,
                                      const QueueFilter& filter, const QueuePlace& after,
                                      std::int64_t limit) {
    return db::rows<CaseRow>(
        session,
        "SELECT * FROM cases WHERE campaign_id = $1 AND state = 'needs_attention' AND "
        "(urgency, updated_at, id) > ($2, $3, $4) AND "
        "(CASE WHEN sent_back_at IS NULL THEN 'steward' ELSE 'contributor' END) = $5 AND "
        "(CAST($6 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM checks WHERE case_id = cases.id AND item_id IS "
        "NULL AND cleared = 0 AND verdict <> 'pass' AND kind = $6)) "
        "ORDER BY urgency, updated_at, id LIMIT $7",
        campaign, after.urgency, after.updated_us, after.id, filter.turn, filter.kind, limit);
}

std::vector<CaseFindings> open_findings(db::Session& session, const std::vector<CaseId>& ids) {
    return db::rows_of_ids<CaseFindings>(
        session,
        "SELECT case_id, kind, verdict, count(*) AS count FROM checks WHERE case_id IN "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, "
        "$22, $23, $24, $25) "
        "AND item_id IS NULL AND cleared = 0 AND verdict <> 'pass' GROUP BY case_id, kind, verdict "
        "ORDER BY CASE verdict WHEN 'block' THEN 0 ELSE 1 END, kind",
        ids);
}

std::vector<SignatureCount> signature_counts(db::Session& session, const std::vector<CaseId>& ids,
                                             base::PersonId me) {
    return db::rows_of_ids<SignatureCount>(
        session,
        "SELECT case_id, count(*) AS given, sum(CASE WHEN person_id = $26 THEN 1 ELSE 0 END) AS by_me FROM "
        "case_signatures WHERE case_id IN "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, "
        "$22, $23, $24, $25) GROUP BY case_id",
        ids, me);
}

std::vector<ImageCount> image_counts(db::Session& session, const std::vector<CaseId>& ids) {
    return db::rows_of_ids<ImageCount>(
        session,
        "SELECT case_id, count(*) AS images, min(id) AS first_asset FROM assets WHERE case_id IN "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, "
        "$22, $23, $24, $25) GROUP BY case_id",
        ids);
}

}  // namespace medal::contribution::store
