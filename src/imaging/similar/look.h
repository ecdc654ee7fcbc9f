// How an image looks, in 64 bits, twice: by its lowest frequencies (pHash) and by its steps from left to
// right (dHash), both of the part that has something to show, mirrored to one canonical way. So copies that
// were encoded anew, resized, windowed, flipped, turned by quarters or cut at the margin are near each other.
// How near is measured in bench/RESULTS.md.
#pragma once

#include "imaging/picture/raster.h"

#include <array>
#include <cstdint>

namespace medal::imaging::similar {

struct Hashes {
    std::uint64_t phash = 0;
    std::uint64_t dhash = 0;
};

Hashes hashes_of(const picture::Raster& raster);

/// The pHashes of the image itself and of it mirrored and turned by quarters: whichever way noise decided on,
/// a copy's is near one of them.
std::array<std::uint64_t, 8> turned(std::uint64_t phash);

}  // namespace medal::imaging::similar
