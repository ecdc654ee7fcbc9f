#include "imaging/viewing/slide.h"

#include "base/error.h"
#include "imaging/viewing/shrink.h"
#include "imaging/viewing/slide_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <string_view>

namespace medal::imaging::viewing {
namespace {

Pyramid levels_of(const SlideSource& source) {
    const auto width = source.width(), height = source.height();
    Pyramid pyramid{kTile_px, {}};
    for (std::int64_t downsample = 1;; downsample *= 2) {
        const auto whole = static_cast<double>(downsample);
        if (whole / source.stored_downsample(whole) > kMaxShrink) break;
        const Level level{(width + downsample - 1) / downsample, (height + downsample - 1) / downsample,
                          downsample};
        pyramid.levels.push_back(level);
        if (std::max(level.width, level.height) <= kTile_px) break;
    }
    if (pyramid.levels.empty()) fail_slide();
    return pyramid;
}

bool is_dicom(const std::filesystem::path& path) {
    std::array<char, 132> head{};
    std::ifstream{path, std::ios::binary}.read(head.data(), head.size());
    return std::string_view{head.data() + 128, 4} == "DICM";
}

std::unique_ptr<SlideSource> opened(const std::vector<std::filesystem::path>& paths) {
    if (paths.empty()) fail_slide();
    return is_dicom(paths.front()) ? open_dicom_slide(paths) : open_slide_file(paths.front());
}

}  // namespace

void fail_slide() {
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The slide is damaged."};
}

struct Slide::State {
    std::unique_ptr<SlideSource> source;
    Pyramid pyramid;
};

Slide::Slide(const std::vector<std::filesystem::path>& paths) : state_(std::make_unique<State>()) {
    state_->source = opened(paths);
    state_->pyramid = levels_of(*state_->source);
}

Slide::~Slide() = default;
Slide::Slide(Slide&&) noexcept = default;
Slide& Slide::operator=(Slide&&) noexcept = default;

const Pyramid& Slide::pyramid() const {
    return state_->pyramid;
}

std::optional<double> Slide::column_mm() const {
    return state_->source->column_mm();
}

std::optional<double> Slide::row_mm() const {
    return state_->source->row_mm();
}

picture::Raster Slide::tile(const TilePlace& place) {
    const auto& levels = state_->pyramid.levels;
    const auto is_level = place.level >= 0 && place.level < static_cast<std::int64_t>(levels.size());
    const Level level = is_level ? levels[static_cast<std::size_t>(place.level)] : Level{};
    const auto across = (level.width + kTile_px - 1) / kTile_px,
               down = (level.height + kTile_px - 1) / kTile_px;
    if (place.column < 0 || place.row < 0 || place.column >= across || place.row >= down) {
        throw base::Error{base::ErrorKind::not_found, "viewer.no_tile", "There is no such tile."};
    }
    const auto x = place.column * kTile_px, y = place.row * kTile_px;
    return state_->source->read(level, x, y, std::min(kTile_px, level.width - x),
                                std::min(kTile_px, level.height - y));
}

picture::Raster Slide::overview(std::int64_t longest_px) {
    const auto& levels = state_->pyramid.levels;
    // The smallest that need not grow.
    auto index = static_cast<std::int64_t>(levels.size()) - 1;
    const auto longest_of = [&](std::int64_t at) {
        const auto& one = levels[static_cast<std::size_t>(at)];
        return std::max(one.width, one.height);
    };
    while (index > 0 && longest_of(index) < longest_px) --index;
    const auto& level = levels[static_cast<std::size_t>(index)];
    const double scale = std::min(
        1.0, static_cast<double>(longest_px) / static_cast<double>(std::max(level.width, level.height)));
    const auto at = [&](std::int64_t place, std::int64_t end) {
        return static_cast<std::size_t>(std::floor(static_cast<double>(std::min(place, end)) * scale));
    };
    auto whole = picture::Raster::blank(std::max<std::size_t>(1, at(level.width, level.width)),
                                        std::max<std::size_t>(1, at(level.height, level.height)), 3);
    for (std::int64_t row = 0; row * kTile_px < level.height; ++row) {
        for (std::int64_t column = 0; column * kTile_px < level.width; ++column) {
            const auto left = at(column * kTile_px, level.width), top = at(row * kTile_px, level.height);
            const auto right = at((column + 1) * kTile_px, level.width);
            const auto bottom = at((row + 1) * kTile_px, level.height);
            if (right <= left || bottom <= top) continue;
            const auto part = shrunk(tile({index, column, row}), right - left, bottom - top);
            for (std::size_t y = 0; y < part.height; ++y) {
                std::copy_n(part.pixel(0, y), part.width * 3, whole.pixel(left, top + y));
            }
        }
    }
    return whole;
}

}  // namespace medal::imaging::viewing
