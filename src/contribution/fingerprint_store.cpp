#include "contribution/fingerprint_store.h"

#include "db/bind.h"

namespace medal::contribution::store {

std::int64_t take_serials(db::Session& session, base::CampaignId campaign, std::int64_t count) {
    return db::column<std::int64_t>(
               session,
               "INSERT INTO fingerprint_turns (campaign_id, last_serial) VALUES ($1, $2) "
               "ON CONFLICT (campaign_id) DO UPDATE SET last_serial = "
               "fingerprint_turns.last_serial + $2 RETURNING last_serial",
               campaign, count)
        .at(0);
}

void insert(db::Session& session, const FingerprintRow& row) {
    db::insert(session, "asset_fingerprints", row);
}

std::vector<FingerprintRow> fingerprints_between(db::Session& session, base::CampaignId campaign,
                                                 std::int64_t after, std::int64_t until, std::int64_t limit) {
    return db::rows<FingerprintRow>(session,
                                    "SELECT * FROM asset_fingerprints WHERE campaign_id = $1 AND serial > $2 "
                                    "AND serial <= $3 ORDER BY serial LIMIT $4",
                                    campaign, after, until, limit);
}

std::int64_t serial_before_newest(db::Session& session, base::CampaignId campaign, std::int64_t count) {
    return db::maybe_scalar<std::int64_t>(
               session,
               "SELECT serial FROM asset_fingerprints WHERE campaign_id = $1 ORDER "
               "BY serial DESC LIMIT 1 OFFSET $2",
               campaign, count)
        .value_or(0);
}

std::optional<OtherImage> find_image(db::Session& session, base::CampaignId campaign, std::int64_t serial) {
    return db::maybe_row<OtherImage>(
        session,
        "SELECT p.case_id, p.asset_id, p.scope, p.frame, c.author_id FROM asset_fingerprints p JOIN cases c "
        "ON c.id = p.case_id WHERE p.campaign_id = $1 AND p.serial = $2",
        campaign, serial);
}

std::vector<SamePixels> same_pixels(db::Session& session, base::CampaignId campaign, CaseId id,
                                    std::int64_t limit) {
    // Slices without a step of brightness (dhash 0) are empty ends of volumes, in which all bodies are equal.
    return db::rows<SamePixels>(
        session,
        "SELECT mine.asset_id AS my_asset_id, mine.frame AS my_frame, other.case_id, other.asset_id, "
        "other.frame, c.author_id FROM asset_fingerprints mine JOIN asset_fingerprints other ON "
        "other.campaign_id = mine.campaign_id AND other.sha256_pixels = mine.sha256_pixels AND other.case_id "
        "<> mine.case_id JOIN cases c ON c.id = other.case_id WHERE mine.case_id = $1 AND mine.campaign_id = "
        "$2 AND (mine.scope <> 'slice' OR mine.dhash <> 0) ORDER BY other.serial, mine.serial LIMIT $3",
        id, campaign, limit);
}

}  // namespace medal::contribution::store
