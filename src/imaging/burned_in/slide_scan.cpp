#include "imaging/burned_in/slide_scan.h"

#include "base/error.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/tile_matrix.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/tiled_picture.h"
#include "imaging/redact/redact.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::burned_in {
namespace {

/// A line of text that begins in a place may end this far from it.
constexpr std::int64_t kAround_px = 160;
/// What is searched at once, with what neighbours have in common.
constexpr std::int64_t kLongestSide_px = 1536, kShared_px = 256;
constexpr std::size_t kMostParts = 40;

/// In pixels of one resolution.
struct Part {
    std::int64_t left = 0, top = 0, right = 0, bottom = 0;

    bool operator==(const Part&) const = default;
    bool holds(const Part& other) const {
        return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
    }
};

struct Scale {
    double across = 1;
    double down = 1;
};

Part around(const redact::Region& place, const Scale& scale, const dicom::TileMatrix& matrix) {
    const auto lower = [](std::uint64_t at, double factor, std::int64_t most) {
        const auto value = std::floor(static_cast<double>(at) / factor) - static_cast<double>(kAround_px);
        return static_cast<std::int64_t>(std::clamp(value, 0.0, static_cast<double>(most)));
    };
    const auto upper = [](std::uint64_t begin, std::uint64_t length, double factor, std::int64_t most) {
        const auto end = static_cast<double>(begin) + static_cast<double>(length);
        const auto value = std::ceil(end / factor) + static_cast<double>(kAround_px);
        return static_cast<std::int64_t>(std::clamp(value, 0.0, static_cast<double>(most)));
    };
    return {lower(place.x, scale.across, matrix.columns), lower(place.y, scale.down, matrix.rows),
            upper(place.x, place.width, scale.across, matrix.columns),
            upper(place.y, place.height, scale.down, matrix.rows)};
}

/// Pieces that can be searched at once.
void cut(const Part& whole, std::vector<Part>& parts) {
    constexpr auto kStep = kLongestSide_px - kShared_px;
    for (auto top = whole.top; top < whole.bottom; top += kStep) {
        for (auto left = whole.left; left < whole.right; left += kStep) {
            const Part part{left, top, std::min(whole.right, left + kLongestSide_px),
                            std::min(whole.bottom, top + kLongestSide_px)};
            const bool is_known =
                std::any_of(parts.begin(), parts.end(), [&](const Part& known) { return known.holds(part); });
            if (!is_known) parts.push_back(part);
        }
    }
}

/// Evenly, where there are more than can be searched.
std::vector<Part> some_of(const std::vector<Part>& parts) {
    if (parts.size() <= kMostParts) return parts;
    std::vector<Part> some;
    for (std::size_t i = 0; i < kMostParts; ++i) some.push_back(parts[i * parts.size() / kMostParts]);
    return some;
}

TextRegion on_slide(TextRegion found, const Part& part, const Scale& scale) {
    const auto grown = [](std::int64_t begin, std::uint64_t at, double factor) {
        return static_cast<std::uint64_t>(
            std::floor(static_cast<double>(begin + static_cast<std::int64_t>(at)) * factor));
    };
    found.frame = 0;
    found.x = grown(part.left, found.x, scale.across);
    found.y = grown(part.top, found.y, scale.down);
    found.width = static_cast<std::uint64_t>(std::ceil(static_cast<double>(found.width) * scale.across));
    found.height = static_cast<std::uint64_t>(std::ceil(static_cast<double>(found.height) * scale.down));
    return found;
}

bool is_told(const std::vector<TextRegion>& told, const TextRegion& found) {
    const auto x = found.x + found.width / 2, y = found.y + found.height / 2;
    return std::any_of(told.begin(), told.end(), [&](const TextRegion& one) {
        return one.text_class == found.text_class && x >= one.x && x < one.x + one.width && y >= one.y &&
               y < one.y + one.height;
    });
}

}  // namespace

std::vector<TextRegion> scan_slide_places(const dicom::DataSet& data, std::span<const redact::Region> places,
                                          const redact::SlideSize& slide, TextScanner& scanner) {
    const auto matrix = dicom::tile_matrix_of(data);
    if (!matrix || slide.columns == 0 || slide.rows == 0) {
        redact::fail_unsupported("This file does not say where its frames lie on the slide.");
    }
    const Scale scale{static_cast<double>(slide.columns) / static_cast<double>(matrix->columns),
                      static_cast<double>(slide.rows) / static_cast<double>(matrix->rows)};
    std::vector<Part> parts;
    for (const auto& place : places) cut(around(place, scale, *matrix), parts);
    const picture::TiledPicture picture{data, *matrix};
    const auto window = picture.common_window();
    deid::Identifiers identifiers;
    identifiers.collect(data);
    std::vector<TextRegion> told;
    for (const auto& part : some_of(parts)) {
        auto raster =
            picture::empty_part(static_cast<std::size_t>(part.right - part.left),
                                static_cast<std::size_t>(part.bottom - part.top), picture.is_grey());
        picture.paint(raster, part.left, part.top, window);
        for (const auto& found : scanner.scan(raster, 0, identifiers)) {
            const auto region = on_slide(found, part, scale);
            if (!is_told(told, region)) told.push_back(region);
        }
    }
    return told;
}

std::vector<TextRegion> scan_slide_file(const redact::Request& request, TextScanner& scanner) {
    const MappedFile file{request.path};
    const auto scan = dicom::scan_file(file.bytes());
    if (!scan.data) {
        throw base::Error{base::ErrorKind::invalid, "imaging.refused", scan.findings.back().message};
    }
    return scan_slide_places(*scan.data, request.regions, request.slide.value_or(redact::SlideSize{}),
                             scanner);
}

}  // namespace medal::imaging::burned_in
