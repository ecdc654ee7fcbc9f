#include "imaging/dicom/tile_matrix.h"

#include "imaging/dicom/image_checks.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace medal::imaging::dicom {
namespace {

constexpr std::string_view kSlideStorage = "1.2.840.10008.5.1.4.1.1.77.1.6";
constexpr Tag kImageType{0x00080008}, kSpacing{0x00280030}, kConcatenation{0x00209161},
    kFramesBefore{0x00209228}, kOrganization{0x00209311}, kVolumeWidth{0x00480001}, kVolumeHeight{0x00480002},
    kMatrixColumns{0x00480006}, kMatrixRows{0x00480007}, kOpticalPath{0x00480106},
    kColumnPosition{0x0048021E}, kRowPosition{0x0048021F}, kHeight{0x0040074A}, kFocalPlanes{0x00480303},
    kPerFrame{0x52009230};

/// 2^31 - 1 is what positions can say (SL).
constexpr std::int64_t kMostSide = 0x7FFFFFFF;
constexpr double kMostPixel_mm = 100;

/// The first value of an element of 32 bits, as they lie there.
std::optional<std::uint32_t> word(const DataSet& data, const Element* element) {
    if (element == nullptr || element->kind != Kind::value || element->length < 4) return std::nullopt;
    return u32(data.value(*element), 0, data.encoding.endian);
}

std::int64_t count_in(const DataSet& data, Tag tag) {
    return std::max<std::int64_t>(1, data.integer(tag).value_or(1));
}

std::optional<double> pixel_mm(double value) {
    return value > 0 && value <= kMostPixel_mm ? std::optional{value} : std::nullopt;
}

/// Imaged Volume Width and Height are in millimetres; not all writers know.
std::optional<double> pixel_mm_of_volume(const DataSet& data, Tag side, std::int64_t pixels) {
    const auto bits = word(data, data.find(side));
    if (!bits) return std::nullopt;
    return pixel_mm(static_cast<double>(std::bit_cast<float>(*bits)) / static_cast<double>(pixels));
}

void read_spacing(const DataSet& data, TileMatrix& matrix) {
    const auto found = std::find_if(data.elements.begin(), data.elements.end(),
                                    [](const Element& element) { return element.tag == kSpacing; });
    const auto spacing = found != data.elements.end() ? data.decimals(*found) : std::vector<double>{};
    if (spacing.size() == 2) {
        matrix.row_mm = pixel_mm(spacing[0]);
        matrix.column_mm = pixel_mm(spacing[1]);
    }
    if (matrix.row_mm && matrix.column_mm) return;
    matrix.column_mm = pixel_mm_of_volume(data, kVolumeWidth, matrix.columns);
    matrix.row_mm = pixel_mm_of_volume(data, kVolumeHeight, matrix.rows);
}

/// What a per-frame item says.
struct Placed {
    TileCorner corner;
    std::optional<double> height_um;
    std::string_view path;
};

std::optional<Placed> read_item(const DataSet& data, std::size_t item, std::uint64_t frame) {
    std::optional<std::uint32_t> column, row;
    Placed placed;
    for (std::size_t i = item + 1; i < data.elements[item].end; ++i) {
        const auto& element = data.elements[i];
        if (element.tag == kColumnPosition) column = word(data, &element);
        if (element.tag == kRowPosition) row = word(data, &element);
        if (element.tag == kOpticalPath) placed.path = data.text(element);
        if (element.tag == kHeight) placed.height_um = parse_decimal(data.text(element));
    }
    if (!column || !row) return std::nullopt;
    const auto from_0 = [](std::uint32_t place) {
        return static_cast<std::int64_t>(static_cast<std::int32_t>(place)) - 1;
    };
    placed.corner = {frame, from_0(*column), from_0(*row)};
    return placed;
}

std::vector<Placed> placed_frames(const DataSet& data) {
    std::vector<Placed> placed;
    const auto* groups = data.find(kPerFrame);
    if (groups == nullptr || groups->kind != Kind::sequence) return placed;
    std::uint64_t frame = 0;
    const auto first = static_cast<std::size_t>(groups - data.elements.data()) + 1;
    for (std::size_t item = first; item < groups->end; item = data.elements[item].end, ++frame) {
        if (const auto one = read_item(data, item, frame)) placed.push_back(*one);
    }
    return placed;
}

/// Of the middle focal plane and of the first optical path.
std::vector<TileCorner> in_shown_layer(const std::vector<Placed>& placed) {
    std::vector<double> heights;
    for (const auto& one : placed) heights.push_back(one.height_um.value_or(0));
    std::sort(heights.begin(), heights.end());
    heights.erase(std::unique(heights.begin(), heights.end()), heights.end());
    std::vector<TileCorner> corners;
    for (const auto& one : placed) {
        const bool is_focused = one.height_um.value_or(0) == heights[(heights.size() - 1) / 2];
        if (is_focused && one.path == placed.front().path) corners.push_back(one.corner);
    }
    return corners;
}

std::vector<TileCorner> in_layers(const std::vector<Placed>& placed, TileLayers layers) {
    if (layers == TileLayers::shown) return in_shown_layer(placed);
    std::vector<TileCorner> corners;
    for (const auto& one : placed) corners.push_back(one.corner);
    return corners;
}

/// PS3.3, C.7.6.17.3: row by row, then by focal plane, then by optical path.
std::vector<TileCorner> in_full_order(const DataSet& data, const TileMatrix& matrix, const ImageShape& shape,
                                      TileLayers layers) {
    const auto wide = static_cast<std::int64_t>(shape.columns), high = static_cast<std::int64_t>(shape.rows);
    const auto across = (matrix.columns + wide - 1) / wide, down = (matrix.rows + high - 1) / high;
    const auto before = std::max<std::int64_t>(0, data.integer(kFramesBefore).value_or(0));
    const auto middle = (count_in(data, kFocalPlanes) - 1) / 2;
    std::vector<TileCorner> corners;
    for (std::uint64_t frame = 0; frame < shape.frames; ++frame) {
        const auto place = before + static_cast<std::int64_t>(frame);
        const auto row = place / across;
        if (layers == TileLayers::shown && row / down != middle) continue;
        corners.push_back({frame, place % across * wide, row % down * high});
    }
    return corners;
}

}  // namespace

