// MP4, MOV and Matroska: all that is not the picture is blanked in place (mp4_scrub.h, matroska_scrub.h).
#include "imaging/deid/formats.h"
#include "imaging/deid/patched.h"
#include "imaging/matroska_scrub.h"
#include "imaging/mp4_scrub.h"

#include <utility>
#include <vector>

namespace medal::imaging::deid {
namespace {

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

}  // namespace medal::imaging::deid
