#include "imaging/burned_in/paint.h"

#include "imaging/dicom/image_checks.h"

#include <algorithm>

namespace medal::imaging::burned_in {
namespace {

constexpr dicom::Tag kPlanar{0x00280006};

/// Zero is black; in YBR zero is green and in MONOCHROME1 it is white, so those get the middle.
std::byte dark_colour(std::string_view photometric) {
    if (photometric == "MONOCHROME1") return std::byte{0x7F};
    return photometric.starts_with("YBR") ? std::byte{0x80} : std::byte{0};
}

void add_frame(std::vector<PaintedBytes>& painted, const TextRegion& region, const PixelLayout& layout,
               std::uint64_t first_plane) {
    const auto right = std::min(region.x + region.width, layout.columns);
    const auto bottom = std::min(region.y + region.height, layout.rows);
    for (auto plane = first_plane; plane < first_plane + layout.planes; ++plane) {
        for (auto y = region.y; y < bottom; ++y) {
            const auto row = (plane * layout.rows + y) * layout.columns;
            painted.push_back({(row + region.x) * layout.pixel_bytes, (row + right) * layout.pixel_bytes});
        }
    }
}

}  // namespace

std::optional<PixelLayout> layout_of(const dicom::DataSet& data) {
    const auto shape = dicom::shape_of(data);
    if (!shape || shape->bits_allocated == 0 || shape->bits_allocated % 8 != 0) return std::nullopt;
    const auto sample = shape->bits_allocated / 8;
    const bool planar = shape->samples > 1 && data.integer(kPlanar).value_or(0) == 1;
    return PixelLayout{shape->columns,
                       shape->rows,
                       shape->frames,
                       planar ? sample : sample * shape->samples,
                       planar ? shape->samples : 1,
                       dark_colour(data.text(dicom::tags::kPhotometric))};
}

std::vector<PaintedBytes> bytes_under(std::span<const TextRegion> regions, const PixelLayout& layout) {
    std::vector<PaintedBytes> painted;
    for (const auto& region : regions) {
        if (region.x >= layout.columns || region.y >= layout.rows) continue;
        for (std::uint64_t frame = 0; frame < layout.frames; ++frame) {
            add_frame(painted, region, layout, frame * layout.planes);
        }
    }
    std::sort(painted.begin(), painted.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    std::vector<PaintedBytes> joined;
    for (const auto& bytes : painted) {
        if (!joined.empty() && bytes.begin <= joined.back().end) {
            joined.back().end = std::max(joined.back().end, bytes.end);
        } else {
            joined.push_back(bytes);
        }
    }
    return joined;
}

}  // namespace medal::imaging::burned_in
