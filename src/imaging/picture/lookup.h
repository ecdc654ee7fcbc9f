// Lookup tables of DICOM: modality and VOI LUT sequences (PS3.3, C.11.1 and C.11.2), palettes plain and
// segmented (C.7.6.3.1.5, C.7.9.2).
#pragma once

#include "imaging/dicom/data_set.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace medal::imaging::picture {

struct LookupTable {
    std::vector<std::uint16_t> entries;
    std::int64_t first = 0;
    unsigned bits = 16;

    /// Values before and behind the table take its first and its last entry.
    std::uint16_t at(std::int64_t value) const;
};

/// The first item of the sequence (0028,3000) or (0028,3010); nullopt where there is none, or a damaged one.
std::optional<LookupTable> lookup_in(const dicom::DataSet& data, dicom::Tag sequence);

/// Red, green and blue, eight bits an entry. Empty tables where the file has none.
std::array<LookupTable, 3> palette_of(const dicom::DataSet& data);

}  // namespace medal::imaging::picture
