// JPEG: application segments and comments are dropped, the coded picture is kept byte for byte (ITU T.81,
// B.2). The orientation of a photograph is part of the picture and is written anew, alone.
#include "imaging/deid/exif_orientation.h"
#include "imaging/deid/formats.h"

namespace medal::imaging::deid {
namespace {

using std::string_view_literals::operator""sv;

constexpr unsigned kApp0 = 0xE0, kApp1 = 0xE1, kApp14 = 0xEE, kApp15 = 0xEF, kComment = 0xFE,
                   kStartOfScan = 0xDA, kEndOfImage = 0xD9;
constexpr auto kExifMark = "Exif\0\0"sv;

void add_orientation(OutputPlan& plan, std::uint16_t orientation) {
    const auto tiff = exif_of_orientation(orientation);
    plan.add(std::string_view{"\xff\xe1", 2});
    plan.add_u16(static_cast<std::uint16_t>(2 + kExifMark.size() + tiff.size()), Endian::big);
    plan.add(kExifMark);
    plan.add(tiff);
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
    if (marker == kApp1 && has_text_at(payload, 0, kExifMark)) {
        const auto orientation = exif_orientation(payload.subspan(kExifMark.size()));
        if (orientation) add_orientation(context.plan, *orientation);
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
