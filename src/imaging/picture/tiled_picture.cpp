#include "imaging/picture/tiled_picture.h"

#include "imaging/dicom/image_checks.h"

#include <algorithm>

namespace medal::imaging::picture {
namespace {

constexpr std::size_t kSampledFrames = 16;
constexpr std::int64_t kMostWhole_px = 4096;

std::int64_t floor_of(std::int64_t place, std::int64_t step) {
    return place >= 0 ? place / step : -((-place + step - 1) / step);
}

}  // namespace

TiledPicture::TiledPicture(const dicom::DataSet& data, const dicom::TileMatrix& matrix)
    : data_(data), decoder_(data) {
    const auto shape = dicom::shape_of(data);
    if (!shape || shape->frame_pixels() == 0) return;
    wide_ = static_cast<std::int64_t>(shape->columns);
    high_ = static_cast<std::int64_t>(shape->rows);
    is_grey_ = shape->samples == 1 && data.text(dicom::tags::kPhotometric).starts_with("MONOCHROME");
    for (const auto& corner : dicom::tile_corners(data, matrix)) {
        corners_.emplace(cell_at(corner.left, corner.top), corner);
    }
}

TiledPicture::Cell TiledPicture::cell_at(std::int64_t left, std::int64_t top) const {
    return {floor_of(top, high_), floor_of(left, wide_)};
}

void TiledPicture::paint(Raster& part, std::int64_t left, std::int64_t top,
                         std::optional<Window> window) const {
    const auto right = left + static_cast<std::int64_t>(part.width);
    const auto bottom = top + static_cast<std::int64_t>(part.height);
    // A frame whose corner lies up to its own size before the part reaches into it.
    const auto first = cell_at(left - wide_ + 1, top - high_ + 1), last = cell_at(right - 1, bottom - 1);
    for (auto row = first.first; row <= last.first; ++row) {
        const auto end = corners_.upper_bound({row, last.second});
        for (auto one = corners_.lower_bound({row, first.second}); one != end; ++one) {
            const auto& corner = one->second;
            const bool reaches = corner.left < right && corner.left + wide_ > left && corner.top < bottom &&
                                 corner.top + high_ > top;
            if (reaches) lay(corner, part, left, top, window);
        }
    }
}

void TiledPicture::lay(const dicom::TileCorner& corner, Raster& part, std::int64_t left, std::int64_t top,
                       std::optional<Window> window) const {
    const auto tile = display_decoded(data_, corner.frame, decoder_.decode(corner.frame), window);
    const auto from_x = std::max(left, corner.left), from_y = std::max(top, corner.top);
    const auto to_x = std::min(left + static_cast<std::int64_t>(part.width), corner.left + wide_);
    const auto to_y = std::min(top + static_cast<std::int64_t>(part.height), corner.top + high_);
    const auto at = [](std::int64_t place, std::int64_t origin) {
        return static_cast<std::size_t>(place - origin);
    };
    for (auto y = from_y; y < to_y; ++y) {
        auto* to = part.pixel(at(from_x, left), at(y, top));
        const auto* from = tile.pixel(at(from_x, corner.left), at(y, corner.top));
        const auto pixels = at(to_x, from_x);
        if (tile.channels == part.channels) {
            std::copy_n(from, pixels * part.channels, to);
        } else {
            for (std::size_t i = 0; i < pixels; ++i)
                std::fill_n(to + i * part.channels, part.channels, from[i]);
        }
    }
}

std::optional<Window> TiledPicture::common_window() const {
    if (!is_grey_ || corners_.empty() || header_window(data_, 0)) return std::nullopt;
    double low = 0, high = 0;
    const auto step = std::max<std::size_t>(1, corners_.size() / kSampledFrames);
    std::size_t index = 0;
    for (const auto& [cell, corner] : corners_) {
        if (index++ % step != 0) continue;
        const auto window = range_of(data_, corner.frame, decoder_.decode(corner.frame));
        const double lowest = window.center - window.width / 2, highest = window.center + window.width / 2;
        low = index == 1 ? lowest : std::min(low, lowest);
        high = index == 1 ? highest : std::max(high, highest);
    }
    return Window{(low + high) / 2, std::max(high - low, 1.0)};
}

Raster empty_part(std::size_t width, std::size_t height, bool is_grey) {
    auto raster = Raster::blank(width, height, 3);
    if (!is_grey) std::fill(raster.samples.begin(), raster.samples.end(), std::uint8_t{255});
    return raster;
}

std::optional<Raster> whole_of_slide(const dicom::DataSet& data, std::optional<Window> window) {
    const auto matrix = dicom::tile_matrix_of(data);
    if (!matrix || std::max(matrix->columns, matrix->rows) > kMostWhole_px) return std::nullopt;
    const TiledPicture picture{data, *matrix};
    auto whole = empty_part(static_cast<std::size_t>(matrix->columns), static_cast<std::size_t>(matrix->rows),
                            picture.is_grey());
    picture.paint(whole, 0, 0, window ? window : picture.common_window());
    return whole;
}

}  // namespace medal::imaging::picture
