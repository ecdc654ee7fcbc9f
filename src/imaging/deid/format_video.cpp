// MP4, MOV and Matroska: all that is not the picture is blanked in place (mp4_scrub.h, matroska_scrub.h);
// WebP: chunks beside the picture go.
#include "imaging/deid/formats.h"
#include "imaging/deid/patched.h"
#include "imaging/matroska_scrub.h"
#include "imaging/mp4_scrub.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

void refuse_webp(FormatContext& context) {
    context.findings.push_back(refusal("webp.damaged", "The WebP file ends before its picture does."));
}

void plan_patched(FormatContext& context, std::vector<Patch> patches) {
    for (const auto& patch : patches) {
        context.log.add_part(patch.replacement.empty() ? "video text, times, sound" : "video box", "X",
                             "everything but the picture is dropped");
    }
    if (!add_patched(context.plan, context.file, std::move(patches))) {
        context.findings.push_back(refusal("video.damaged", "The video's parts overlap."));
        return;
    }
    if (context.burned_in.is_searched) return;
    context.findings.push_back(
        warning("video.burned_in", "The pictures of this film were not searched for text."));
}

bool is_webp_picture(std::string_view type) {
    constexpr std::array<std::string_view, 6> kPicture{"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"};
    return std::find(kPicture.begin(), kPicture.end(), type) != kPicture.end();
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

void deidentify_mp4(FormatContext& context) {
    plan_patched(context, scrub_mp4(context.file));
}

void deidentify_matroska(FormatContext& context) {
    auto patches = scrub_matroska(context.file);
    if (!patches) {
        context.findings.push_back(refusal("video.damaged", "The Matroska file is damaged."));
        return;
    }
    plan_patched(context, std::move(*patches));
}

void deidentify_webp(FormatContext& context) {
    constexpr std::uint64_t kHeadBytes = 12;
    // What stands behind the RIFF chunk is no part of it.
    const auto riff = std::min<std::uint64_t>(context.file.size(), 8ULL + u32(context.file, 4));
    if (riff < context.file.size())
        context.log.add_part("trailing bytes", "X", "behind the end of the image");
    OutputPlan chunks;
    const bool is_whole =
        riff > kHeadBytes &&
        add_webp_chunks(context, context.file.first(riff).subspan(kHeadBytes), WebpLevel::file, chunks);
    if (!is_whole) return refuse_webp(context);
    context.plan.add("RIFF");
    context.plan.add_u32(static_cast<std::uint32_t>(chunks.size() + 4), Endian::little);
    context.plan.add("WEBP");
    context.plan.add_copied(chunks.joined());
}

}  // namespace medal::imaging::deid
