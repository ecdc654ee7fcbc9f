#include "imaging/similar/grid.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace medal::imaging::similar {
namespace {

using picture::Raster;

/// Summed over a piece of a row.
double brightness(const Raster& raster, std::size_t y, std::size_t left, std::size_t right) {
    if (raster.channels != 3) {
        std::uint64_t sum = 0;
        for (auto x = left; x < right; ++x) sum += *raster.pixel(x, y);
        return static_cast<double>(sum);
    }
    double sum = 0;
    for (auto x = left; x < right; ++x) {
        const auto* pixel = raster.pixel(x, y);
        sum += 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
    }
    return sum;
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

/// How much of a cell lies in one of kSide equal parts of a range.
struct Share {
    std::size_t part = 0;
    double share = 0;
};

/// Of each cell of `count`, the parts that it meets: few, for there are hardly fewer parts than cells.
std::vector<std::vector<Share>> shares_of(const Range& range, std::size_t count) {
    std::vector<std::vector<Share>> shares(count);
    const double step = (range.high - range.low) / kSide;
    for (std::size_t part = 0; part < kSide; ++part) {
        const double begin = range.low + step * static_cast<double>(part);
        const double end = begin + step;
        for (auto i = static_cast<std::size_t>(begin); i < count && static_cast<double>(i) < end; ++i) {
            const double low = std::max(begin, static_cast<double>(i));
            const double high = std::min(end, static_cast<double>(i + 1));
            if (high > low) shares[i].push_back({part, (high - low) / step});
        }
    }
    return shares;
}

}  // namespace

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
            for (auto y = top; y < bottom; ++y) sum += brightness(raster, y, left, right);
            sheet.values.push_back(sum / static_cast<double>((bottom - top) * (right - left)));
        }
    }
    return sheet;
}

Section content_of(const Sheet& sheet) {
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

Grid grid_of(const Sheet& sheet, const Section& section) {
    const auto across = shares_of(section.across, sheet.width);
    const auto down = shares_of(section.down, sheet.height);
    Grid grid{};
    for (std::size_t y = 0; y < sheet.height; ++y) {
        if (down[y].empty()) continue;
        std::array<double, kSide> row{};
        for (std::size_t x = 0; x < sheet.width; ++x) {
            for (const auto& [part, share] : across[x])
                row[part] += share * sheet.values[y * sheet.width + x];
        }
        for (const auto& [part, share] : down[y]) {
            for (std::size_t x = 0; x < kSide; ++x) grid[part * kSide + x] += share * row[x];
        }
    }
    return grid;
}

}  // namespace medal::imaging::similar
