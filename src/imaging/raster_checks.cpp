#include "imaging/raster_checks.h"

#include "imaging/dicom/frames.h"
#include "imaging/limits.h"
#include "imaging/png_data.h"

#include <algorithm>
#include <zlib.h>

namespace medal::imaging {
namespace {

constexpr std::size_t kMaxPngChunks = 100'000;
constexpr const char* kAnimated =
    "This PNG file is animated (APNG): only its first picture is kept and shown, its other frames are "
    "dropped; "
    "give a film or an animated WebP file where they matter.";

std::optional<RasterSize> within_cap(RasterSize size, Findings& findings) {
    if (size.width == 0 || size.height == 0 || size.width * size.height > kMaxRasterPixels) {
        findings.push_back(refusal("raster.dimensions",
                                   "The image claims impossible dimensions, or more than 250 "
                                   "million pixels."));
    }
    return size;
}

std::optional<RasterSize> damaged(const char* message, Findings& findings) {
    findings.push_back(refusal("raster.damaged", message));
    return std::nullopt;
}

std::uint32_t crc_of(Bytes bytes) {
    return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

/// Chunks of the PNG specification, 5.3: length, type, data, CRC; IHDR first, IEND last. Zlib reaches a ratio
/// of 1032, so dimensions that the image data could not fill are refused too.
bool check_png_chunks(Bytes file, std::uint64_t& data_bytes, Findings& findings) {
    bool has_more_frames = false;
    std::size_t at = 8;
    for (std::size_t count = 0; count < kMaxPngChunks && file.size() - at >= 12; ++count) {
        const std::uint64_t length = u32(file, at, Endian::big);
        if (length > file.size() - at - 12) break;
        if (crc_of(file.subspan(at + 4, length + 4)) != u32(file, at + 8 + length, Endian::big)) {
            damaged("A part of the PNG file is damaged (its checksum is wrong).", findings);
            return false;
        }
        if (has_text_at(file, at + 4, "IDAT")) data_bytes += length;
        if (has_text_at(file, at + 4, "fdAT")) has_more_frames = true;
        if (has_text_at(file, at + 4, "IEND")) {
            if (has_more_frames) findings.push_back(warning("png.animated", kAnimated));
            return true;
        }
        at += 12 + length;
    }
    damaged("The PNG file ends too early.", findings);
    return false;
}

}  // namespace

std::optional<RasterSize> check_png(Bytes file, Findings& findings) {
    if (file.size() < 33 || !has_text_at(file, 12, "IHDR"))
        return damaged("The PNG file has no header.", findings);
    const auto size = within_cap({u32(file, 16, Endian::big), u32(file, 20, Endian::big)}, findings);
    std::uint64_t data_bytes = 0;
    if (refuses(findings) || !check_png_chunks(file, data_bytes, findings)) return size;
    const auto bits = std::to_integer<std::uint64_t>(file[24]);
    if (size->width * size->height * bits / 8 / 1032 > data_bytes) {
        return damaged("The PNG file holds less data than its dimensions need.", findings);
    }
    const auto needed = png_picture_bytes(file.subspan(16, 13));
    if (needed > kPictureRatioGraceBytes && needed / kMaxRasterRatio > data_bytes) {
        findings.push_back(refusal("raster.bomb", "The PNG file grows beyond what a picture would."));
    }
    return size;
}

std::optional<RasterSize> check_jpeg(Bytes file, Findings& findings) {
    const auto size = dicom::jpeg_size(file);
    if (!size) return damaged("The JPEG file is damaged: it has no frame header.", findings);
    const auto checked = within_cap({size->columns, size->rows}, findings);
    if (refuses(findings)) return checked;
    // 8x8 blocks of a constant image take about a bit each; less than that is no picture.
    if (size->columns * size->rows / 64 / 8 / 4 > file.size()) {
        return damaged("The JPEG file holds less data than its dimensions need.", findings);
    }
    if (text_of(file).rfind("\xff\xd9") == std::string_view::npos) {
        return damaged("The JPEG file ends too early.", findings);
    }
    return checked;
}

std::optional<RasterSize> check_webp(Bytes file, Findings& findings) {
    if (file.size() < 30 || !has_text_at(file, 0, "RIFF"))
        return damaged("The WebP file has no header.", findings);
    if (static_cast<std::uint64_t>(u32(file, 4)) + 8 > file.size()) {
        return damaged("The WebP file ends too early.", findings);
    }
    if (has_text_at(file, 12, "VP8X")) {
        const std::uint64_t width = (u32(file, 24) & 0xFFFFFF) + 1;
        const std::uint64_t height = (u32(file, 26) >> 8) + 1;
        return within_cap({width, height}, findings);
    }
    if (has_text_at(file, 12, "VP8L")) {
        const auto bits = u32(file, 21);
        return within_cap({(bits & 0x3FFF) + 1ULL, ((bits >> 14) & 0x3FFF) + 1ULL}, findings);
    }
    return within_cap({u16(file, 26) & 0x3FFFU, u16(file, 28) & 0x3FFFU}, findings);
}

}  // namespace medal::imaging
