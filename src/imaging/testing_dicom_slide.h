// Slides of microscopes in DICOM, small and without compression, in which every pixel tells where it lies;
// for tests.
#pragma once

#include "imaging/byte_writer.h"
#include "imaging/phantom/dicom_object.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace medal::imaging {

enum class Tiling { full, sparse };

/// One resolution.
struct TestSlide {
    std::int64_t columns = 0;
    std::int64_t rows = 0;
    std::int64_t tile = 0;
    Tiling tiling = Tiling::full;
    /// How many times smaller than the finest it is.
    std::int64_t downsample = 1;
    std::string instance = "2.25.11";
    /// Of a sparse one: whether there is a frame for the tile in this column and row.
    std::function<bool(std::int64_t column, std::int64_t row)> has_tile = [](auto, auto) { return true; };
    std::string flavour = "VOLUME";
    std::function<void(phantom::DicomObject&)> change = [](auto&) {};
};

/// Red and green count the pixels of the finest resolution from the left and from the top, in steps of 16.
inline std::array<std::uint8_t, 3> slide_colour(std::int64_t x, std::int64_t y) {
    return {static_cast<std::uint8_t>(x / 16 % 256), static_cast<std::uint8_t>(y / 16 % 256), 80};
}

inline std::string slide_word(std::int64_t value) {
    return stored(static_cast<std::uint64_t>(value), 4, Endian::little);
}

/// A frame; what lies beyond the matrix is red, which nobody may see.
inline std::string slide_tile(const TestSlide& slide, std::int64_t left, std::int64_t top) {
    std::string pixels;
    for (auto y = top; y < top + slide.tile; ++y) {
        for (auto x = left; x < left + slide.tile; ++x) {
            const bool is_inside = x < slide.columns && y < slide.rows;
            const auto colour = is_inside ? slide_colour(x * slide.downsample, y * slide.downsample)
                                          : std::array<std::uint8_t, 3>{255, 0, 0};
            pixels.append(colour.begin(), colour.end());
        }
    }
    return pixels;
}

inline phantom::DicomObject slide_position(std::int64_t left, std::int64_t top) {
    phantom::DicomObject position, frame;
    position.set(0x0048021E, dicom::vr::SL, slide_word(left + 1));
    position.set(0x0048021F, dicom::vr::SL, slide_word(top + 1));
    frame.set_sequence(0x0048021A, {position});
    return frame;
}

inline phantom::DicomObject slide_object(const TestSlide& slide, const std::string& pixels,
                                         const std::vector<phantom::DicomObject>& frames) {
    namespace vr = dicom::vr;
    phantom::DicomObject object;
    const bool is_full = slide.tiling == Tiling::full;
    object.set(0x00080008, vr::CS, "ORIGINAL\\PRIMARY\\" + slide.flavour + "\\NONE");
    object.set(0x00080016, vr::UI, "1.2.840.10008.5.1.4.1.1.77.1.6");
    object.set(0x00080018, vr::UI, slide.instance);
    object.set(0x00080060, vr::CS, "SM");
    object.set(0x0020000D, vr::UI, "2.25.2");
    object.set(0x0020000E, vr::UI, "2.25.3");
    object.set(0x00209311, vr::CS, is_full ? "TILED_FULL" : "TILED_SPARSE");
    object.set_u16(0x00280002, 3);
    object.set(0x00280004, vr::CS, "RGB");
    object.set_u16(0x00280006, 0);
    const auto bytes_per_frame = static_cast<std::size_t>(slide.tile * slide.tile * 3);
    object.set(0x00280008, vr::IS, std::to_string(pixels.size() / bytes_per_frame));
    object.set_u16(0x00280010, static_cast<std::uint16_t>(slide.tile));
    object.set_u16(0x00280011, static_cast<std::uint16_t>(slide.tile));
    object.set_u16(0x00280100, 8);
    object.set_u16(0x00280101, 8);
    object.set_u16(0x00280102, 7);
    object.set_u16(0x00280103, 0);
    object.set(0x00480006, vr::UL, slide_word(slide.columns));
    object.set(0x00480007, vr::UL, slide_word(slide.rows));
    phantom::DicomObject measures, shared;
    const auto spacing = phantom::decimal_text(0.0005 * static_cast<double>(slide.downsample));
    measures.set(0x00280030, vr::DS, spacing + "\\" + spacing);
    shared.set_sequence(0x00289110, {measures});
    object.set_sequence(0x52009229, {shared});
    if (!is_full) object.set_sequence(0x52009230, frames);
    object.set_pixels(vr::OB, pixels);
    slide.change(object);
    return object;
}

/// Sparse frames are written from the last to the first: only their positions say where they belong.
inline std::filesystem::path write_slide(const std::filesystem::path& path, const TestSlide& slide) {
    struct Corner {
        std::int64_t left, top;
    };
    std::vector<Corner> corners;
    for (std::int64_t top = 0; top < slide.rows; top += slide.tile) {
        for (std::int64_t left = 0; left < slide.columns; left += slide.tile) {
            if (slide.has_tile(left / slide.tile, top / slide.tile)) corners.push_back({left, top});
        }
    }
    if (slide.tiling == Tiling::sparse) std::reverse(corners.begin(), corners.end());
    std::string pixels;
    std::vector<phantom::DicomObject> frames;
    for (const auto& corner : corners) {
        pixels += slide_tile(slide, corner.left, corner.top);
        frames.push_back(slide_position(corner.left, corner.top));
    }
    slide_object(slide, pixels, frames).write(path);
    return path;
}

}  // namespace medal::imaging
