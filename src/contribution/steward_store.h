// The SQL of the stewards' queue and nothing else.
#pragma once

#include "contribution/rows.h"
#include "contribution/steward.h"
#include "db/session.h"

#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution::store {

/// Behind this case the page begins.
struct QueuePlace {
    std::int64_t urgency = -1;
    std::int64_t updated_us = 0;
    std::string id;
};

std::vector<CaseRow> cases_by_urgency(db::Session& session, base::CampaignId campaign,
                                      const QueueFilter& filter, const QueuePlace& after, std::int64_t limit);

struct CaseFindings {
    CaseId case_id;
    CheckKind kind = CheckKind::quality;
    Verdict verdict = Verdict::warn;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(CaseFindings, (), (case_id, kind, verdict, count))

/// Warnings and blocks that nobody cleared, by case and kind; the gravest first.
std::vector<CaseFindings> open_findings(db::Session& session, const std::vector<CaseId>& ids);

struct SignatureCount {
    CaseId case_id;
    std::int64_t given = 0;
    std::int64_t by_me = 0;
};
BOOST_DESCRIBE_STRUCT(SignatureCount, (), (case_id, given, by_me))
std::vector<SignatureCount> signature_counts(db::Session& session, const std::vector<CaseId>& ids,
                                             base::PersonId me);

struct ImageCount {
    CaseId case_id;
    std::int64_t images = 0;
    AssetId first_asset;
};
BOOST_DESCRIBE_STRUCT(ImageCount, (), (case_id, images, first_asset))
std::vector<ImageCount> image_counts(db::Session& session, const std::vector<CaseId>& ids);

}  // namespace medal::contribution::store
