// A raster as the bytes of a picture file: PNG by png.h, JPEG and WebP by libvips, without any metadata.
#pragma once

#include "imaging/picture/raster.h"

#include <cstddef>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::picture {

enum class PictureFormat { png, jpeg, webp };
BOOST_DESCRIBE_ENUM(PictureFormat, png, jpeg, webp)

/// "image/png".
std::string_view media_type(PictureFormat format);

/// `quality` is 1 to 100 and changes nothing in a PNG.
std::vector<std::byte> encode_as(const Raster& raster, PictureFormat format, int quality);

}  // namespace medal::imaging::picture
