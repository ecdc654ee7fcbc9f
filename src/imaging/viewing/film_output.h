// A film written for browsers: MP4 in fragments, its packets as they are or encoded anew as H.264. Internal
// to viewing/.
#pragma once

#include "imaging/viewing/film_input.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace medal::imaging::viewing {

/// Copies the packets of the video track into `to`, counted from zero. All of them have times.
void copy_film(const FilmInput& input, const std::filesystem::path& to);

/// Encodes anew as H.264. Without times in the file the pictures follow each other at `frame_rate`. Returns
/// when each frame begins, counted from the first.
std::vector<std::int64_t> encode_film(const FilmInput& input, const std::filesystem::path& to,
                                      std::optional<double> frame_rate);

}  // namespace medal::imaging::viewing
