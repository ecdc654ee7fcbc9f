#include "imaging/limits.h"
#include "imaging/raster_checks.h"
#include "imaging/slide.h"
#include "imaging/tiff_structure.h"

namespace medal::imaging {
namespace {

constexpr std::uint64_t kMaxSlidePixels = 1ULL << 40;

bool pieces_inside(Bytes file, const TiffStructure& structure, const TiffDirectory& directory) {
    const bool tiled = directory.find(tiff::kTileOffsets) != nullptr;
    const auto* offsets = directory.find(tiled ? tiff::kTileOffsets : tiff::kStripOffsets);
    const auto* counts = directory.find(tiled ? tiff::kTileBytes : tiff::kStripBytes);
    if (offsets == nullptr || counts == nullptr || offsets->count != counts->count) return false;
    const auto at = structure.numbers(file, *offsets);
    const auto bytes = structure.numbers(file, *counts);
    // Empty where a list is of a type that cannot hold places or sizes.
    if (at.empty() || at.size() != bytes.size()) return false;
    for (std::size_t i = 0; i < at.size(); ++i) {
        if (at[i] > file.size() || bytes[i] > file.size() - at[i]) return false;
    }
    return true;
}

}  // namespace

std::optional<RasterSize> check_tiff(Bytes file, Findings& findings) {
    const auto structure = read_tiff(file);
    if (!structure) {
        findings.push_back(refusal("raster.damaged", "The TIFF file's directories are damaged or cut off."));
        return std::nullopt;
    }
    for (const auto& directory : structure->directories) {
        const auto width = structure->number(file, directory, tiff::kWidth, 0);
        const auto height = structure->number(file, directory, tiff::kHeight, 0);
        const bool tiled = directory.find(tiff::kTileOffsets) != nullptr || structure->ndpi;
        const auto cap = tiled ? kMaxSlidePixels : kMaxRasterPixels;
        if (width == 0 || height == 0 || width > cap / height) {
            findings.push_back(refusal("raster.dimensions", "The TIFF file claims impossible dimensions."));
            return std::nullopt;
        }
        if (!pieces_inside(file, *structure, directory)) {
            findings.push_back(refusal("raster.damaged", "The TIFF file ends before its image data does."));
            return std::nullopt;
        }
    }
    const auto vendor = detect_vendor(file, *structure);
    if (vendor != SlideVendor::none && !plan_slide(file, *structure, vendor)) {
        findings.push_back(
            refusal("slide.description",
                    "The scanner's description inside of the slide is damaged; export the slide "
                    "again."));
        return std::nullopt;
    }
    const auto& first = structure->directories.front();
    return RasterSize{structure->number(file, first, tiff::kWidth, 0),
                      structure->number(file, first, tiff::kHeight, 0)};
}

}  // namespace medal::imaging
