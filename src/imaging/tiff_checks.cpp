#include "imaging/limits.h"
#include "imaging/raster_checks.h"
#include "imaging/slide.h"
#include "imaging/tiff_structure.h"

#include <algorithm>
#include <array>
#include <numeric>

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

/// Strips or tiles that a general packer made much smaller than a picture could become.
bool is_bomb(Bytes file, const TiffStructure& structure, const TiffDirectory& directory) {
    // LZW, Deflate, PackBits, old Deflate, LZMA, Zstandard.
    constexpr std::array<std::uint64_t, 6> kPackers{5, 8, 32773, 32946, 34925, 50000};
    const auto number = [&](std::uint16_t tag) { return structure.number(file, directory, tag, 1); };
    if (std::find(kPackers.begin(), kPackers.end(), number(tiff::kCompression)) == kPackers.end())
        return false;
    const bool tiled = directory.find(tiff::kTileOffsets) != nullptr;
    const auto* sizes = directory.find(tiled ? tiff::kTileBytes : tiff::kStripBytes);
    if (sizes == nullptr) return false;
    const auto bytes = structure.numbers(file, *sizes);
    const auto packed = std::accumulate(bytes.begin(), bytes.end(), std::uint64_t{0});
    const auto bits = std::min<std::uint64_t>(number(tiff::kBitsPerSample), 64) *
                      std::min<std::uint64_t>(number(tiff::kSamplesPerPixel), 64);
    const auto unpacked = number(tiff::kWidth) * number(tiff::kHeight) * bits / 8;
    return unpacked > kPictureRatioGraceBytes && unpacked / kMaxRasterRatio > packed;
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
        if (is_bomb(file, *structure, directory)) {
            findings.push_back(refusal("raster.bomb", "The TIFF file grows beyond what a picture would."));
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
