// How the pictures of a film are shown: turned or mirrored as the header says, and widened where its pixels
// are not square. People and searches see the shown picture; what is stored is the coded one.
#pragma once

#include "imaging/picture/raster.h"

#include <cstdint>

struct AVStream;

namespace medal::imaging::film {

/// In pixels, from the upper left corner.
struct Box {
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
};

struct Placement {
    /// Of the coded picture.
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    /// Shown pixels for one coded pixel of a row.
    double widening = 1;
    /// Columns are shown as rows; then left and right, or top and bottom, of the shown picture are swapped.
    bool is_transposed = false;
    bool is_mirrored_across = false;
    bool is_mirrored_down = false;

    std::uint64_t shown_width() const { return is_transposed ? height : wide(); }
    std::uint64_t shown_height() const { return is_transposed ? wide() : height; }

    /// All coded pixels that the box touches, cut to the picture.
    Box coded(const Box& shown) const;
    /// A coded picture, widened already or not, as it is shown.
    picture::Raster shown(const picture::Raster& coded) const;

  private:
    std::uint64_t wide() const;
};

/// What is no quarter turn is left as it is coded.
Placement placement_of(const AVStream& stream, std::uint64_t width, std::uint64_t height);

}  // namespace medal::imaging::film
