// A raster as a file, without any metadata: PNG and WebP lose nothing, JPEG does. The same bytes each time.
#pragma once

#include "imaging/picture/raster.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::picture {

enum class Encoding { png, jpeg, webp };
BOOST_DESCRIBE_ENUM(Encoding, png, jpeg, webp)

constexpr int kUsualQuality = 90;

/// `quality` from 1 to 100 is that of JPEG. Throws base::Error "imaging.picture_size" where the picture is
/// too large for the encoding.
std::vector<std::byte> encode(const Raster& raster, Encoding encoding, int quality = kUsualQuality);

/// WebP without loss; all frames have three channels and the size of the first. One frame is a still picture.
std::vector<std::byte> encode_animation(std::span<const Raster> frames, int delay_ms);

/// By the ending of a file name, whatever its case; throws base::Error "usage.ending" for others.
Encoding encoding_for(std::string_view file_name);

}  // namespace medal::imaging::picture
