// How an image looks, in 64 bits, twice: by its lowest frequencies (pHash) and by its steps from left to
// right (dHash), both of the part that has something to show, mirrored to one canonical way. So copies that
// were encoded anew, resized, windowed, flipped, turned by quarters or cut at the margin are near each other.
// And in looks at parts of it, because a margin that is cut off, text or a box at the rim change the whole:
// the whole of a cropped copy is near a part of the original. How near is measured in bench/RESULTS.md.
#pragma once

#include "imaging/picture/raster.h"
#include "imaging/similar/steps.h"

#include <array>
#include <cstdint>
#include <vector>

namespace medal::imaging::similar {

struct Hashes {
    std::uint64_t phash = 0;
    std::uint64_t dhash = 0;
};

/// Of a picture as it is shown, of any size, grey or in colours.
Hashes hashes_of(const picture::Raster& raster);

/// The pHashes of the image itself and of it mirrored and turned by quarters: whichever way noise decided on,
/// a copy's is near one of them.
std::array<std::uint64_t, 8> turned(std::uint64_t phash);

/// What is looked at. `content` is the part that shows something, `frame` everything to the edge; the centres
/// are 0.955, 0.835 and 0.76 of each side of it, whose quotients are spread evenly from 1 to 0.76, so that a
/// centre of one cut is near a centre of another. Without a side means without 0.08 there, which a cut of 6
/// to 10 % is near; without a corner, without a tenth at two. CT is looked at through three windows besides,
/// since it is shown through any. The numbers are kept in lists.
enum class Part : std::uint8_t {
    content = 0,
    frame = 1,
    centre_955 = 2,
    centre_835 = 3,
    centre_760 = 4,
    without_left = 5,
    without_right = 6,
    without_top = 7,
    without_bottom = 8,
    without_left_top = 9,
    without_left_bottom = 10,
    without_right_top = 11,
    without_right_bottom = 12,
    ct_soft = 13,
    ct_bone = 14,
    ct_lung = 15,
};
constexpr unsigned kParts = 16;

struct Look {
    Part part = Part::content;
    std::uint64_t phash = 0;
    Steps steps{};

    bool operator==(const Look&) const = default;
};

/// All but those of CT, by their numbers; parts that show next to nothing are left out.
std::vector<Look> looks_of(const picture::Raster& raster);

/// The whole frame, told to be `part`; empty where it shows next to nothing.
std::vector<Look> frame_as(Part part, const picture::Raster& raster);

/// Each bit as in the most of them.
std::uint64_t bitwise_median(const std::vector<std::uint64_t>& hashes);

/// One look for each part that at least half of the pictures have: bits as in the most of them.
std::vector<Look> median_of(const std::vector<std::vector<Look>>& pictures);

}  // namespace medal::imaging::similar
