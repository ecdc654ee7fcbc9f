// Where lines of text may stand in a picture, found by the shape and arrangement of strokes.
#pragma once

#include "imaging/picture/raster.h"

#include <cstddef>
#include <vector>

namespace medal::imaging::burned_in {

/// What the strokes of a line are drawn in: text of one block has one colour, tissue seldom the same.
struct StrokeColour {
    /// Of `grey_planes`.
    std::size_t plane = 0;
    bool is_dark = false;
    /// In the plane, inverted for dark strokes: the brighter end of what the strokes have.
    int level = 0;

    /// Planes are not compared: of most colours that text is drawn in several show the same.
    bool is_like(const StrokeColour& other) const;
};

struct TextLine {
    std::size_t x = 0;
    std::size_t y = 0;
    std::size_t width = 0;
    std::size_t height = 0;
    /// Strokes that stand alone: letters, or words whose letters touch.
    std::size_t pieces = 0;
    /// How many letters the pieces may be, by their widths.
    std::size_t letters = 0;
    /// From 0 to 1: how well the pieces keep one base line and one height. Print does, tissue does not.
    double evenness = 0;
    /// Read from below or from above.
    bool is_turned = false;
    StrokeColour colour;
    /// Black strokes on white; of a turned line as they stand after a quarter turn clockwise.
    picture::Raster strokes;

    /// From 0 to 1: how much the line looks like print before anybody reads it.
    double likeness() const;
};

/// The likeliest first; the same line may come several times, from several ways to part strokes from tissue.
std::vector<TextLine> find_lines(const picture::Raster& raster);

}  // namespace medal::imaging::burned_in
