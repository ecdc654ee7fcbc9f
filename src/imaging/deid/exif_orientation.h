// How a photograph lies: the one tag of EXIF that is part of the picture (EXIF 2.3, 4.6.4).
#pragma once

#include "imaging/byte_reader.h"

#include <cstdint>
#include <optional>
#include <string>

namespace medal::imaging::deid {

/// Of a TIFF structure, as EXIF is one; nullopt where the first directory says nothing, or that the picture
/// stands upright.
std::optional<std::uint16_t> exif_orientation(Bytes tiff);

/// A TIFF structure with this tag alone.
std::string exif_of_orientation(std::uint16_t orientation);

}  // namespace medal::imaging::deid
