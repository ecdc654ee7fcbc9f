// Writes one DICOM slice with some of its pixels set to one value and Recognizable Visual Features
// (0028,0302) set to NO; every other element stays byte for byte. Compressed pixel data is stored as it was
// decoded.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/dicom/data_set.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace medal::imaging::face {

struct CutSlice {
    /// Of which `data` is the data set.
    Bytes file;
    dicom::DataSet data;
    /// Row by row, from 0.
    const std::vector<std::size_t>& pixels;
    /// As stored, before rescaling.
    std::int64_t value = 0;
};

/// Sets the pixels to the value; compressed ones are stored as they were decoded. Throws base::Error
/// "imaging.no_frame" or "imaging.decode".
void write_cut_slice(const CutSlice& slice, const std::filesystem::path& output);

}  // namespace medal::imaging::face
