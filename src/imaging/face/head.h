// Whether the uppermost part of a volume is a human head, judged by its outline and its skull alone, without
// a template: how wide and long it is, whether it closes to a dome with air around, whether a skull lies
// under the skin.
#pragma once

#include "imaging/face/grid.h"

namespace medal::imaging::face {

/// Seen from the top of the body downwards, over the height of a braincase.
struct Outline {
    /// Skin and all within it.
    Mask body;
    double top_mm = 0;
    double width_mm = 0;
    double length_mm = 0;
    /// Of the widest slice.
    Point middle;
    /// Area of the first slices as a share of the widest: small where a dome closes.
    double open_top = 1;
    /// Share of the widest slice's rows that run into the edge of the volume.
    double open_side = 1;
    /// Highest to lowest slice of the body.
    double height_mm = 0;
};

/// nullopt where nothing stands out from the background.
std::optional<Outline> outline_of(const Grid& grid, Method method);
/// Of what is brighter than the background by another rule.
std::optional<Outline> outline_of(const Grid& grid, const Mask& bright);

/// Share of lines from the middle of the braincase outwards that meet a skull under the skin.
/// `tissue` is what the middle of the braincase measures.
double skull_share(const Grid& grid, const Outline& outline, float tissue, Method method);

/// The median in the middle of the braincase.
float middle_value(const Grid& grid, const Outline& outline);

}  // namespace medal::imaging::face
