// What a campaign has come to, counted: who gave, from where, and of which kind of image. Drafts and
// withdrawn things are not counted: the numbers are public.
#pragma once

#include "base/ids.h"
#include "db/session.h"

#include <cstdint>
#include <map>
#include <string>

namespace medal::contribution::store {

/// Country (ISO 3166) → people who proposed a problem, gave a case or wrote a question.
std::map<std::string, std::int64_t> count_contributors(db::Session& session, base::CampaignId campaign);
/// Modality → cases that hold an image of it; a case with two modalities counts for both.
std::map<std::string, std::int64_t> count_cases_by_modality(db::Session& session, base::CampaignId campaign);
/// Modality → questions about a case that holds an image of it.
std::map<std::string, std::int64_t> count_items_by_modality(db::Session& session, base::CampaignId campaign);

}  // namespace medal::contribution::store
