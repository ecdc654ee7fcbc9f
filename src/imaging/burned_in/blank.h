// Paints boxes over pixels, for good: in native DICOM files in place in every frame, in rasters by encoding
// them anew as PNG, in films on the pictures that a box names (redact/redact.h).
#pragma once

#include "imaging/burned_in/text_scan.h"
#include "imaging/byte_reader.h"

#include <filesystem>
#include <span>

namespace medal::imaging::burned_in {

/// Writes a copy of `input` with the regions black. Throws base::Error "imaging.blank_compressed" for
/// compressed DICOM files, which would have to be decoded and stored uncompressed.
void blank_regions(const std::filesystem::path& input, const std::filesystem::path& output,
                   std::span<const TextRegion> regions);

/// As MP4. Throws base::Error "redact.unsupported" or "redact.damaged".
void blank_film(Bytes film, const std::filesystem::path& output, std::span<const TextRegion> regions);

/// Makes the regions black.
void paint(picture::Raster& raster, std::span<const TextRegion> regions);

}  // namespace medal::imaging::burned_in
