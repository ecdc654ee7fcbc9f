// Lines that end in tissue of the colour in which they are drawn: where nobody can tell letters from tissue,
// others of the same line may still stand out half.
#pragma once

#include "imaging/burned_in/text_blocks.h"
#include "imaging/picture/raster.h"

#include <vector>

namespace medal::imaging::burned_in {

/// Lengthens identifying lines over tissue of their own colour: as far as the lines above or below them
/// reach, and else by a letter. Lines come from above; turned ones stay as they are.
void cover_hidden_ends(std::vector<FoundLine>& lines, const picture::Raster& raster);

}  // namespace medal::imaging::burned_in
