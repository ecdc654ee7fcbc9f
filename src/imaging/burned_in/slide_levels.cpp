#include "imaging/burned_in/slide_levels.h"

#include "imaging/openslide_file.h"
#include "imaging/picture/tiled_picture.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace medal::imaging::burned_in {
namespace {

/// What is searched at once, with what neighbours have in common.
constexpr std::int64_t kLongestSide_px = 1536, kShared_px = 256;

/// Strokes of tissue that look like print are read with less.
constexpr double kClearlyText = 0.8;

bool is_worth_telling(const TextRegion& region) {
    return region.text_class == TextClass::identifier || region.confidence >= kClearlyText;
}

/// A coarser picture shows places to a pixel of its own.
double margin_of(double scale) {
    return scale > 1 ? scale : 0;
}

TextRegion on_slide(TextRegion found, const SlidePart& part, const SlidePicture& picture) {
    const auto place = [](double at) { return static_cast<std::uint64_t>(std::max(0.0, at)); };
    const auto left = static_cast<double>(part.left) + static_cast<double>(found.x);
    const auto top = static_cast<double>(part.top) + static_cast<double>(found.y);
    const auto right = left + static_cast<double>(found.width);
    const auto bottom = top + static_cast<double>(found.height);
    found.frame = 0;
    found.x = place(std::floor(left * picture.across - margin_of(picture.across)));
    found.y = place(std::floor(top * picture.down - margin_of(picture.down)));
    found.width = place(std::ceil(right * picture.across + margin_of(picture.across))) - found.x;
    found.height = place(std::ceil(bottom * picture.down + margin_of(picture.down))) - found.y;
    return found;
}

}  // namespace

std::vector<SlidePicture> pictures_of_slide(const std::filesystem::path& path) {
    const auto slide = std::make_shared<const OpenSlideFile>(path);
    std::vector<SlidePicture> pictures;
    for (std::size_t number = 0; number < slide->levels().size(); ++number) {
        const auto& level = slide->levels()[number];
        const auto scale = level.downsample;
        pictures.push_back({level.columns, level.rows, scale, scale,
                            [slide, number, scale](auto left, auto top, auto width, auto height) {
                                const auto finest = [&](std::int64_t at) {
                                    return std::llround(static_cast<double>(at) * scale);
                                };
                                return slide->read({number, finest(left), finest(top), width, height});
                            }});
    }
    return pictures;
}

SlidePicture picture_of_slide(const dicom::DataSet& data, const dicom::TileMatrix& matrix,
                              const redact::SlideSize& finest) {
    const auto tiles = std::make_shared<const picture::TiledPicture>(data, matrix);
    const auto window = tiles->common_window();
    return {matrix.columns, matrix.rows,
            static_cast<double>(finest.columns) / static_cast<double>(matrix.columns),
            static_cast<double>(finest.rows) / static_cast<double>(matrix.rows),
            [tiles, window](auto left, auto top, auto width, auto height) {
                auto part = picture::empty_part(static_cast<std::size_t>(width),
                                                static_cast<std::size_t>(height), tiles->is_grey());
                tiles->paint(part, left, top, window);
                return part;
            }};
}

void cut(const SlidePart& whole, std::vector<SlidePart>& parts) {
    constexpr auto kStep = kLongestSide_px - kShared_px;
    for (auto top = whole.top; top < whole.bottom; top += kStep) {
        for (auto left = whole.left; left < whole.right; left += kStep) {
            const SlidePart part{left, top, std::min(whole.right, left + kLongestSide_px),
                                 std::min(whole.bottom, top + kLongestSide_px)};
            const bool is_known = std::any_of(parts.begin(), parts.end(),
                                              [&](const SlidePart& known) { return known.holds(part); });
            if (!is_known) parts.push_back(part);
        }
    }
}

std::vector<TextRegion> scan_part(const SlidePicture& picture, const SlidePart& part,
                                  const deid::Identifiers& identifiers, TextScanner& scanner) {
    const auto raster = picture.read(part.left, part.top, part.right - part.left, part.bottom - part.top);
    auto found = scanner.scan(raster, 0, identifiers);
    std::erase_if(found, [](const TextRegion& region) { return !is_worth_telling(region); });
    for (auto& region : found) region = on_slide(region, part, picture);
    return found;
}

void tell(std::vector<TextRegion>& told, std::span<const TextRegion> found) {
    for (const auto& region : found) {
        const auto x = region.x + region.width / 2, y = region.y + region.height / 2;
        const bool is_told = std::any_of(told.begin(), told.end(), [&](const TextRegion& one) {
            return one.text_class == region.text_class && x >= one.x && x < one.x + one.width && y >= one.y &&
                   y < one.y + one.height;
        });
        if (!is_told) told.push_back(region);
    }
}

}  // namespace medal::imaging::burned_in
