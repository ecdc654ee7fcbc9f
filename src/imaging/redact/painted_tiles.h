// Places on a slide in DICOM, as places on the frames of one of its resolutions; and such a file whose frames
// are JPEG, in which only the blocks under a place change.
#pragma once

#include "imaging/deid/element_writer.h"
#include "imaging/dicom/data_set.h"
#include "imaging/redact/region.h"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace medal::imaging::redact {

/// By frame, in pixels of that frame. All focal planes and optical paths are met, also those that nobody is
/// shown. What a coarser resolution mixes from beside a place is in it. Throws "redact.unsupported" where the
/// file is no slide.
std::map<std::uint64_t, std::vector<Region>> regions_by_tile(const dicom::DataSet& data,
                                                             std::span<const Region> regions,
                                                             const SlideSize& slide);

/// Whether the frames are JPEG with 8 bits, whose blocks can be blanked one by one.
bool has_jpeg_tiles(const dicom::DataSet& data);

/// Writes the pixel data; places are filled, whatever their style. Throws base::Error "imaging.decode".
void write_jpeg_tiles(const dicom::DataSet& data, const dicom::Element& pixels,
                      const std::map<std::uint64_t, std::vector<Region>>& regions,
                      deid::ElementWriter& writer);

}  // namespace medal::imaging::redact
