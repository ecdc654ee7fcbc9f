// Where the frames of a tiled image lie in its total pixel matrix (PS3.3, C.7.6.17 and C.8.12.14): what a
// microscope's slide is stored as, one resolution an instance.
#pragma once

#include "imaging/dicom/data_set.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::dicom {

struct TileMatrix {
    std::int64_t columns = 0;
    std::int64_t rows = 0;
    /// Third value of Image Type: "VOLUME", "THUMBNAIL", "LABEL", "OVERVIEW".
    std::string flavour;
    /// Instances with the same one are parts of one image; mostly empty.
    std::string concatenation;
    /// Between columns and between rows.
    std::optional<double> column_mm;
    std::optional<double> row_mm;
};
BOOST_DESCRIBE_STRUCT(TileMatrix, (), (columns, rows, flavour, concatenation, column_mm, row_mm))

/// nullopt where the file is no slide of a microscope or does not say how large its matrix is.
std::optional<TileMatrix> tile_matrix_of(const DataSet& data);

/// Upper left corner of a frame, counted from 0.
struct TileCorner {
    std::uint64_t frame = 0;
    std::int64_t left = 0;
    std::int64_t top = 0;
};

/// `shown`: of several focal planes the middle one, of several optical paths the first one.
enum class TileLayers { shown, all };

/// Those that lie in the matrix, at least in part. A sparse image has no frame where there is no tissue.
std::vector<TileCorner> tile_corners(const DataSet& data, const TileMatrix& matrix,
                                     TileLayers layers = TileLayers::shown);

}  // namespace medal::imaging::dicom
