// WebP: chunks beside the picture are dropped (RFC 9649). How a photograph lies is part of the picture and is
// written anew, alone.
#include "imaging/deid/exif_orientation.h"
#include "imaging/deid/formats.h"

#include <algorithm>
#include <array>
#include <optional>

namespace medal::imaging::deid {
namespace {

using std::string_view_literals::operator""sv;

/// Of VP8X.
constexpr std::byte kHasExif{0x08};

bool is_webp_picture(std::string_view type) {
    constexpr std::array<std::string_view, 6> kPicture{"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"};
    return std::find(kPicture.begin(), kPicture.end(), type) != kPicture.end();
}

/// The EXIF chunk that the header announces says how the picture lies, with or without JPEG's mark in front.
std::optional<std::uint16_t> orientation_of(Bytes chunks) {
    constexpr auto kExifMark = "Exif\0\0"sv;
    bool is_announced = false;
    std::size_t at = 0;
    while (chunks.size() - at >= 8) {
        const std::uint64_t bytes = u32(chunks, at + 4);
        if (bytes > chunks.size() - at - 8) break;
        const auto payload = chunks.subspan(at + 8, bytes);
        if (has_text_at(chunks, at, "VP8X") && bytes > 0)
            is_announced = (payload[0] & kHasExif) != std::byte{0};
        if (is_announced && has_text_at(chunks, at, "EXIF")) {
            return exif_orientation(has_text_at(payload, 0, kExifMark) ? payload.subspan(kExifMark.size())
                                                                       : payload);
        }
        at += std::min<std::uint64_t>(8 + bytes + bytes % 2, chunks.size() - at);
    }
    return std::nullopt;
}

/// `kept` begins with VP8X.
std::vector<std::byte> with_orientation(std::vector<std::byte> kept, std::uint16_t orientation) {
    kept[8] |= kHasExif;
    const auto tiff = exif_of_orientation(orientation);
    OutputPlan chunk;
    chunk.add("EXIF");
    chunk.add_u32(static_cast<std::uint32_t>(tiff.size()), Endian::little);
    chunk.add(tiff);
    const auto bytes = chunk.joined();
    kept.insert(kept.end(), bytes.begin(), bytes.end());
    return kept;
}

enum class WebpLevel { file, frame };

bool add_webp_chunks(FormatContext& context, Bytes chunks, WebpLevel level, OutputPlan& kept);

/// Place and time of a frame, and chunks of its own, which may be of any type.
bool add_webp_frame(FormatContext& context, Bytes frame, OutputPlan& kept) {
    constexpr std::size_t kPlaceBytes = 16;
    if (frame.size() < kPlaceBytes) return false;
    OutputPlan inside;
    if (!add_webp_chunks(context, frame.subspan(kPlaceBytes), WebpLevel::frame, inside)) return false;
    kept.add("ANMF");
    kept.add_u32(static_cast<std::uint32_t>(kPlaceBytes + inside.size()), Endian::little);
    kept.add_copied(frame.first(kPlaceBytes));
    kept.add_copied(inside.joined());
    return true;
}

/// false where a chunk is cut off, a frame holds frames, or no chunk is a picture.
bool add_webp_chunks(FormatContext& context, Bytes chunks, WebpLevel level, OutputPlan& kept) {
    bool has_picture = false;
    std::size_t at = 0;
    while (chunks.size() - at >= 8) {
        const std::uint64_t bytes = u32(chunks, at + 4);
        const auto size = 8 + bytes + bytes % 2;
        if (size > chunks.size() - at) return false;
        const auto type = text_of(chunks.subspan(at, 4));
        if (type == "ANMF") {
            if (level == WebpLevel::frame) return false;
            if (!add_webp_frame(context, chunks.subspan(at + 8, bytes), kept)) return false;
        } else if (is_webp_picture(type)) {
            std::vector<std::byte> chunk(chunks.begin() + static_cast<std::ptrdiff_t>(at),
                                         chunks.begin() + static_cast<std::ptrdiff_t>(at + size));
            // The flags of VP8X that announce ICC, EXIF and XMP chunks.
            if (type == "VP8X" && chunk.size() > 8) chunk[8] &= ~std::byte{0x2C};
            kept.add_copied(chunk);
        } else {
            context.log.add_part("WebP chunk", "X", "holds something else than the picture");
        }
        has_picture = has_picture || (is_webp_picture(type) && type != "VP8X" && type != "ANIM");
        at += size;
    }
    return has_picture;
}

}  // namespace

void deidentify_webp(FormatContext& context) {
    constexpr std::uint64_t kHeadBytes = 12;
    // What stands behind the RIFF chunk is no part of it.
    const auto riff = std::min<std::uint64_t>(context.file.size(), 8ULL + u32(context.file, 4));
    if (riff < context.file.size())
        context.log.add_part("trailing bytes", "X", "behind the end of the image");
    const auto given = context.file.first(riff).subspan(std::min(riff, kHeadBytes));
    OutputPlan chunks;
    if (!add_webp_chunks(context, given, WebpLevel::file, chunks)) {
        context.findings.push_back(refusal("webp.damaged", "The WebP file ends before its picture does."));
        return;
    }
    auto kept = chunks.joined();
    const auto orientation = orientation_of(given);
    if (orientation && has_text_at(kept, 0, "VP8X")) kept = with_orientation(std::move(kept), *orientation);
    context.plan.add("RIFF");
    context.plan.add_u32(static_cast<std::uint32_t>(kept.size() + 4), Endian::little);
    context.plan.add("WEBP");
    context.plan.add_copied(kept);
}

}  // namespace medal::imaging::deid
