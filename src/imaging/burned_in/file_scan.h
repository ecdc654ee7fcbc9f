// Burned-in text of a file: a few frames of a clip, the header's own identifiers as what to look for.
#pragma once

#include "imaging/burned_in/text_scan.h"

#include <filesystem>

namespace medal::imaging::burned_in {

/// DICOM, PNG, JPEG, TIFF, WebP. Throws base::Error for files that the pre-scan refuses or nothing decodes.
std::vector<TextRegion> scan_file(const std::filesystem::path& path, TextScanner& scanner);

}  // namespace medal::imaging::burned_in
