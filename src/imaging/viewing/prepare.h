// A de-identified file made ready to be shown in a browser: what it is, a small picture, and where the
// browser cannot show it as it is, a file that it can.
#pragma once

#include "imaging/viewing/media.h"

#include <filesystem>
#include <string>
#include <vector>

namespace medal::imaging::viewing {

struct Prepared {
    Media media;
    std::string thumbnail_png;
};

/// Pictures, slides, films, NIfTI volumes, DICOM files that hold a film. `rendition` is written where
/// `media.rendition_type` says so. Throws base::Error "imaging.refused", "imaging.kind", "imaging.decode".
Prepared prepare_file(const std::filesystem::path& path, const std::filesystem::path& rendition,
                      std::int64_t longest_px);
/// The instances of one slide in DICOM, in any order. Throws base::Error "imaging.decode" or "imaging.codec".
Prepared prepare_dicom_slide(const std::vector<std::filesystem::path>& paths, std::int64_t longest_px);

}  // namespace medal::imaging::viewing
