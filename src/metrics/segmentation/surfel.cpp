#include "metrics/segmentation/surfel.h"

#include <cmath>
#include <string_view>

namespace medal::metrics {
namespace {

/// Patches of the neighbourhoods 0..127; 128..255 mirror them. One letter a triangle or quad, by its area
/// vector in eighths of a voxel face. Derived from surface-distance's lookup_tables.py (Google DeepMind,
/// Apache-2.0), whose triangulation this is.
constexpr std::array<std::string_view, 128> kPatches = {
    "",     "a",    "a",    "pp",   "a",    "qq",   "aa",   "abx",  "a",    "aa",   "qq",   "abx",  "pp",
    "abx",  "abx",  "xx",   "a",    "rr",   "aa",   "aby",  "aa",   "abz",  "aaa",  "aabb", "aa",   "arr",
    "aqq",  "acqr", "app",  "acpr", "aabx", "abx",  "a",    "aa",   "rr",   "aby",  "aa",   "aqq",  "arr",
    "acqr", "aa",   "aaa",  "abz",  "aabb", "app",  "aabx", "acpr", "abx",  "pp",   "aby",  "aby",  "yy",
    "app",  "acpq", "aaby", "aby",  "app",  "aaby", "acpq", "aby",  "pppp", "app",  "app",  "pp",   "a",
    "aa",   "aa",   "app",  "rr",   "abz",  "arr",  "acpr", "aa",   "aaa",  "aqq",  "aabx", "aby",  "aabb",
    "acqr", "abx",  "qq",   "abz",  "aqq",  "acpq", "abz",  "zz",   "aabz", "abz",  "aqq",  "aabz", "qqqq",
    "aqq",  "acpq", "abz",  "aqq",  "qq",   "aa",   "aaa",  "arr",  "aaby", "arr",  "aabz", "rrrr", "arr",
    "aaa",  "aaaa", "aabz", "aaa",  "aaby", "aaa",  "arr",  "aa",   "abx",  "aabb", "acqr", "aby",  "acpr",
    "abz",  "arr",  "rr",   "aabx", "aaa",  "aqq",  "aa",   "app",  "aa",   "aa",   "a",
};

/// |area vector| of a letter, for a voxel of 1 mm.
constexpr std::array<double, 3> vector_of(char letter) {
    switch (letter) {
        case 'a':
            return {0.125, 0.125, 0.125};
        case 'b':
            return {0.25, 0.25, 0.25};
        case 'c':
            return {0.375, 0.375, 0.375};
        case 'x':
            return {0.5, 0, 0};
        case 'y':
            return {0, 0.5, 0};
        case 'z':
            return {0, 0, 0.5};
        case 'p':
            return {0.25, 0.25, 0};
        case 'q':
            return {0.25, 0, 0.25};
        default:
            return {0, 0.25, 0.25};
    }
}

/// Contour length within each 2 x 2 cell; bit 3 is the corner (c-1, c-1), bit 0 (c, c), y changes fastest.
std::array<double, 16> contour_lengths(const std::array<double, 3>& spacing) {
    const double corner = 0.5 * std::sqrt(spacing[0] * spacing[0] + spacing[1] * spacing[1]);
    const double along_x = spacing[0];
    const double along_y = spacing[1];
    return {0,      corner,     corner,  along_y, corner,  along_x, 2 * corner, corner,
            corner, 2 * corner, along_x, corner,  along_y, corner,  corner,     0};
}

/// The corner bits of the cell (x, y, z), in the numbering of the tables.
unsigned code_of(const BitGrid& mask, std::array<std::int64_t, 3> cell, int dimensions) noexcept {
    unsigned code = 0;
    for (std::int64_t x = cell[0] - 1; x <= cell[0]; ++x) {
        for (std::int64_t y = cell[1] - 1; y <= cell[1]; ++y) {
            for (std::int64_t z = dimensions == 3 ? cell[2] - 1 : cell[2]; z <= cell[2]; ++z) {
                code = (code << 1U) | static_cast<unsigned>(mask.test(x, y, z));
            }
        }
    }
    return code;
}

}  // namespace

std::array<double, 256> patch_areas(const std::array<double, 3>& spacing_mm) {
    std::array<double, 256> areas{};
    for (std::size_t code = 0; code < 128; ++code) {
        for (const char letter : kPatches[code]) {
            const auto v = vector_of(letter);
            const double x = v[0] * spacing_mm[1] * spacing_mm[2];
            const double y = v[1] * spacing_mm[0] * spacing_mm[2];
            const double z = v[2] * spacing_mm[0] * spacing_mm[1];
            areas[code] += std::sqrt(x * x + y * y + z * z);
        }
        areas[255 - code] = areas[code];
    }
    return areas;
}

BitGrid surfel_cells(const BitGrid& mask, int dimensions) {
    BitGrid cells = mask;
    const auto& size = mask.size();
    for (std::int64_t z = 1; z < size[2]; ++z) {
        for (std::int64_t y = 1; y < size[1]; ++y) {
            const std::int64_t z_before = dimensions == 3 ? z - 1 : z;
            const std::array rows = {mask.row(y, z), mask.row(y - 1, z), mask.row(y, z_before),
                                     mask.row(y - 1, z_before)};
            const auto out = cells.row(mask.row_index(y, z));
            for (std::size_t w = 0; w < out.size(); ++w) {
                Word any = 0;
                Word all = ~Word{0};
                for (const auto& row : rows) {
                    const Word up = shifted_up(row, w);
                    any |= row[w] | up;
                    all &= row[w] & up;
                }
                out[w] = any & ~all;
            }
        }
    }
    return cells;
}

std::vector<double> surfel_areas(const BitGrid& mask, const BorderSet& cells,
                                 const std::array<double, 3>& spacing_mm, int dimensions) {
    const std::array<double, 256> areas = patch_areas(spacing_mm);
    const std::array<double, 16> lengths = contour_lengths(spacing_mm);
    std::vector<double> out;
    out.reserve(cells.count());
    const auto height = cells.bits().size()[1];
    for (std::size_t row = 0; row < cells.bits().row_count(); ++row) {
        const std::int64_t y = static_cast<std::int64_t>(row) % height;
        const std::int64_t z = static_cast<std::int64_t>(row) / height;
        for_each_bit(cells.bits().row(row), [&](std::int64_t x) {
            const unsigned code = code_of(mask, {x, y, z}, dimensions);
            out.push_back(dimensions == 3 ? areas[code] : lengths[code]);
        });
    }
    return out;
}

}  // namespace medal::metrics
