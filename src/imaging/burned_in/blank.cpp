#include "imaging/burned_in/blank.h"

#include "base/error.h"
#include "imaging/deid/output_plan.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/load.h"
#include "imaging/picture/png.h"

#include <algorithm>
#include <vector>

namespace medal::imaging::burned_in {
namespace {

constexpr dicom::Tag kPlanar{0x00280006};

struct Layout {
    std::uint64_t columns, rows, frames;
    /// Bytes of one sample, and samples that lie together.
    std::uint64_t unit, together;
    std::uint64_t planes;

    std::uint64_t frame_bytes() const { return columns * rows * unit * together * planes; }
};

/// Black is zero, except where zero is white.
void paint(std::vector<std::byte>& pixels, const Layout& layout, const TextRegion& region,
           std::uint64_t frame, std::byte colour) {
    const auto right = std::min(region.x + region.width, layout.columns);
    const auto bottom = std::min(region.y + region.height, layout.rows);
    const auto cell = layout.unit * layout.together;
    for (std::uint64_t plane = 0; plane < layout.planes; ++plane) {
        const auto begin = frame * layout.frame_bytes() + plane * layout.columns * layout.rows * cell;
        for (auto y = region.y; y < bottom; ++y) {
            const auto row = begin + (y * layout.columns + region.x) * cell;
            const auto end = begin + (y * layout.columns + right) * cell;
            for (auto at = row; at < end && at < pixels.size(); ++at) pixels[at] = colour;
        }
    }
}

Layout layout_of(const dicom::DataSet& data) {
    const auto shape = *dicom::shape_of(data);
    const bool planar = shape.samples > 1 && data.integer(kPlanar).value_or(0) == 1;
    return {shape.columns,
            shape.rows,
            shape.frames,
            shape.bits_allocated / 8,
            planar ? 1 : shape.samples,
            planar ? shape.samples : 1};
}

void blank_dicom(Bytes file, const std::filesystem::path& output, std::span<const TextRegion> regions,
                 Frames frames) {
    const auto scan = dicom::scan_file(file);
    const auto* pixels = scan.data ? scan.data->find(dicom::tags::kPixelData) : nullptr;
    const bool native = pixels != nullptr && pixels->kind == dicom::Kind::value && !scan.data->inflated;
    if (!native || dicom::shape_of(*scan.data)->bits_allocated % 8 != 0) {
        throw base::Error{base::ErrorKind::unsupported, "imaging.blank_compressed",
                          "Boxes can be painted on uncompressed DICOM images only."};
    }
    const auto layout = layout_of(*scan.data);
    const auto raw = scan.data->value(*pixels);
    std::vector<std::byte> painted(raw.begin(), raw.end());
    const bool white_is_zero = scan.data->text(dicom::tags::kPhotometric) == "MONOCHROME1";
    for (const auto& region : regions) {
        if (region.x >= layout.columns || region.y >= layout.rows) continue;
        const auto first = frames == Frames::all ? 0 : region.frame;
        const auto last = frames == Frames::all ? layout.frames : std::min(region.frame + 1, layout.frames);
        for (auto frame = first; frame < last; ++frame) {
            paint(painted, layout, region, frame,
                  std::byte{static_cast<unsigned char>(white_is_zero ? 0x7F : 0)});
        }
    }
    deid::OutputPlan plan;
    plan.add(file.first(pixels->value_offset));
    plan.add(Bytes{painted});
    plan.add(file.subspan(pixels->value_offset + pixels->length));
    plan.write_to(output);
}

void blank_raster(Bytes file, const std::filesystem::path& output, std::span<const TextRegion> regions) {
    auto raster = picture::load_raster(file);
    for (const auto& region : regions) {
        for (auto y = region.y; y < std::min<std::uint64_t>(region.y + region.height, raster.height); ++y) {
            for (auto x = region.x; x < std::min<std::uint64_t>(region.x + region.width, raster.width); ++x) {
                std::fill_n(raster.pixel(x, y), raster.channels, std::uint8_t{0});
            }
        }
    }
    deid::write_file(output, picture::encode_png(raster));
}

}  // namespace

void blank_regions(const std::filesystem::path& input, const std::filesystem::path& output,
                   std::span<const TextRegion> regions, Frames frames) {
    const MappedFile file{input};
    if (detect_kind(file.bytes()) == FileKind::dicom)
        return blank_dicom(file.bytes(), output, regions, frames);
    blank_raster(file.bytes(), output, regions);
}

}  // namespace medal::imaging::burned_in
