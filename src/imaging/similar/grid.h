// A picture in few cells: what the hashes of its look are made of, of the whole or of a section of it.
#pragma once

#include "imaging/picture/raster.h"

#include <array>
#include <cstddef>
#include <vector>

namespace medal::imaging::similar {

constexpr std::size_t kSide = 32;
using Grid = std::array<double, kSide * kSide>;

/// Brightness in few enough cells that every later step is quick; rows of `width`.
struct Sheet {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<double> values;
};

/// In cells of a sheet, as fractions.
struct Range {
    double low = 0, high = 1;
};

struct Section {
    Range across, down;
};

/// Means over at most 64 by 64 cells: what is finer is noise.
Sheet sheet_of(const picture::Raster& raster);

/// The part that has something to show: without margins of the background.
Section content_of(const Sheet& sheet);

/// The section in kSide by kSide cells.
Grid grid_of(const Sheet& sheet, const Section& section);

}  // namespace medal::imaging::similar
