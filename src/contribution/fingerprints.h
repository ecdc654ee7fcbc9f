// What the images of a case look like, in numbers that do not tell what they show: made by the sandboxed crew
// from the de-identified files, so that the same image is known again in another case (design: "Duplicates
// and leaks").
#pragma once

#include "contribution/build_assets.h"
#include "contribution/types.h"
#include "imaging/similar/look.h"
#include "imaging/worker/crew.h"

#include <bit>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution {

/// `single`: a picture of its own. `volume`: a stack or film as a whole. `slice`: one picture of a volume,
/// for those who give only that.
enum class FingerprintScope { single, volume, slice };
BOOST_DESCRIBE_ENUM(FingerprintScope, single, volume, slice)

struct AssetPrint {
    AssetId asset_id;
    FingerprintScope scope = FingerprintScope::single;
    std::int64_t frame = 0;
    /// Of a volume in several files: over those of its sampled files, in shown order.
    std::string sha256_pixels;
    std::uint64_t phash = 0;
    std::uint64_t dhash = 0;
    /// At its parts; none of volumes, and of what was given before they were kept.
    std::vector<imaging::similar::Look> looks{};
};

/// At most 64 files of a volume are looked at, evenly spread, and 8 slices from its middle half are kept.
/// Files that have no fingerprint are left out.
std::vector<AssetPrint> fingerprint_assets(imaging::worker::Crew& crew, const std::filesystem::path& folder,
                                           const BuiltAssets& built);

/// An image without any step of brightness looks like every other such image.
constexpr bool says_something(const AssetPrint& print) {
    return print.dhash != 0;
}

/// A slice of one volume and a slice of another say little: neighbours in any two bodies look alike.
constexpr bool may_be_compared(FingerprintScope a, FingerprintScope b) {
    using enum FingerprintScope;
    return a == volume || b == volume ? a == b : !(a == slice && b == slice);
}

/// The hash of the look and that of the steps must agree: bits that may differ. Looks at parts have bounds of
/// their own (imaging/similar/look_index.h).
constexpr unsigned kNearLook_bits = 4;
constexpr unsigned kNearSteps_bits = 10;

constexpr bool steps_agree(std::uint64_t dhash, std::uint64_t other) {
    return static_cast<unsigned>(std::popcount(dhash ^ other)) <= kNearSteps_bits;
}

}  // namespace medal::contribution
