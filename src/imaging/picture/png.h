// PNG files, written deterministically: the same raster gives the same bytes wherever zlib is the same.
#pragma once

#include "imaging/picture/raster.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace medal::imaging::picture {

/// `texts` become tEXt chunks (keyword, value); only the phantom generator has any.
std::vector<std::byte> encode_png(const Raster& raster,
                                  const std::vector<std::pair<std::string, std::string>>& texts = {});

}  // namespace medal::imaging::picture
