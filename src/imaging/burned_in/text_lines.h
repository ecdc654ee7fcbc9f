// Where lines of text may stand in a picture, found by the shape and arrangement of strokes.
#pragma once

#include "imaging/picture/raster.h"

#include <cstddef>
#include <vector>

namespace medal::imaging::burned_in {

struct TextLine {
    std::size_t x = 0;
    std::size_t y = 0;
    std::size_t width = 0;
    std::size_t height = 0;
    /// Letters that were seen as separate strokes.
    std::size_t letters = 0;
    /// Black strokes on white, the line's own size: what the recogniser gets.
    picture::Raster strokes;
};

std::vector<TextLine> find_lines(const picture::Raster& raster);

}  // namespace medal::imaging::burned_in
