// Pictures of a film: MP4, MOV, Matroska and what DICOM wraps. Decoders are foreign code, so run this in the
// sandbox for files from outside. The same film gives the same bytes.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/picture/raster.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace medal::imaging::picture {

struct VideoShape {
    std::uint64_t columns = 0;
    std::uint64_t rows = 0;
    /// As the file says, or by its length and rate; 0 where unknown.
    std::uint64_t frames = 0;
};
VideoShape video_shape(Bytes film);

/// The n-th picture in the order of time; without a number, one of the middle. Throws base::Error
/// "imaging.codec", "imaging.decode" or "imaging.no_frame".
Raster load_video_frame(Bytes film, std::optional<std::uint64_t> number);

/// Pictures that are coded by themselves, at most `most` of them.
void each_key_frame(Bytes film, std::uint64_t most, const std::function<void(const Raster&)>& see);

}  // namespace medal::imaging::picture
