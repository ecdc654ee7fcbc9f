// The SQL of the stewards' queue and nothing else.
#pragma once

#include "contribution/rows.h"
#include "contribution/steward.h"
#include "db/session.h"

#include <string>
#include <vector>

namespace medal::contribution::store {

/// Behind this case the page begins.
struct QueuePlace {
    std::int64_t urgency = -1;
    std::int64_t updated_us = 0;
    std::string id;
};

std::vector<CaseRow> cases_by_urgency(db::Session& session, base::CampaignId campaign,
                                      const QueuePlace& after, std::int64_t limit);

/// Warnings and blocks that nobody cleared, by kind; the gravest first.
std::vector<FindingCount> open_findings(db::Session& session, CaseId id);

}  // namespace medal::contribution::store
