// The face of nobody, drawn from ellipses with soft edges: enough of one for programs that find faces.
#pragma once

#include "imaging/picture/raster.h"

#include <cstdint>

namespace medal::imaging::phantom {

/// Square; the face fills about a third of it in the middle. Skin and hair vary with the seed.
picture::Raster draw_portrait(std::size_t size, std::uint64_t seed);

}  // namespace medal::imaging::phantom
