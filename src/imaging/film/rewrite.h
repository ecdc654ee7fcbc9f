// A film with some of its pictures changed: decoded, edited plane by plane, and encoded anew as H.264 in MP4
// with so little loss that nobody sees it. Sound, titles and dates do not come along. Foreign bytes: runs in
// the sandbox (worker/crew.h).
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/film/placement.h"
#include "imaging/picture/raster.h"

#include <filesystem>
#include <functional>

namespace medal::imaging::film {

struct Plane {
    /// Brightness, or one of two of colour, where 128 is grey.
    bool is_colour = false;
    /// A sample stands for so many pixels of the film.
    std::uint64_t pixels_across = 1;
    std::uint64_t pixels_down = 1;
    picture::Raster samples;
    Placement placement;

    /// All samples that a box of the shown picture touches.
    Box under(const Box& shown) const;
};

/// Asked of each picture, counted from 0, whether it changes, and then of each plane.
struct Edit {
    std::function<bool(std::uint64_t number)> wants;
    std::function<void(std::uint64_t number, Plane& plane)> change;
};

struct Rewritten {
    std::uint64_t pictures = 0;
    std::uint64_t changed = 0;
    /// Places of the file that did not decode; their pictures, if they were any, are not in the new film.
    std::uint64_t damaged = 0;
};

/// Nothing is left at `output` where it throws: base::Error "imaging.decode", "imaging.codec", or
/// "film.unsupported" for pictures that H.264 would not hold as they are (more than eight bits, not three
/// planes).
Rewritten rewrite_film(Bytes file, const std::filesystem::path& output, const Edit& edit);

}  // namespace medal::imaging::film
