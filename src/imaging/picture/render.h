// One picture of a file as a file: a frame, some of them or all in a grid, windowed, cut and scaled as asked.
#pragma once

#include "imaging/picture/display.h"
#include "imaging/picture/encode.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::picture {

BOOST_DESCRIBE_STRUCT(Window, (), (center, width))

struct RenderRequest {
    /// One file with one or many frames, or the slices of a series in their order.
    std::vector<std::string> paths;
    /// Its ending says how it is encoded: .png, .jpg, .jpeg or .webp.
    std::string output;
    std::optional<Window> window{};
    std::optional<std::uint64_t> frame{};
    /// Of the longer side, or of a tile of the sheet; 0 for as it is.
    std::uint64_t longest_px = 0;
    /// Up to 100 frames in a grid.
    bool contact_sheet = false;
    /// So many frames at equal distances, in a grid; 3 are the quartiles. 0 for none.
    std::uint64_t key_slices = 0;
    /// 1 to 4: so many times as large, by cubic interpolation.
    std::uint64_t enlarge = 1;
    /// All frames as an animated picture (cine.h), so many a second; as the file says where it is absent.
    bool cine = false;
    std::optional<double> rate{};
};
BOOST_DESCRIBE_STRUCT(RenderRequest, (),
                      (paths, output, window, frame, longest_px, contact_sheet, key_slices, enlarge, cine,
                       rate))

/// Writes `output`. Throws base::Error where the file is refused or nothing decodes it.
void render_file(const RenderRequest& request);

}  // namespace medal::imaging::picture
