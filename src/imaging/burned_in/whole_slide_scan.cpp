#include "imaging/burned_in/whole_slide_scan.h"

#include "imaging/viewing/shrink.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::burned_in {
namespace {

/// Each pixel the mean of `factor` by `factor`.
SlidePicture shrunk_by(const SlidePicture& picture, std::int64_t factor) {
    SlidePicture smaller;
    smaller.columns = (picture.columns + factor - 1) / factor;
    smaller.rows = (picture.rows + factor - 1) / factor;
    smaller.across = picture.across * static_cast<double>(factor);
    smaller.down = picture.down * static_cast<double>(factor);
    smaller.read = [picture, factor](auto left, auto top, auto width, auto height) {
        auto part =
            picture::Raster::blank(static_cast<std::size_t>(width), static_cast<std::size_t>(height), 3);
        constexpr std::int64_t kRows = 64;
        for (std::int64_t row = 0; row < height; row += kRows) {
            const auto rows = std::min(kRows, height - row);
            const auto strip = viewing::shrunk(
                picture.read(left * factor, (top + row) * factor, width * factor, rows * factor),
                static_cast<std::size_t>(width), static_cast<std::size_t>(rows));
            std::copy(strip.samples.begin(), strip.samples.end(),
                      part.pixel(0, static_cast<std::size_t>(row)));
        }
        return part;
    };
    return smaller;
}

/// From the coarsest on.
std::vector<SlidePicture> searched_of(std::vector<SlidePicture> pictures) {
    std::sort(pictures.begin(), pictures.end(),
              [](const SlidePicture& a, const SlidePicture& b) { return a.pixels() < b.pixels(); });
    std::vector<SlidePicture> searched;
    std::int64_t pixels = 0;
    for (auto& picture : pictures) {
        if (pixels + picture.pixels() > kMostSearchedOfSlide_px) break;
        pixels += picture.pixels();
        searched.push_back(std::move(picture));
    }
    if (!searched.empty() || pictures.empty() || pictures.front().pixels() > kMostShrunkOfSlide_px) {
        return searched;
    }
    const auto times = static_cast<double>(pictures.front().pixels()) / kMostSearchedOfSlide_px;
    searched.push_back(shrunk_by(pictures.front(), static_cast<std::int64_t>(std::ceil(std::sqrt(times)))));
    return searched;
}

bool identifies(const TextRegion& region) {
    return region.text_class == TextClass::identifier;
}

bool is_unsure(const TextRegion& region) {
    return identifies(region) && region.confidence < kSureOfSlide;
}

/// Takes away such regions where they cover more than a share of the slide. True where it did.
template <class IsSuch>
bool drop_where_too_much(std::vector<TextRegion>& regions, IsSuch is_such, double most_px) {
    double covered_px = 0;
    for (const auto& region : regions) {
        if (is_such(region))
            covered_px += static_cast<double>(region.width) * static_cast<double>(region.height);
    }
    if (covered_px <= most_px) return false;
    std::erase_if(regions, is_such);
    return true;
}

/// Nuclei are read as zeros, at every place of a slide.
bool drop_tissue(std::vector<TextRegion>& regions, double slide_px) {
    const bool is_much = drop_where_too_much(regions, identifies, kMostOfSlide * slide_px);
    return drop_where_too_much(regions, is_unsure, kMostUnsureOfSlide * slide_px) || is_much;
}

double finest_px(const SlidePicture& picture) {
    return static_cast<double>(picture.columns) * picture.across * static_cast<double>(picture.rows) *
           picture.down;
}

}  // namespace

std::optional<WholeSlideText> scan_whole_slide(std::vector<SlidePicture> pictures,
                                               const deid::Identifiers& identifiers, TextScanner& scanner) {
    const auto searched = searched_of(std::move(pictures));
    if (searched.empty()) return std::nullopt;
    WholeSlideText text;
    text.downsample = searched.back().across;
    for (const auto& picture : searched) {
        std::vector<SlidePart> parts;
        cut({0, 0, picture.columns, picture.rows}, parts);
        for (const auto& part : parts) {
            tell(text.regions, scan_part(picture, part, identifiers, scanner));
        }
    }
    text.is_like_print = drop_tissue(text.regions, finest_px(searched.back()));
    return text;
}

}  // namespace medal::imaging::burned_in
