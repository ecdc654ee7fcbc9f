// The pictures of a film that are looked at for text: evenly over its length, and where the scene changes. So
// the time that reading takes follows from their number, not from the film's length. Foreign bytes: runs in
// the sandbox (worker/crew.h).
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/picture/raster.h"

#include <cstdint>
#include <vector>

namespace medal::imaging::burned_in {

struct Look {
    std::uint64_t frame = 0;
    bool is_new_scene = false;
    /// As it is shown, made smaller where it is very large.
    picture::Raster picture;
};

struct FilmLooks {
    std::vector<Look> looks;
    /// Of the film.
    std::uint64_t frames = 0;
    /// A pixel of a look stands for so many along each side.
    double factor = 1;
};

/// The first and the last picture are among them. Of a long film only pictures that stand alone are decoded.
/// Throws base::Error "imaging.decode" or "imaging.codec".
FilmLooks look_at_film(Bytes film);

}  // namespace medal::imaging::burned_in
