#include "imaging/similar/look.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace medal::imaging::similar {
namespace {

using picture::Raster;

constexpr std::size_t kSide = 32, kLow = 8;
using Grid = std::array<double, kSide * kSide>;
/// Row by row, the lowest frequencies first: [v * kLow + u], u across.
using Spectrum = std::array<double, kLow * kLow>;

/// Brightness in few enough cells that every later step is quick; rows of `width`.
struct Sheet {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<double> values;
};

double brightness(const Raster& raster, std::size_t x, std::size_t y) {
    const auto* pixel = raster.pixel(x, y);
    return raster.channels == 3 ? 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2] : pixel[0];
}

/// Means over at most 64 by 64 cells: what is finer is noise.
Sheet sheet_of(const Raster& raster) {
    constexpr std::size_t kMost = 64;
    Sheet sheet{std::min(raster.width, kMost), std::min(raster.height, kMost), {}};
    sheet.values.reserve(sheet.width * sheet.height);
    for (std::size_t row = 0; row < sheet.height; ++row) {
        const auto top = row * raster.height / sheet.height;
        const auto bottom = (row + 1) * raster.height / sheet.height;
        for (std::size_t column = 0; column < sheet.width; ++column) {
            const auto left = column * raster.width / sheet.width;
            const auto right = (column + 1) * raster.width / sheet.width;
            double sum = 0;
            for (auto y = top; y < bottom; ++y) {
                for (auto x = left; x < right; ++x) sum += brightness(raster, x, y);
            }
            sheet.values.push_back(sum / static_cast<double>((bottom - top) * (right - left)));
        }
    }
    return sheet;
}

/// What most of the outermost cells show.
double background_of(const Sheet& sheet) {
    std::vector<double> rim;
    for (std::size_t x = 0; x < sheet.width; ++x) {
        rim.push_back(sheet.values[x]);
        rim.push_back(sheet.values[(sheet.height - 1) * sheet.width + x]);
    }
    for (std::size_t y = 0; y < sheet.height; ++y) {
        rim.push_back(sheet.values[y * sheet.width]);
        rim.push_back(sheet.values[(y + 1) * sheet.width - 1]);
    }
    const auto middle = rim.begin() + static_cast<std::ptrdiff_t>(rim.size() / 2);
    std::nth_element(rim.begin(), middle, rim.end());
    return *middle;
}

/// In cells, as fractions.
struct Range {
    double low = 0, high = 1;
};

/// All but a few hundredths of the weights at either end, with a little room.
Range range_of(const std::vector<double>& weights) {
    constexpr double kCut = 0.02, kRoom = 0.02;
    double all = 0;
    for (const double weight : weights) all += weight;
    const auto count = static_cast<double>(weights.size());
    if (all <= 0) return {0, count};
    const auto place = [&](double share) {
        double sum = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (weights[i] > 0 && sum + weights[i] >= share * all) {
                return static_cast<double>(i) + (share * all - sum) / weights[i];
            }
            sum += weights[i];
        }
        return count;
    };
    Range range{place(kCut), place(1 - kCut)};
    const double room = kRoom * (range.high - range.low);
    range = {std::max(0.0, range.low - room), std::min(count, range.high + room)};
    return range.high - range.low < count / 16 ? Range{0, count} : range;
}

struct Content {
    Range across, down;
};

Content content_of(const Sheet& sheet) {
    // What is brighter still counts no more: a window must not move the box.
    constexpr double kNoise = 12, kPlain = 40;
    const double background = background_of(sheet);
    std::vector<double> columns(sheet.width, 0);
    std::vector<double> rows(sheet.height, 0);
    for (std::size_t y = 0; y < sheet.height; ++y) {
        for (std::size_t x = 0; x < sheet.width; ++x) {
            const double away = std::abs(sheet.values[y * sheet.width + x] - background);
            if (away < kNoise) continue;
            columns[x] += std::min(away, kPlain);
            rows[y] += std::min(away, kPlain);
        }
    }
    return {range_of(columns), range_of(rows)};
}

/// How much of each cell of `count` lies in each of kSide equal parts of the range.
std::vector<std::array<double, kSide>> shares_of(const Range& range, std::size_t count) {
    std::vector<std::array<double, kSide>> shares(count);
    const double step = (range.high - range.low) / kSide;
    for (std::size_t part = 0; part < kSide; ++part) {
        const double begin = range.low + step * static_cast<double>(part);
        const double end = begin + step;
        for (auto i = static_cast<std::size_t>(begin); i < count && static_cast<double>(i) < end; ++i) {
            const double low = std::max(begin, static_cast<double>(i));
            const double high = std::min(end, static_cast<double>(i + 1));
            shares[i][part] = std::max(0.0, high - low) / step;
        }
    }
    return shares;
}

Grid grid_of(const Sheet& sheet, const Content& content) {
    const auto across = shares_of(content.across, sheet.width);
    const auto down = shares_of(content.down, sheet.height);
    std::vector<std::array<double, kSide>> rows(sheet.height);
    for (std::size_t y = 0; y < sheet.height; ++y) {
        for (std::size_t x = 0; x < sheet.width; ++x) {
            for (std::size_t part = 0; part < kSide; ++part) {
                rows[y][part] += across[x][part] * sheet.values[y * sheet.width + x];
            }
        }
    }
    Grid grid{};
    for (std::size_t y = 0; y < sheet.height; ++y) {
        for (std::size_t part = 0; part < kSide; ++part) {
            if (down[y][part] == 0) continue;
            for (std::size_t x = 0; x < kSide; ++x) grid[part * kSide + x] += down[y][part] * rows[y][x];
        }
    }
    return grid;
}

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

/// The sign of each coefficient; the mean brightness takes no part.
std::uint64_t phash_of(const Grid& grid) {
    auto low = spectrum_of(grid);
    low[0] = 0;
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

}  // namespace medal::imaging::similar
