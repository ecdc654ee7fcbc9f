// The SQL of curation/, and its tables (400 to 499).
#pragma once

#include "curation/types.h"
#include "db/migrate.h"
#include "db/session.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace medal::curation {

std::span<const db::Migration> migrations();

namespace store {

void insert(db::Session& session, const ReviewRow& row);
void update(db::Session& session, const ReviewRow& row);
/// Throws Error{not_found, "review.not_found"}.
ReviewRow load(db::Session& session, ReviewId id);
std::vector<ReviewRow> of_item(db::Session& session, ItemId item);
std::vector<ReviewRow> of_reviewer(db::Session& session, base::PersonId reviewer, const std::string& before,
                                   std::int64_t limit);
std::int64_t count_open(db::Session& session, base::PersonId reviewer);
/// The review of this person on this item that was not declined or expired.
std::optional<ReviewRow> current(db::Session& session, ItemId item, base::PersonId reviewer);
std::int64_t count_submitted(db::Session& session, base::CampaignId campaign);
/// Whether the person has a living review on an item that shows this asset.
bool reviews_asset(db::Session& session, base::PersonId reviewer, const std::string& asset_id);

}  // namespace store
}  // namespace medal::curation
