// An image in memory, eight bits a sample, one or three samples a pixel, rows without padding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace medal::imaging::picture {

struct Raster {
    std::size_t width = 0;
    std::size_t height = 0;
    std::size_t channels = 1;
    std::vector<std::uint8_t> samples;

    static Raster blank(std::size_t width, std::size_t height, std::size_t channels) {
        return {width, height, channels, std::vector<std::uint8_t>(width * height * channels, 0)};
    }
    std::uint8_t* pixel(std::size_t x, std::size_t y) { return samples.data() + (y * width + x) * channels; }
    const std::uint8_t* pixel(std::size_t x, std::size_t y) const {
        return samples.data() + (y * width + x) * channels;
    }
};

}  // namespace medal::imaging::picture
