// Burned-in text of a file: a few frames of a clip, the header's own identifiers as what to look for.
#pragma once

#include "imaging/burned_in/text_scan.h"
#include "imaging/dicom/data_set.h"

#include <filesystem>

namespace medal::imaging::burned_in {

/// One MPEG stream instead of frames.
bool is_film(const dicom::DataSet& data);

/// The first, a middle and the last frame of a data set that passed the pre-scan, and of a clip those that
/// show strokes in new places; a film as in film_scan.h. Throws base::Error where nothing decodes it.
std::vector<TextRegion> scan_data_set(const dicom::DataSet& data, const deid::Identifiers& identifiers,
                                      TextScanner& scanner);

/// DICOM, PNG, JPEG, TIFF, WebP, slides (whole_slide_scan.h), films. Throws base::Error for files that the
/// pre-scan refuses or nothing decodes.
std::vector<TextRegion> scan_file(const std::filesystem::path& path, TextScanner& scanner);

}  // namespace medal::imaging::burned_in
