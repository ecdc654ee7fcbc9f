// Images that look alike in a part: one look of each is near one of the other, by pHash and by steps, turned
// the same way. Memory: about 70 bytes a look, so 1 KB an image.
#pragma once

#include "imaging/similar/index.h"
#include "imaging/similar/look.h"

#include <array>
#include <cstdint>
#include <vector>

namespace medal::imaging::similar {

/// Bits that may differ between looks of one picture: of the pHash, of the steps, of both (bench/similar).
constexpr unsigned kAlikeLook_bits = 6;
constexpr unsigned kAlikeSteps_bits = 10;
constexpr unsigned kAlikeBoth_bits = 12;

/// The whole meets every part, a centre every centre; parts without a side meet the frame alone, and so do
/// two windows of CT not meet: each more pair is one more chance to be wrong.
bool may_meet(Part a, Part b);

class LookIndex {
  public:
    /// An image, and the bits between the pHashes of the nearest two looks.
    using Hit = HashIndex::Hit;

    void add(const std::vector<Look>& looks, std::uint32_t image);
    /// Each image once, nearest first; `look_bits` is at most 7.
    std::vector<Hit> find(const std::vector<Look>& looks, unsigned look_bits = kAlikeLook_bits) const;

  private:
    struct Entry {
        Steps steps;
        std::uint32_t image;
        Part part;
    };
    void find_as_it_is(const Look& look, unsigned look_bits, std::vector<Hit>& hits) const;

    /// Content, frames, centres, the rest: what a look does not meet is not read.
    std::array<HashIndex, 4> by_phash_;
    std::vector<Entry> entries_;
};

}  // namespace medal::imaging::similar
