// One picture of a file as PNG: a frame or all of them in a grid, windowed and scaled as asked.
#pragma once

#include "imaging/picture/display.h"

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

namespace medal::imaging::picture {

BOOST_DESCRIBE_STRUCT(Window, (), (center, width))

struct RenderRequest {
    std::string path;
    std::string output;
    std::optional<Window> window;
    std::uint64_t frame = 0;
    /// Of the longer side, or of a tile of the sheet; 0 for as it is.
    std::uint64_t longest_px = 0;
    bool contact_sheet = false;
    /// 1 to 4: so many times as large, by cubic interpolation.
    std::uint64_t enlarge = 1;
};
BOOST_DESCRIBE_STRUCT(RenderRequest, (), (path, output, window, frame, longest_px, contact_sheet, enlarge))

/// Writes `output`. Throws base::Error where the file is refused or nothing decodes it.
void render_file(const RenderRequest& request);

}  // namespace medal::imaging::picture
