#include "imaging/burned_in/blank.h"

#include "base/error.h"
#include "imaging/burned_in/paint.h"
#include "imaging/deid/output_plan.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/tile_matrix.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/load.h"
#include "imaging/picture/png.h"
#include "imaging/redact/painted_film.h"
#include "imaging/redact/redact.h"

#include <algorithm>
#include <vector>

namespace medal::imaging::burned_in {
namespace {

void blank_dicom(Bytes file, const std::filesystem::path& output, std::span<const TextRegion> regions) {
    const auto scan = dicom::scan_file(file);
    const auto* pixels = scan.data ? scan.data->find(dicom::tags::kPixelData) : nullptr;
    const bool native = pixels != nullptr && pixels->kind == dicom::Kind::value && !scan.data->inflated;
    if (!native || !layout_of(*scan.data)) {
        throw base::Error{base::ErrorKind::unsupported, "imaging.blank_compressed",
                          "Boxes can be painted on uncompressed DICOM images only."};
    }
    const auto layout = *layout_of(*scan.data);
    const auto raw = scan.data->value(*pixels);
    std::vector<std::byte> painted(raw.begin(), raw.end());
    for (const auto& bytes : bytes_under(regions, layout)) {
        for (auto at = bytes.begin; at < std::min<std::uint64_t>(bytes.end, painted.size()); ++at) {
            painted[at] = layout.colour;
        }
    }
    deid::OutputPlan plan;
    plan.add(file.first(pixels->value_offset));
    plan.add(Bytes{painted});
    plan.add(file.subspan(pixels->value_offset + pixels->length));
    plan.write_to(output);
}

/// Its regions are told in pixels of the whole.
void blank_slide(const std::filesystem::path& input, const std::filesystem::path& output,
                 std::span<const TextRegion> regions, const std::optional<redact::SlideSize>& size) {
    redact::Request request;
    request.path = input.string();
    request.output = output.string();
    request.slide = size;
    for (const auto& region : regions) {
        request.regions.push_back({0, 0, region.x, region.y, region.width, region.height});
    }
    redact::redact_file(request);
}

/// nullopt where it is no slide in DICOM.
std::optional<redact::SlideSize> slide_in(Bytes file) {
    const auto scan = dicom::scan_file(file);
    const auto matrix = scan.data ? dicom::tile_matrix_of(*scan.data) : std::nullopt;
    if (!matrix) return std::nullopt;
    return redact::SlideSize{static_cast<std::uint64_t>(matrix->columns),
                             static_cast<std::uint64_t>(matrix->rows)};
}

}  // namespace

void paint(picture::Raster& raster, std::span<const TextRegion> regions) {
    for (const auto& region : regions) {
        for (auto y = region.y; y < std::min<std::uint64_t>(region.y + region.height, raster.height); ++y) {
            for (auto x = region.x; x < std::min<std::uint64_t>(region.x + region.width, raster.width); ++x) {
                std::fill_n(raster.pixel(x, y), raster.channels, std::uint8_t{0});
            }
        }
    }
}

std::vector<redact::Region> film_boxes(std::span<const TextRegion> regions) {
    std::vector<redact::Region> boxes;
    for (const auto& region : regions) {
        boxes.push_back({region.frame, region.last_frame.value_or(region.frame), region.x, region.y,
                         region.width, region.height});
    }
    return boxes;
}

void blank_regions(const std::filesystem::path& input, const std::filesystem::path& output,
                   std::span<const TextRegion> regions) {
    const MappedFile file{input};
    const auto kind = detect_kind(file.bytes());
    if (regions.empty() && kind == FileKind::slide) return deid::write_file(output, file.bytes());
    if (kind == FileKind::slide) return blank_slide(input, output, regions, std::nullopt);
    const auto slide = kind == FileKind::dicom ? slide_in(file.bytes()) : std::nullopt;
    if (slide && !regions.empty()) return blank_slide(input, output, regions, slide);
    if (kind == FileKind::dicom) return blank_dicom(file.bytes(), output, regions);
    if (kind == FileKind::mp4 || kind == FileKind::matroska) {
        redact::write_painted_film(file.bytes(), output, film_boxes(regions));
        return;
    }
    auto raster = picture::load_raster(file.bytes());
    paint(raster, regions);
    deid::write_file(output, picture::encode_png(raster));
}

}  // namespace medal::imaging::burned_in