std::optional<TileMatrix> tile_matrix_of(const DataSet& data) {
    if (data.text(tags::kSopClass) != kSlideStorage) return std::nullopt;
    TileMatrix matrix;
    matrix.columns = data.integer(kMatrixColumns).value_or(0);
    matrix.rows = data.integer(kMatrixRows).value_or(0);
    const bool is_size =
        matrix.columns > 0 && matrix.rows > 0 && matrix.columns <= kMostSide && matrix.rows <= kMostSide;
    if (!is_size) return std::nullopt;
    const auto* type = data.find(kImageType);
    if (type != nullptr && type->kind == Kind::value)
        matrix.flavour = value_at(text_of(data.value(*type)), 2);
    matrix.concatenation = data.text(kConcatenation);
    read_spacing(data, matrix);
    return matrix;
}

std::vector<TileCorner> tile_corners(const DataSet& data, const TileMatrix& matrix, TileLayers layers) {
    const auto shape = shape_of(data);
    if (!shape || shape->frame_pixels() == 0) return {};
    // Without positions of any frame they can only lie row by row.
    const auto placed =
        data.text(kOrganization) == "TILED_FULL" ? std::vector<Placed>{} : placed_frames(data);
    auto corners = placed.empty() ? in_full_order(data, matrix, *shape, layers) : in_layers(placed, layers);
    std::erase_if(corners, [&](const TileCorner& corner) {
        return corner.frame >= shape->frames || corner.left >= matrix.columns || corner.top >= matrix.rows ||
               corner.left + static_cast<std::int64_t>(shape->columns) <= 0 ||
               corner.top + static_cast<std::int64_t>(shape->rows) <= 0;
    });
    return corners;
}

}  // namespace medal::imaging::dicom
