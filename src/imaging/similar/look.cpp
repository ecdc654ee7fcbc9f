#include "imaging/similar/look.h"

#include "imaging/similar/grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace medal::imaging::similar {
namespace {

using picture::Raster;

constexpr std::size_t kLow = 8;
/// Row by row, the lowest frequencies first: [v * kLow + u], u across.
using Spectrum = std::array<double, kLow * kLow>;

/// DCT-II coefficients of the lowest frequencies.
Spectrum spectrum_of(const Grid& grid) {
    static const auto cosines = [] {
        std::array<double, kLow * kSide> table{};
        for (std::size_t k = 0; k < kLow; ++k) {
            for (std::size_t i = 0; i < kSide; ++i) {
                table[k * kSide + i] = std::cos(3.14159265358979323846 * static_cast<double>(k) *
                                                (2.0 * static_cast<double>(i) + 1) / (2.0 * kSide));
            }
        }
        return table;
    }();
    std::array<double, kLow * kSide> rows{};
    for (std::size_t y = 0; y < kSide; ++y) {
        for (std::size_t u = 0; u < kLow; ++u) {
            for (std::size_t x = 0; x < kSide; ++x) {
                rows[u * kSide + y] += grid[y * kSide + x] * cosines[u * kSide + x];
            }
        }
    }
    Spectrum low{};
    for (std::size_t u = 0; u < kLow; ++u) {
        for (std::size_t v = 0; v < kLow; ++v) {
            for (std::size_t y = 0; y < kSide; ++y) {
                low[v * kLow + u] += rows[u * kSide + y] * cosines[v * kSide + y];
            }
        }
    }
    return low;
}

Grid flipped(const Grid& grid, bool across, bool down) {
    Grid out{};
    for (std::size_t y = 0; y < kSide; ++y) {
        for (std::size_t x = 0; x < kSide; ++x) {
            out[y * kSide + x] = grid[(down ? kSide - 1 - y : y) * kSide + (across ? kSide - 1 - x : x)];
        }
    }
    return out;
}

/// Mirroring turns the sign of every odd frequency along it. The cubes let the large ones decide, so that
/// noise does not.
bool leans(const Spectrum& low, bool across) {
    double sum = 0;
    for (std::size_t odd = 1; odd < kLow; odd += 2) {
        for (std::size_t even = 0; even < kLow; even += 2) {
            const double value = across ? low[even * kLow + odd] : low[odd * kLow + even];
            sum += value * value * value;
        }
    }
    return sum < 0;
}

/// By their order from dark to bright, so that windows and gammas change little. Cells that are nearly equal
/// share a place: noise would order them anew.
Grid ranked(const Grid& grid) {
    constexpr double kGap = 0.5, kAlike = 3;
    std::array<std::size_t, kSide * kSide> order{};
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return grid[a] < grid[b]; });
    Grid places{};
    for (std::size_t begin = 0; begin < order.size();) {
        auto end = begin + 1;
        const auto goes_on = [&] {
            return grid[order[end]] - grid[order[end - 1]] < kGap &&
                   grid[order[end]] - grid[order[begin]] < kAlike;
        };
        while (end < order.size() && goes_on()) ++end;
        for (auto i = begin; i < end; ++i) places[order[i]] = static_cast<double>(begin + end - 1) / 2;
        begin = end;
    }
    return places;
}

Grid canonical(const Grid& grid) {
    const auto low = spectrum_of(grid);
    return flipped(grid, leans(low, true), leans(low, false));
}

/// The mean brightness takes no part.
Spectrum without_mean(Spectrum low) {
    low[0] = 0;
    return low;
}

/// Fewer coefficients that count than these make stripes, ramps and spots, of which there are many alike.
bool is_plain(const Grid& grid) {
    constexpr double kCounts = 0.05;
    constexpr std::ptrdiff_t kFew = 8;
    const auto low = without_mean(spectrum_of(grid));
    const auto size = [](double value) { return std::abs(value); };
    const double most = size(
        *std::max_element(low.begin(), low.end(), [&](double a, double b) { return size(a) < size(b); }));
    return std::count_if(low.begin(), low.end(), [&](double value) { return size(value) > kCounts * most; }) <
           kFew;
}

/// The sign of each coefficient.
std::uint64_t phash_of(const Grid& grid) {
    const auto low = without_mean(spectrum_of(grid));
    std::uint64_t bits = 0;
    for (const double value : low) bits = (bits << 1) | (value > 0 ? 1U : 0U);
    return bits;
}

