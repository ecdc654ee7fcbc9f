// Single pictures of a film: MP4, MOV, Matroska and what DICOM wraps, as they are shown. Decoders are foreign
// code, so run this in the sandbox for files from outside. The same film gives the same bytes.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/picture/raster.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace medal::imaging::film {

struct Shape {
    /// As it is shown.
    std::uint64_t columns = 0;
    std::uint64_t rows = 0;
    /// As the file says, or by its length and rate; 0 where unknown.
    std::uint64_t pictures = 0;
};
/// Throws base::Error "imaging.codec" or "imaging.decode".
Shape shape_of(Bytes film);

/// The n-th picture in the order of time; without a number, one of the middle. Throws base::Error
/// "imaging.codec", "imaging.decode" or "imaging.no_frame".
picture::Raster still_of(Bytes film, std::optional<std::uint64_t> number);

/// Pictures that are coded by themselves, at most `most` of them.
void each_key_picture(Bytes film, std::uint64_t most, const std::function<void(const picture::Raster&)>& see);

}  // namespace medal::imaging::film
