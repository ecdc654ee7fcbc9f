// Makes what is under a box unrecognisable, for good: all that is left of it are a few averages, so that no
// sharpening and no search over candidates brings it back (Hill 2016 undid fine mosaics and weak blurs). The
// box is taken with a margin of an eighth of its longer side; outside of it no sample changes.
#pragma once

#include "imaging/picture/raster.h"

#include <cstddef>
#include <cstdint>

#include <boost/describe.hpp>

namespace medal::imaging::face {

/// `block`: at most six averages along each side. `blur`: the same averages, joined smoothly. `fill`: black.
enum class Style { block, blur, fill };
BOOST_DESCRIBE_ENUM(Style, block, blur, fill)

/// In pixels of the raster; may reach beyond it.
struct Area {
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;

    bool is_empty() const { return width == 0 || height == 0; }
};

/// With the margin, cut to the raster: all that `obscure` changes. Empty where the box lies outside.
Area obscured_area(const picture::Raster& raster, const Area& box);

/// Changes obscured_area and nothing else; does nothing where that is empty.
void obscure(picture::Raster& raster, const Area& box, Style style);

/// Just the area, which lies inside; `dark` is what `fill` writes, for planes of a film where 0 is a colour.
void obscure_area(picture::Raster& raster, const Area& area, Style style, std::uint8_t dark);

}  // namespace medal::imaging::face
