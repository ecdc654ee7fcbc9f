// JPEG: application segments and comments are dropped, the coded picture is kept byte for byte (ITU T.81,
// B.2). The orientation of a photograph is part of the picture and is written anew, alone.
#include "imaging/deid/formats.h"

#include <optional>

namespace medal::imaging::deid {
namespace {

using std::string_view_literals::operator""sv;

constexpr unsigned kApp0 = 0xE0, kApp1 = 0xE1, kApp14 = 0xEE, kApp15 = 0xEF, kComment = 0xFE,
                   kStartOfScan = 0xDA, kEndOfImage = 0xD9;
constexpr std::size_t kExifHeadBytes = 6;

/// The orientation tag (274) of the first directory of an EXIF segment; nullopt where there is none.
std::optional<std::uint16_t> orientation_of(Bytes payload) {
    if (!has_text_at(payload, 0, "Exif\0\0"sv) || payload.size() < kExifHeadBytes + 10) return std::nullopt;
    const auto tiff = payload.subspan(kExifHeadBytes);
    const auto endian = has_text_at(tiff, 0, "II") ? Endian::little : Endian::big;
    const std::uint64_t directory = u32(tiff, 4, endian);
    if (directory + 2 > tiff.size()) return std::nullopt;
    const std::uint64_t count = u16(tiff, directory, endian);
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto entry = directory + 2 + 12 * i;
        if (entry + 12 > tiff.size()) return std::nullopt;
        if (u16(tiff, entry, endian) == 274) return u16(tiff, entry + 8, endian);
    }
    return std::nullopt;
}

void add_orientation(OutputPlan& plan, std::uint16_t orientation) {
    // APP1, EXIF, big endian, one directory with one SHORT.
    plan.add(
        "\xff\xe1\x00\x22"
        "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"sv);
    plan.add_u16(orientation, Endian::big);
    plan.add("\0\0\0\0\0\0"sv);
}

/// Adobe's colour transform; the rest of the application segments is not needed.
std::uint64_t needed_bytes(Bytes payload, unsigned marker) {
    if (marker == kApp14 && has_text_at(payload, 0, "Adobe") && payload.size() >= 12) return 12;
    return 0;
}

std::size_t scan_end(Bytes file, std::size_t at) {
    while (at + 1 < file.size()) {
        const auto next = std::to_integer<unsigned>(file[at + 1]);
        const bool marker = next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7);
        if (file[at] == std::byte{0xFF} && marker) return at;
        ++at;
    }
    return file.size();
}

void keep_or_drop(FormatContext& context, unsigned marker, std::size_t at, std::size_t end) {
    const auto payload = context.file.subspan(at + 4, end - at - 4);
    const bool is_text = marker == kComment || (marker >= kApp0 && marker <= kApp15);
    if (!is_text) return context.plan.add(context.file.subspan(at, end - at));
    if (marker == kApp1) {
        const auto orientation = orientation_of(payload);
        if (orientation && *orientation >= 2 && *orientation <= 8)
            add_orientation(context.plan, *orientation);
    }
    const auto needed = needed_bytes(payload, marker);
    if (needed == 0) {
        return context.log.add_part(marker == kComment ? "comment" : "application segment", "X",
                                    "holds something else than the picture");
    }
    // Only what is needed: makers write on behind it.
    context.plan.add(std::string_view{"\xff", 1});
    context.plan.add(std::string{static_cast<char>(marker)});
    context.plan.add_u16(static_cast<std::uint16_t>(needed + 2), Endian::big);
    context.plan.add(payload.first(needed));
}

}  // namespace

void deidentify_jpeg(FormatContext& context) {
    const auto file = context.file;
    context.plan.add(file.first(2));
    std::size_t at = 2;
    while (at + 4 <= file.size()) {
        const auto marker = std::to_integer<unsigned>(file[at + 1]);
        if (file[at] != std::byte{0xFF}) break;
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        if (marker == kEndOfImage) break;
        const auto end = at + 2 + u16(file, at + 2, Endian::big);
        if (end > file.size() || end < at + 4) break;
        keep_or_drop(context, marker, at, end);
        at = end;
        if (marker != kStartOfScan) continue;
        const auto stop = scan_end(file, at);
        context.plan.add(file.subspan(at, stop - at));
        at = stop;
    }
    if (at + 2 > file.size() || file[at] != std::byte{0xFF} || file[at + 1] != std::byte{kEndOfImage}) {
        context.findings.push_back(refusal("raster.damaged", "The JPEG file is damaged."));
        return;
    }
    context.plan.add("\xff\xd9"sv);
    if (at + 2 < file.size()) context.log.add_part("trailing bytes", "X", "behind the end of the image");
}

}  // namespace medal::imaging::deid