/// One bit a step to the right on a grid of 8 rows and 9 columns.
std::uint64_t dhash_of(const Grid& grid) {
    const auto cell = [&](std::size_t row, std::size_t column) {
        const auto x = column * (kSide - 1) / 8;
        double sum = 0;
        for (std::size_t y = row * 4; y < row * 4 + 4; ++y) sum += grid[y * kSide + x];
        return sum;
    };
    std::uint64_t bits = 0;
    for (std::size_t row = 0; row < 8; ++row) {
        for (std::size_t column = 0; column < 8; ++column) {
            bits = (bits << 1) | (cell(row, column) < cell(row, column + 1) ? 1U : 0U);
        }
    }
    return bits;
}

/// Of the whole frame, cut off on each side.
struct Cut {
    Part part;
    double left = 0, right = 0, top = 0, bottom = 0;
};
constexpr double kRim = 0.08;
constexpr double kTenth = 0.1;
constexpr Cut kCuts[] = {
    {Part::frame},
    {Part::centre_955, 0.0225, 0.0225, 0.0225, 0.0225},
    {Part::centre_835, 0.0825, 0.0825, 0.0825, 0.0825},
    {Part::centre_760, 0.12, 0.12, 0.12, 0.12},
    {Part::without_left, kRim, 0, 0, 0},
    {Part::without_right, 0, kRim, 0, 0},
    {Part::without_top, 0, 0, kRim, 0},
    {Part::without_bottom, 0, 0, 0, kRim},
    {Part::without_left_top, kTenth, 0, kTenth, 0},
    {Part::without_left_bottom, kTenth, 0, 0, kTenth},
    {Part::without_right_top, 0, kTenth, kTenth, 0},
    {Part::without_right_bottom, 0, kTenth, 0, kTenth},
};

Section section_of(const Sheet& sheet, const Cut& cut) {
    const auto width = static_cast<double>(sheet.width);
    const auto height = static_cast<double>(sheet.height);
    return {{width * cut.left, width * (1 - cut.right)}, {height * cut.top, height * (1 - cut.bottom)}};
}

/// Nothing where all cells are about equally bright, or almost nothing is to be seen.
void add_look(std::vector<Look>& looks, Part part, const Sheet& sheet, const Section& section) {
    constexpr double kPlain = 8;
    const auto cells = grid_of(sheet, section);
    const auto [darkest, brightest] = std::minmax_element(cells.begin(), cells.end());
    if (*brightest - *darkest <= kPlain) return;
    const auto grid = canonical(ranked(cells));
    if (is_plain(grid)) return;
    looks.push_back({part, phash_of(grid), steps_of(grid)});
}

}  // namespace

std::array<std::uint64_t, 8> turned(std::uint64_t phash) {
    constexpr std::uint64_t kOddAcross = 0x5555555555555555, kOddDown = 0x00FF00FF00FF00FF;
    std::uint64_t transposed = 0;
    for (unsigned v = 0; v < kLow; ++v) {
        for (unsigned u = 0; u < kLow; ++u) transposed |= (phash >> (v * kLow + u) & 1) << (u * kLow + v);
    }
    std::array<std::uint64_t, 8> all{};
    std::size_t next = 0;
    for (const auto hash : {phash, transposed}) {
        for (const auto across : {std::uint64_t{0}, kOddAcross}) {
            for (const auto down : {std::uint64_t{0}, kOddDown}) all[next++] = hash ^ across ^ down;
        }
    }
    return all;
}

Hashes hashes_of(const Raster& raster) {
    if (raster.width == 0 || raster.height == 0) return {};
    const auto sheet = sheet_of(raster);
    const auto grid = canonical(ranked(grid_of(sheet, content_of(sheet))));
    return {phash_of(grid), dhash_of(grid)};
}

std::vector<Look> looks_of(const Raster& raster) {
    std::vector<Look> looks;
    if (raster.width == 0 || raster.height == 0) return looks;
    const auto sheet = sheet_of(raster);
    add_look(looks, Part::content, sheet, content_of(sheet));
    for (const auto& cut : kCuts) add_look(looks, cut.part, sheet, section_of(sheet, cut));
    return looks;
}

std::vector<Look> frame_as(Part part, const Raster& raster) {
    std::vector<Look> looks;
    if (raster.width == 0 || raster.height == 0) return looks;
    const auto sheet = sheet_of(raster);
    add_look(looks, part, sheet, section_of(sheet, {Part::frame}));
    return looks;
}

}  // namespace medal::imaging::similar
