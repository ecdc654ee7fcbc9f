// Paints boxes over pixels, for good: in native DICOM files in place in every frame, in rasters by encoding
// them anew as PNG, in films on the pictures that a box names (redact/redact.h).
#pragma once

#include "imaging/burned_in/text_scan.h"
#include "imaging/byte_reader.h"
#include "imaging/redact/region.h"

#include <filesystem>
#include <span>
#include <vector>

namespace medal::imaging::burned_in {

/// Writes a copy of `input` with the regions black. Throws base::Error "imaging.blank_compressed" for
/// compressed DICOM files, which would have to be decoded and stored uncompressed, and for films
/// "redact.unsupported" or "redact.damaged".
void blank_regions(const std::filesystem::path& input, const std::filesystem::path& output,
                   std::span<const TextRegion> regions);

/// Text on a film as boxes to paint, each on the pictures that show it.
std::vector<redact::Region> film_boxes(std::span<const TextRegion> regions);

/// Makes the regions black.
void paint(picture::Raster& raster, std::span<const TextRegion> regions);

}  // namespace medal::imaging::burned_in
