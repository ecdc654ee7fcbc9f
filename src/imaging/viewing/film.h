// Films for a browser: when each frame begins, a picture of one of them, and a file that browsers play where
// the given one is none (MP4 with H.264, VP9 or AV1 is sent as it is).
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/picture/raster.h"
#include "imaging/viewing/media.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace medal::imaging::viewing {

struct PreparedFilm {
    Media media;
    picture::Raster small;
};

struct FilmSource {
    /// Follow each other as one file: MP4, MOV, Matroska, or the stream that a DICOM file holds.
    std::vector<Bytes> parts;
    /// A browser cannot look into a DICOM file, so a rendition is written whatever the codec.
    bool is_in_dicom = false;
    /// As the DICOM header says.
    std::optional<double> frame_rate;
};

/// Writes `rendition` where a browser would not play the file.
PreparedFilm prepare_film(const FilmSource& source, const std::filesystem::path& rendition,
                          std::int64_t longest_px);

}  // namespace medal::imaging::viewing
