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
    constexpr std::array<std::string_view, 7> kPicture{"VP8 ", "VP8L", "VP8X", "ALPH",
                                                       "ANIM", "ANMF", "ICCP"};
    const auto file = context.file;
    OutputPlan chunks;
    bool has_picture = false;
    std::size_t at = 12;
    while (file.size() - at >= 8) {
        const std::uint64_t size = 8ULL + u32(file, at + 4) + u32(file, at + 4) % 2;
        if (size > file.size() - at) return refuse_webp(context);
        const auto type = text_of(file.subspan(at, 4));
        const bool kept =
            std::find(kPicture.begin(), kPicture.end(), type) != kPicture.end() && type != "ICCP";
        if (kept) {
            std::vector<std::byte> chunk(file.begin() + static_cast<std::ptrdiff_t>(at),
                                         file.begin() + static_cast<std::ptrdiff_t>(at + size));
            // The flags of VP8X that announce ICC, EXIF and XMP chunks.
            if (type == "VP8X" && chunk.size() > 8) chunk[8] &= ~std::byte{0x2C};
            chunks.add_copied(chunk);
            has_picture = has_picture || type != "VP8X";
        } else {
            context.log.add_part("WebP chunk", "X", "holds something else than the picture");
        }
        at += size;
    }
    if (!has_picture) return refuse_webp(context);
    context.plan.add("RIFF");
    context.plan.add_u32(static_cast<std::uint32_t>(chunks.size() + 4), Endian::little);
    context.plan.add("WEBP");
    context.plan.add_copied(chunks.joined());
}

}  // namespace medal::imaging::deid
