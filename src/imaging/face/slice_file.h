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
    Bytes file;
    dicom::DataSet data;
    const std::vector<std::size_t>& pixels;
    /// As stored, before rescaling.
    std::int64_t value = 0;
};

void write_cut_slice(const CutSlice& slice, const std::filesystem::path& output);

}  // namespace medal::imaging::face
