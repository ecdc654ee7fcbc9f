// Where the tiles of a slide's levels lie on the picture that OpenSlide 3.4 shows of it: scanners lay tiles
// over each other (Ventana, Trestle), move whole images (Leica), or pad (Philips).
#pragma once

#include "imaging/slide.h"
#include "imaging/tiff_structure.h"

#include <cstdint>
#include <vector>

namespace medal::imaging::redact {

/// One directory in tiles. Lengths are pixels of this level.
struct SlidePlace {
    const TiffDirectory* directory = nullptr;
    /// Pixels of the finest level that lie along one of this.
    double across = 1;
    double down = 1;
    /// Of the first tile.
    double left = 0;
    double top = 0;
    /// From one cell to the next; 0 where it is as long as the cell.
    double advance_across = 0;
    double advance_down = 0;
    /// A tile of a coarser level of Ventana is cut into so many cells, each of which is laid by itself.
    std::uint64_t cells_across = 1;
};

struct SlideGeometry {
    std::vector<SlidePlace> levels;
    /// A text that describes the slide counts directories, so all of them stay.
    bool keeps_directories = false;
};

/// Every directory that shows a part of the slide, also focal planes that nobody is shown. Throws base::Error
/// "imaging.decode" where the scanner's description does not say where its tiles lie.
SlideGeometry slide_geometry(Bytes file, const TiffStructure& structure, SlideVendor vendor);

}  // namespace medal::imaging::redact
