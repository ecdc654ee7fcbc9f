#include "imaging/redact/samples.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace medal::imaging::redact {
namespace {

struct Area {
    std::size_t left = 0, top = 0, right = 0, bottom = 0;

    std::size_t width() const { return right - left; }
    std::size_t height() const { return bottom - top; }
    bool is_empty() const { return left >= right || top >= bottom; }
};

Area clipped(const Samples& samples, const Region& region) {
    Area area;
    area.left = std::min<std::uint64_t>(region.x, samples.columns);
    area.top = std::min<std::uint64_t>(region.y, samples.rows);
    area.right = area.left + std::min<std::uint64_t>(region.width, samples.columns - area.left);
    area.bottom = area.top + std::min<std::uint64_t>(region.height, samples.rows - area.top);
    return area;
}

/// Reads and writes one sample in the form that it has in the file.
class Access {
  public:
    explicit Access(const Samples& samples) : samples_(samples), unit_(samples.bits_allocated / 8) {}

    std::int64_t read(std::size_t x, std::size_t y, std::size_t channel) const {
        const auto at = place(x, y, channel);
        std::uint64_t raw = 0;
        for (std::size_t i = 0; i < unit_; ++i) {
            raw |= std::to_integer<std::uint64_t>(samples_.bytes[at + byte_at(i)]) << (8 * i);
        }
        const auto stored = std::min(samples_.bits_stored, samples_.bits_allocated);
        const auto mask = (1ULL << stored) - 1;
        raw &= mask;
        const bool is_negative = samples_.is_signed && (raw >> (stored - 1) & 1) != 0;
        return static_cast<std::int64_t>(is_negative ? raw | ~mask : raw);
    }

    void write(std::size_t x, std::size_t y, std::size_t channel, std::int64_t value) const {
        const auto at = place(x, y, channel);
        for (std::size_t i = 0; i < unit_; ++i) {
            samples_.bytes[at + byte_at(i)] =
                static_cast<std::byte>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFF);
        }
    }

  private:
    std::size_t byte_at(std::size_t i) const { return samples_.is_big_endian ? unit_ - 1 - i : i; }
    std::size_t place(std::size_t x, std::size_t y, std::size_t channel) const {
        const auto pixel = y * samples_.columns + x;
        const auto index = samples_.is_planar ? channel * samples_.columns * samples_.rows + pixel
                                              : pixel * samples_.channels + channel;
        return index * unit_;
    }

    const Samples& samples_;
    std::size_t unit_;
};

double rounded(double value) {
    return std::floor(value + 0.5);
}

/// The means of one channel, cell by cell.
struct Cells {
    std::size_t size = 1, across = 1, down = 1;
    std::vector<double> means;

    double at(std::size_t i, std::size_t j) const { return means[j * across + i]; }
};

Cells cells_of(const Access& access, const Area& area, std::size_t channel) {
    Cells cells;
    const auto shorter = std::min(area.width(), area.height());
    cells.size = std::max<std::size_t>(kLeastCell_px, (shorter + kMostCells - 1) / kMostCells);
    cells.across = (area.width() + cells.size - 1) / cells.size;
    cells.down = (area.height() + cells.size - 1) / cells.size;
    for (std::size_t j = 0; j < cells.down; ++j) {
        for (std::size_t i = 0; i < cells.across; ++i) {
            const auto right = std::min(area.right, area.left + (i + 1) * cells.size);
            const auto bottom = std::min(area.bottom, area.top + (j + 1) * cells.size);
            const auto left = area.left + i * cells.size;
            const auto top = area.top + j * cells.size;
            double sum = 0;
            for (auto y = top; y < bottom; ++y) {
                for (auto x = left; x < right; ++x) sum += static_cast<double>(access.read(x, y, channel));
            }
            const auto count = static_cast<double>((right - left) * (bottom - top));
            cells.means.push_back(rounded(sum / count));
        }
    }
    return cells;
}

/// Between the middles of cells: which two, and how far.
struct Between {
    std::size_t first = 0, second = 0;
    double share = 0;
};

Between between(std::size_t offset, std::size_t cell, std::size_t count) {
    const auto place = (static_cast<double>(offset) + 0.5) / static_cast<double>(cell) - 0.5;
    const auto held = std::clamp(place, 0.0, static_cast<double>(count - 1));
    const auto first = static_cast<std::size_t>(held);
    return {first, std::min(first + 1, count - 1), held - static_cast<double>(first)};
}

double soft(const Cells& cells, std::size_t x, std::size_t y) {
    const auto across = between(x, cells.size, cells.across);
    const auto down = between(y, cells.size, cells.down);
    const auto row = [&](std::size_t j) {
        const auto left = cells.at(across.first, j);
        return left + (cells.at(across.second, j) - left) * across.share;
    };
    const auto upper = row(down.first);
    return rounded(upper + (row(down.second) - upper) * down.share);
}

void fill(const Samples& samples, const Access& access, const Area& area) {
    const auto opaque = static_cast<std::int64_t>((1ULL << samples.bits_stored) - 1);
    for (std::size_t channel = 0; channel < samples.channels; ++channel) {
        const bool is_alpha = samples.has_alpha && channel + 1 == samples.channels;
        for (auto y = area.top; y < area.bottom; ++y) {
            for (auto x = area.left; x < area.right; ++x) {
                access.write(x, y, channel, is_alpha ? opaque : samples.dark);
            }
        }
    }
}

bool leaves_means(const Samples& samples, const Region& region) {
    return region.style != Style::fill && !samples.is_palette;
}

void paint_means(const Access& before, const Access& access, const Area& area, Style style,
                 std::size_t channel) {
    const auto cells = cells_of(before, area, channel);
    for (auto y = area.top; y < area.bottom; ++y) {
        for (auto x = area.left; x < area.right; ++x) {
            const auto column = x - area.left;
            const auto row = y - area.top;
            const auto value = style == Style::block ? cells.at(column / cells.size, row / cells.size)
                                                     : soft(cells, column, row);
            access.write(x, y, channel, static_cast<std::int64_t>(value));
        }
    }
}

}  // namespace

void paint(const Samples& samples, std::span<const Region> regions) {
    const Access access{samples};
    std::vector<std::byte> copy;
    Samples before = samples;
    for (const auto& region : regions) {
        const auto area = clipped(samples, region);
        if (area.is_empty() || !leaves_means(samples, region)) continue;
        if (copy.empty()) copy.assign(samples.bytes.begin(), samples.bytes.end());
        before.bytes = copy;
        for (std::size_t channel = 0; channel < samples.channels; ++channel) {
            paint_means(Access{before}, access, area, region.style, channel);
        }
    }
    for (const auto& region : regions) {
        const auto area = clipped(samples, region);
        if (!area.is_empty() && !leaves_means(samples, region)) fill(samples, access, area);
    }
}

}  // namespace medal::imaging::redact
