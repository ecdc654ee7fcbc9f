#include "imaging/face/obscure.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace medal::imaging::face {
namespace {

using picture::Raster;

/// Along a side; a face of six by six averages is below what people and programs recognise.
constexpr std::uint64_t kMostCells = 6;
/// Smaller cells would keep small faces as they are.
constexpr std::uint64_t kSmallestCell_px = 4;
constexpr std::uint64_t kMarginShare = 8;

struct Span {
    std::uint64_t begin, end;
};

/// No overflow, whatever the box says.
Span with_margin(std::uint64_t begin, std::uint64_t length, std::uint64_t margin, std::uint64_t most) {
    const auto low = begin - std::min(begin, margin);
    const auto high = begin >= most ? begin : begin + std::min(length, most - begin);
    return {std::min(low, most), std::min(high + margin, most)};
}

/// Averages of an area in equal cells.
class Cells {
  public:
    Cells(const Raster& raster, const Area& area)
        : area_(area),
          columns_(count(area.width)),
          rows_(count(area.height)),
          channels_(raster.channels),
          means_(columns_ * rows_ * channels_) {
        for (std::uint64_t row = 0; row < rows_; ++row) {
            for (std::uint64_t column = 0; column < columns_; ++column) average(raster, column, row);
        }
    }

    double block(std::uint64_t x, std::uint64_t y, std::size_t channel) const {
        return mean((x - area_.x) * columns_ / area_.width, (y - area_.y) * rows_ / area_.height, channel);
    }

    /// Linear between the middles of cells.
    double blurred(std::uint64_t x, std::uint64_t y, std::size_t channel) const {
        const double across = place(x - area_.x, area_.width, columns_);
        const double down = place(y - area_.y, area_.height, rows_);
        const auto column = static_cast<std::uint64_t>(across);
        const auto row = static_cast<std::uint64_t>(down);
        const double right = across - static_cast<double>(column);
        const double below = down - static_cast<double>(row);
        const auto next_column = std::min(column + 1, columns_ - 1);
        const auto next_row = std::min(row + 1, rows_ - 1);
        const double upper =
            mean(column, row, channel) * (1 - right) + mean(next_column, row, channel) * right;
        const double lower =
            mean(column, next_row, channel) * (1 - right) + mean(next_column, next_row, channel) * right;
        return upper * (1 - below) + lower * below;
    }

  private:
    static std::uint64_t count(std::uint64_t length_px) {
        return std::clamp<std::uint64_t>(length_px / kSmallestCell_px, 1, kMostCells);
    }

    static double place(std::uint64_t at, std::uint64_t length, std::uint64_t cells) {
        const double cell =
            (static_cast<double>(at) + 0.5) * static_cast<double>(cells) / static_cast<double>(length) - 0.5;
        return std::clamp(cell, 0.0, static_cast<double>(cells - 1));
    }

    double mean(std::uint64_t column, std::uint64_t row, std::size_t channel) const {
        return means_[(row * columns_ + column) * channels_ + channel];
    }

    /// A cell holds every pixel that `block` gives to it: rounded up at both ends.
    static Span span_of(std::uint64_t cell, std::uint64_t cells, std::uint64_t length) {
        return {(cell * length + cells - 1) / cells, ((cell + 1) * length + cells - 1) / cells};
    }

    void average(const Raster& raster, std::uint64_t column, std::uint64_t row) {
        const auto across = span_of(column, columns_, area_.width);
        const auto down = span_of(row, rows_, area_.height);
        auto* sums = means_.data() + (row * columns_ + column) * channels_;
        for (auto y = down.begin; y < down.end; ++y) {
            for (auto x = across.begin; x < across.end; ++x) {
                const auto* pixel = raster.pixel(area_.x + x, area_.y + y);
                for (std::size_t channel = 0; channel < channels_; ++channel) sums[channel] += pixel[channel];
            }
        }
        const auto pixels = static_cast<double>((down.end - down.begin) * (across.end - across.begin));
        for (std::size_t channel = 0; channel < channels_; ++channel) sums[channel] /= pixels;
    }

    Area area_;
    std::uint64_t columns_, rows_;
    std::size_t channels_;
    std::vector<double> means_;
};

}  // namespace

Area obscured_area(const Raster& raster, const Area& box) {
    if (box.is_empty() || box.x >= raster.width || box.y >= raster.height) return {};
    const auto longer =
        std::min<std::uint64_t>(std::max(box.width, box.height), std::max(raster.width, raster.height));
    const auto margin = longer / kMarginShare + 1;
    const auto across = with_margin(box.x, box.width, margin, raster.width);
    const auto down = with_margin(box.y, box.height, margin, raster.height);
    return {across.begin, down.begin, across.end - across.begin, down.end - down.begin};
}

void obscure(Raster& raster, const Area& box, Style style) {
    obscure_area(raster, obscured_area(raster, box), style, 0);
}

void obscure_area(Raster& raster, const Area& area, Style style, std::uint8_t dark) {
    if (area.is_empty()) return;
    const Cells cells{raster, area};
    for (auto y = area.y; y < area.y + area.height; ++y) {
        for (auto x = area.x; x < area.x + area.width; ++x) {
            auto* pixel = raster.pixel(x, y);
            for (std::size_t channel = 0; channel < raster.channels; ++channel) {
                const double value = style == Style::fill    ? dark
                                     : style == Style::block ? cells.block(x, y, channel)
                                                             : cells.blurred(x, y, channel);
                pixel[channel] = static_cast<std::uint8_t>(std::lround(value));
            }
        }
    }
}

}  // namespace medal::imaging::face
