#include "contribution/census_store.h"

#include "db/bind.h"

#include <vector>

namespace medal::contribution::store {
std::map<std::string, std::int64_t> count_contributors(db::Session& session, base::CampaignId campaign) {
    return db::counts(
        session,
        "SELECT p.country AS name, count(*) AS n FROM people p WHERE p.id IN ("
        "SELECT author_id FROM problems WHERE campaign_id = $1 AND state NOT IN ('draft', 'withdrawn') UNION "
        "SELECT author_id FROM cases WHERE campaign_id = $1 AND state NOT IN ('draft', 'withdrawn') UNION "
        "SELECT author_id FROM items WHERE campaign_id = $1 AND state NOT IN ('draft', 'withdrawn')) "
        "GROUP BY p.country",
        campaign);
}

// Pictures without a modality of their own are what is not DICOM: photographs and the like ("other").
std::map<std::string, std::int64_t> count_cases_by_modality(db::Session& session, base::CampaignId campaign) {
    return db::counts(session,
                      "SELECT coalesce(a.modality, 'other') AS name, count(DISTINCT a.case_id) AS n "
                      "FROM assets a JOIN cases c ON c.id = a.case_id "
                      "WHERE c.campaign_id = $1 AND c.state NOT IN ('draft', 'withdrawn') "
                      "GROUP BY coalesce(a.modality, 'other')",
                      campaign);
}

std::map<std::string, std::int64_t> count_items_by_modality(db::Session& session, base::CampaignId campaign) {
    return db::counts(session,
                      "SELECT coalesce(a.modality, 'other') AS name, count(DISTINCT i.id) AS n "
                      "FROM items i JOIN assets a ON a.case_id = i.case_id "
                      "WHERE i.campaign_id = $1 AND i.state NOT IN ('draft', 'withdrawn') "
                      "GROUP BY coalesce(a.modality, 'other')",
                      campaign);
}

}  // namespace medal::contribution::store
