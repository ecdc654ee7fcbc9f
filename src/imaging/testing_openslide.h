// A slide as OpenSlide shows it, for tests: every pixel of every level.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <openslide/openslide.h>
#include <string>
#include <vector>

namespace medal::imaging {

struct ShownLevel {
    std::int64_t width = 0;
    std::int64_t height = 0;
    double downsample = 1;
    /// Premultiplied ARGB.
    std::vector<std::uint32_t> pixels;

    bool operator==(const ShownLevel&) const = default;
    std::uint32_t at(std::int64_t x, std::int64_t y) const {
        return pixels[static_cast<std::size_t>(y * width + x)];
    }
};

struct ShownSlide {
    std::string vendor;
    std::string error;
    std::vector<ShownLevel> levels;
    /// Label, macro and thumbnail images.
    std::size_t associated = 0;
};

inline ShownSlide show_slide(const std::filesystem::path& path) {
    ShownSlide shown;
    const std::unique_ptr<openslide_t, decltype(&openslide_close)> slide{openslide_open(path.c_str()),
                                                                         &openslide_close};
    if (slide == nullptr) return {"", "not recognised", {}, 0};
    const auto take_error = [&] {
        const char* error = openslide_get_error(slide.get());
        shown.error = error != nullptr ? error : "";
    };
    take_error();
    if (!shown.error.empty()) return shown;
    shown.vendor = openslide_get_property_value(slide.get(), OPENSLIDE_PROPERTY_NAME_VENDOR);
    for (std::int32_t number = 0; number < openslide_get_level_count(slide.get()); ++number) {
        ShownLevel level;
        openslide_get_level_dimensions(slide.get(), number, &level.width, &level.height);
        level.downsample = openslide_get_level_downsample(slide.get(), number);
        level.pixels.resize(static_cast<std::size_t>(level.width * level.height));
        openslide_read_region(slide.get(), level.pixels.data(), 0, 0, number, level.width, level.height);
        shown.levels.push_back(std::move(level));
    }
    for (const auto* names = openslide_get_associated_image_names(slide.get()); *names != nullptr; ++names) {
        ++shown.associated;
    }
    take_error();
    return shown;
}

}  // namespace medal::imaging
