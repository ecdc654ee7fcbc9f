#include "imaging/redact/painted_tiles.h"

#include "base/error.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/tile_matrix.h"
#include "imaging/redact/jpeg_blocks.h"
#include "imaging/redact/redact.h"

#include <algorithm>

namespace medal::imaging::redact {
namespace {

namespace tags = dicom::tags;

constexpr std::string_view kJpegBaseline = "1.2.840.10008.1.2.4.50";

struct Stretch {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// From pixels of the finest resolution to those of one that is `now` pixels long. A coarser one mixes each
/// pixel with its neighbours, so it gets one more on either side.
Stretch scaled(std::uint64_t begin, std::uint64_t length, std::int64_t now, std::uint64_t finest) {
    const auto all = static_cast<std::int64_t>(finest);
    const auto from = static_cast<std::int64_t>(std::min(begin, finest));
    const auto to =
        static_cast<std::int64_t>(std::min(finest, std::min(begin, finest) + std::min(length, finest)));
    const std::int64_t margin = now < all ? 1 : 0;
    return {from * now / all - margin, (to * now + all - 1) / all + margin};
}

/// What of it lies on a tile that begins at `tile` and is `length` long, counted from there.
Stretch on_tile(const Stretch& stretch, std::int64_t tile, std::int64_t length) {
    return {std::max<std::int64_t>(0, stretch.begin - tile), std::min(length, stretch.end - tile)};
}

}  // namespace

std::map<std::uint64_t, std::vector<Region>> regions_by_tile(const dicom::DataSet& data,
                                                             std::span<const Region> regions,
                                                             const SlideSize& slide) {
    const auto matrix = dicom::tile_matrix_of(data);
    const auto shape = dicom::shape_of(data);
    if (!matrix || !shape || slide.columns == 0 || slide.rows == 0) {
        fail_unsupported("This file does not say where its frames lie on the slide.");
    }
    std::map<std::uint64_t, std::vector<Region>> by_tile;
    const auto corners = dicom::tile_corners(data, *matrix, dicom::TileLayers::all);
    for (const auto& region : regions) {
        const auto across = scaled(region.x, region.width, matrix->columns, slide.columns);
        const auto down = scaled(region.y, region.height, matrix->rows, slide.rows);
        for (const auto& corner : corners) {
            const auto x = on_tile(across, corner.left, static_cast<std::int64_t>(shape->columns));
            const auto y = on_tile(down, corner.top, static_cast<std::int64_t>(shape->rows));
            if (x.begin >= x.end || y.begin >= y.end) continue;
            by_tile[corner.frame].push_back(
                {corner.frame, corner.frame, static_cast<std::uint64_t>(x.begin),
                 static_cast<std::uint64_t>(y.begin), static_cast<std::uint64_t>(x.end - x.begin),
                 static_cast<std::uint64_t>(y.end - y.begin), region.style, region.subject});
        }
    }
    return by_tile;
}

bool has_jpeg_tiles(const dicom::DataSet& data) {
    return data.is_encapsulated() && data.transfer_syntax == kJpegBaseline;
}

void write_jpeg_tiles(const dicom::DataSet& data, const dicom::Element& pixels,
                      const std::map<std::uint64_t, std::vector<Region>>& regions,
                      deid::ElementWriter& writer) {
    const auto shape = dicom::shape_of(data);
    const auto frames = dicom::frame_fragments(data, shape ? shape->frames : 0);
    if (frames.empty()) {
        throw base::Error{base::ErrorKind::invalid, "imaging.decode",
                          "The frames of this slide cannot be told apart."};
    }
    const auto colours = data.text(tags::kPhotometric) == "RGB" ? JpegColours::lights : JpegColours::ycc;
    writer.begin_fragments(pixels.tag, dicom::vr::OB);
    // The table of offsets is empty.
    writer.fragment({});
    for (std::uint64_t number = 0; number < frames.size(); ++number) {
        const auto met = regions.find(number);
        if (met == regions.end()) {
            for (const auto fragment : frames[number].fragments) writer.fragment(fragment);
            continue;
        }
        std::vector<PixelBox> boxes;
        for (const auto& region : met->second) {
            boxes.push_back({region.x, region.y, region.x + region.width, region.y + region.height});
        }
        std::vector<std::byte> storage;
        writer.fragment_copied(blank_blocks(frames[number].joined(storage), {}, colours, boxes));
    }
    writer.end_fragments();
}

}  // namespace medal::imaging::redact
