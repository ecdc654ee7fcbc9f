#include "curation/store.h"

#include "base/error.h"
#include "db/bind.h"

namespace medal::curation {
namespace {

constexpr db::Migration kMigrations[] = {
    {400, "reviews", R"(
        CREATE TABLE reviews (
            id TEXT PRIMARY KEY, item_id TEXT NOT NULL REFERENCES items (id), item_version BIGINT NOT NULL,
            campaign_id TEXT NOT NULL, reviewer_id TEXT NOT NULL, reviewer_name TEXT NOT NULL,
            reviewer_institution TEXT NOT NULL, state TEXT NOT NULL, blind_answer TEXT, confidence BIGINT,
            seconds BIGINT, blind_correct BIGINT, blind_score DOUBLE PRECISION, answered_at BIGINT, scores TEXT,
            recommendation TEXT, comment TEXT NOT NULL, invited_at BIGINT NOT NULL, due_on TEXT NOT NULL,
            submitted_at BIGINT);
        CREATE INDEX reviews_by_item ON reviews (item_id, id);
        CREATE INDEX reviews_by_reviewer ON reviews (reviewer_id, id);
        CREATE INDEX reviews_by_campaign ON reviews (campaign_id, state);
        CREATE UNIQUE INDEX reviews_one_living ON reviews (item_id, reviewer_id)
            WHERE state NOT IN ('declined', 'expired');
    )"},
};

}  // namespace

std::span<const db::Migration> migrations() {
    return kMigrations;
}

namespace store {

void insert(db::Session& session, const ReviewRow& row) {
    db::insert(session, "reviews", row);
}
void update(db::Session& session, const ReviewRow& row) {
    db::update(session, "reviews", row);
}

ReviewRow load(db::Session& session, ReviewId id) {
    auto row = db::maybe_row<ReviewRow>(session, "SELECT * FROM reviews WHERE id = $1", id);
    if (row) return std::move(*row);
    throw base::Error{base::ErrorKind::not_found, "review.not_found",
                      "There is no such review, or it is not yours."};
}

std::vector<ReviewRow> of_item(db::Session& session, ItemId item) {
    return db::rows<ReviewRow>(session, "SELECT * FROM reviews WHERE item_id = $1 ORDER BY id", item);
}

std::vector<ReviewRow> of_reviewer(db::Session& session, base::PersonId reviewer, const std::string& before,
                                   std::int64_t limit) {
    return db::rows<ReviewRow>(
        session, "SELECT * FROM reviews WHERE reviewer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
        reviewer, before.empty() ? std::string{"z"} : before, limit);
}

std::int64_t count_open(db::Session& session, base::PersonId reviewer) {
    return db::column<std::int64_t>(session,
                                    "SELECT count(*) FROM reviews WHERE reviewer_id = $1 AND state IN "
                                    "('invited', 'accepted', 'answered_blind', 'scored')",
                                    reviewer)
        .at(0);
}

std::optional<ReviewRow> current(db::Session& session, ItemId item, base::PersonId reviewer) {
    return db::maybe_row<ReviewRow>(
        session,
        "SELECT * FROM reviews WHERE item_id = $1 AND reviewer_id = $2 AND state NOT IN "
        "('declined', 'expired')",
        item, reviewer);
}

std::int64_t count_submitted(db::Session& session, base::CampaignId campaign) {
    return db::column<std::int64_t>(
               session, "SELECT count(*) FROM reviews WHERE campaign_id = $1 AND state = 'submitted'",
               campaign)
        .at(0);
}

bool reviews_asset(db::Session& session, base::PersonId reviewer, const std::string& asset_id) {
    return db::column<std::int64_t>(
               session,
               "SELECT count(*) FROM reviews r JOIN items i ON i.id = r.item_id "
               "JOIN assets a ON a.case_id = i.case_id WHERE r.reviewer_id = $1 AND a.id = $2 "
               "AND r.state NOT IN ('declined', 'expired') AND i.asset_ids LIKE '%' || $2 || '%'",
               reviewer, asset_id)
               .at(0) > 0;
}

}  // namespace store
}  // namespace medal::curation
