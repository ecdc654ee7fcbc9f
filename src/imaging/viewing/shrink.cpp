#include "imaging/viewing/shrink.h"

#include "base/error.h"
#include "imaging/viewing/vips_image.h"

#include <algorithm>

namespace medal::imaging::viewing {

picture::Raster shrunk(picture::Raster raster, std::size_t width, std::size_t height) {
    if (raster.width == width && raster.height == height) return raster;
    auto small = picture::Raster::blank(width, height, raster.channels);
    for (std::size_t y = 0; y < height; ++y) {
        const auto top = y * raster.height / height;
        const auto bottom = std::max(top + 1, (y + 1) * raster.height / height);
        for (std::size_t x = 0; x < width; ++x) {
            const auto left = x * raster.width / width;
            const auto right = std::max(left + 1, (x + 1) * raster.width / width);
            const auto count = (bottom - top) * (right - left);
            for (std::size_t channel = 0; channel < raster.channels; ++channel) {
                std::size_t sum = count / 2;
                for (std::size_t v = top; v < bottom; ++v) {
                    for (std::size_t u = left; u < right; ++u) sum += raster.pixel(u, v)[channel];
                }
                small.pixel(x, y)[channel] = static_cast<std::uint8_t>(sum / count);
            }
        }
    }
    return small;
}

std::string encode_jpeg(const picture::Raster& raster, int quality) {
    start_vips();
    const VipsPointer image{vips_image_new_from_memory(
        raster.samples.data(), raster.samples.size(), static_cast<int>(raster.width),
        static_cast<int>(raster.height), static_cast<int>(raster.channels), VIPS_FORMAT_UCHAR)};
    void* bytes = nullptr;
    std::size_t size = 0;
    if (image == nullptr || vips_jpegsave_buffer(image.get(), &bytes, &size, "Q", quality, nullptr) != 0) {
        vips_error_clear();
        base::fail_internal("a picture cannot be written as JPEG");
    }
    const std::unique_ptr<void, decltype(&g_free)> memory{bytes, &g_free};
    return {static_cast<const char*>(bytes), size};
}

}  // namespace medal::imaging::viewing
