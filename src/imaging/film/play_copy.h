// A film written for browsers: MP4 in fragments, its packets as they are or encoded anew as H.264. Internal
// to film/ and viewing/.
#pragma once

#include "imaging/byte_reader.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace medal::imaging::film {

/// Copies the packets of the video into `to`, counted from zero. All of them have times. `parts` follow each
/// other as one file.
void copy_film(const std::vector<Bytes>& parts, const std::filesystem::path& to);

/// Encodes anew as H.264. Without times in the file the pictures follow each other at `frame_rate`. Returns
/// when each frame begins, counted from the first.
std::vector<std::int64_t> encode_film(const std::vector<Bytes>& parts, const std::filesystem::path& to,
                                      std::optional<double> frame_rate);

}  // namespace medal::imaging::film
