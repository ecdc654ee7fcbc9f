// What a person can look at when images were given before: which of them, where the other is, how far apart.
// Never a name of another contributor's file; where the other case is not the viewer's to see, not even that.
#pragma once

#include "contribution/types.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution {

enum class Likeness { same_pixels, similar };
BOOST_DESCRIBE_ENUM(Likeness, same_pixels, similar)

struct DuplicateHit {
    AssetId asset_id;
    std::int64_t frame = 0;
    Likeness likeness = Likeness::similar;
    /// Of the 64 bits of the hash of the look.
    std::int64_t distance_bits = 0;
    std::optional<CaseId> other_case_id{};
    std::optional<AssetId> other_asset_id{};
    std::optional<std::int64_t> other_frame{};
    /// Both cases are of the same contributor.
    bool is_own = false;
    /// The list of public images that holds it, and the end of the path there.
    std::optional<std::string> data_set{};
    std::optional<std::string> entry{};
};
BOOST_DESCRIBE_STRUCT(DuplicateHit, (),
                      (asset_id, frame, likeness, distance_bits, other_case_id, other_asset_id, other_frame,
                       is_own, data_set, entry))

struct DuplicateEvidence {
    std::vector<DuplicateHit> hits;
    /// Beyond the most that are kept.
    std::int64_t more = 0;
};
BOOST_DESCRIBE_STRUCT(DuplicateEvidence, (), (hits, more))

/// One line a pair of images, the nearest of it; same pixels first, then the nearest; at most 20.
DuplicateEvidence evidence_of(std::vector<DuplicateHit> hits);

/// For a viewer who does not serve the campaign: cases and images of other contributors are left out.
base::JsonText without_others(const base::JsonText& evidence);

}  // namespace medal::contribution
