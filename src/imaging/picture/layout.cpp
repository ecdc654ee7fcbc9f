#include "imaging/picture/layout.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace medal::imaging::picture {
namespace {

/// `width` and `height` are not larger than the picture's.
Raster averaged(const Raster& raster, std::size_t width, std::size_t height) {
    auto small = Raster::blank(width, height, raster.channels);
    for (std::size_t y = 0; y < height; ++y) {
        const auto top = y * raster.height / height;
        const auto bottom = std::max(top + 1, (y + 1) * raster.height / height);
        for (std::size_t x = 0; x < width; ++x) {
            const auto left = x * raster.width / width;
            const auto right = std::max(left + 1, (x + 1) * raster.width / width);
            for (std::size_t c = 0; c < raster.channels; ++c) {
                std::uint64_t sum = 0;
                for (auto row = top; row < bottom; ++row) {
                    for (auto column = left; column < right; ++column) sum += raster.pixel(column, row)[c];
                }
                const auto count = (bottom - top) * (right - left);
                small.pixel(x, y)[c] = static_cast<std::uint8_t>((sum + count / 2) / count);
            }
        }
    }
    return small;
}

Raster enlarged(const Raster& raster, std::size_t width, std::size_t height) {
    auto large = Raster::blank(width, height, raster.channels);
    const int type = raster.channels == 3 ? CV_8UC3 : CV_8UC1;
    const cv::Mat from(static_cast<int>(raster.height), static_cast<int>(raster.width), type,
                       const_cast<std::uint8_t*>(raster.samples.data()));
    cv::Mat to(static_cast<int>(height), static_cast<int>(width), type, large.samples.data());
    cv::resize(from, to, to.size(), 0, 0, cv::INTER_CUBIC);
    return large;
}

}  // namespace

Raster fitted(const Raster& raster, std::size_t longest) {
    const auto side = std::max(raster.width, raster.height);
    if (longest == 0 || side <= longest) return raster;
    return averaged(raster, std::max<std::size_t>(1, raster.width * longest / side),
                    std::max<std::size_t>(1, raster.height * longest / side));
}

Raster resized(const Raster& raster, std::size_t width, std::size_t height) {
    if (width == raster.width && height == raster.height) return raster;
    const auto small = averaged(raster, std::min(width, raster.width), std::min(height, raster.height));
    const bool is_done = small.width == width && small.height == height;
    return is_done ? small : enlarged(small, width, height);
}

Raster contact_sheet(const std::vector<Raster>& tiles) {
    constexpr std::size_t kGap = 4;
    if (tiles.empty()) return Raster::blank(1, 1, 1);
    std::size_t width = 0;
    std::size_t height = 0;
    bool colour = false;
    for (const auto& tile : tiles) {
        width = std::max(width, tile.width + kGap);
        height = std::max(height, tile.height + kGap);
        colour = colour || tile.channels == 3;
    }
    const auto across = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(tiles.size()))));
    const auto down = (tiles.size() + across - 1) / across;
    auto sheet = Raster::blank(width * across, height * down, colour ? 3 : 1);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        for (std::size_t y = 0; y < tiles[i].height; ++y) {
            for (std::size_t x = 0; x < tiles[i].width; ++x) {
                const auto* from = tiles[i].pixel(x, y);
                auto* to = sheet.pixel(i % across * width + x, i / across * height + y);
                for (std::size_t c = 0; c < sheet.channels; ++c) to[c] = from[tiles[i].channels == 3 ? c : 0];
            }
        }
    }
    return sheet;
}

}  // namespace medal::imaging::picture
