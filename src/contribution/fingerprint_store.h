// The SQL of fingerprints and nothing else.
#pragma once

#include "base/ids.h"
#include "contribution/fingerprints.h"
#include "db/session.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution::store {

struct FingerprintRow {
    base::CampaignId campaign_id;
    /// Without gaps and in the order of commits within a campaign: take_serials.
    std::int64_t serial = 0;
    CaseId case_id;
    AssetId asset_id;
    FingerprintScope scope = FingerprintScope::single;
    std::int64_t frame = 0;
    std::string sha256_pixels;
    /// The bits of the unsigned numbers.
    std::int64_t phash = 0;
    std::int64_t dhash = 0;
    /// imaging/similar/look_text.h; empty where they were not kept yet.
    std::string looks{};
};
BOOST_DESCRIBE_STRUCT(FingerprintRow, (),
                      (campaign_id, serial, case_id, asset_id, scope, frame, sha256_pixels, phash, dhash,
                       looks))

/// An image of another case, and whose case that is.
struct OtherImage {
    CaseId case_id;
    AssetId asset_id;
    FingerprintScope scope = FingerprintScope::single;
    std::int64_t frame = 0;
    base::PersonId author_id;
};
BOOST_DESCRIBE_STRUCT(OtherImage, (), (case_id, asset_id, scope, frame, author_id))

struct SamePixels {
    AssetId my_asset_id;
    std::int64_t my_frame = 0;
    CaseId case_id;
    AssetId asset_id;
    std::int64_t frame = 0;
    base::PersonId author_id;
};
BOOST_DESCRIBE_STRUCT(SamePixels, (), (my_asset_id, my_frame, case_id, asset_id, frame, author_id))

/// Takes `count` numbers of the campaign and answers the last. Until the transaction ends, whoever else takes
/// some waits: all lower numbers are committed, and may be read.
std::int64_t take_serials(db::Session& session, base::CampaignId campaign, std::int64_t count);

void insert(db::Session& session, const FingerprintRow& row);

/// In order, above `after` and up to `until`.
std::vector<FingerprintRow> fingerprints_between(db::Session& session, base::CampaignId campaign,
                                                 std::int64_t after, std::int64_t until, std::int64_t limit);
/// Behind which the newest `count` rows are; 0 where there are fewer.
std::int64_t serial_before_newest(db::Session& session, base::CampaignId campaign, std::int64_t count);

/// nullopt where it was removed since, with its case's images.
std::optional<OtherImage> find_image(db::Session& session, base::CampaignId campaign, std::int64_t serial);

/// Images of other cases of the campaign with the very pixels of one of this case's.
std::vector<SamePixels> same_pixels(db::Session& session, base::CampaignId campaign, CaseId id,
                                    std::int64_t limit);

}  // namespace medal::contribution::store
