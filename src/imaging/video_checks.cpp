#include "imaging/video_checks.h"

#include "imaging/matroska_scrub.h"

#include <algorithm>

namespace medal::imaging {
namespace {

constexpr std::size_t kMaxTopBoxes = 100'000;

}  // namespace

void check_mp4(Bytes file, Findings& findings) {
    bool has_movie = false;
    bool has_media = false;
    std::uint64_t at = 0;
    for (std::size_t count = 0; count < kMaxTopBoxes && file.size() - at >= 8; ++count) {
        std::uint64_t size = u32(file, at, Endian::big);
        if (size == 1 && file.size() - at >= 16) size = u64(file, at + 8, Endian::big);
        if (size == 0) size = file.size() - at;
        if (size < 8 || size > file.size() - at) break;
        has_movie = has_movie || has_text_at(file, at + 4, "moov");
        has_media = has_media || has_text_at(file, at + 4, "mdat");
        at += size;
    }
    if (at != file.size() || !has_movie || !has_media) {
        findings.push_back(refusal("video.damaged", "The video file is damaged or cut off."));
    }
}

void check_matroska(Bytes file, Findings& findings) {
    if (!scrub_matroska(file)) {
        findings.push_back(refusal("video.damaged",
                                   "The Matroska file is damaged, cut off, encrypted or holds no picture; "
                                   "export the film again."));
    }
}

}  // namespace medal::imaging
