// Everything in an MP4 or MOV file that is not the picture (ISO 14496-12), found in place: titles, comments,
// places, dates, handler names, chapters, subtitles, audio, and bytes that no video sample uses.
#pragma once

#include "imaging/codestream_scrub.h"

namespace medal::imaging {

/// Sizes and offsets stay as they are, so the video plays as before; other tracks become free space.
/// Empty where the bytes are no MP4 (an MPEG-2 stream carries no such text).
std::vector<Patch> scrub_mp4(Bytes file);

}  // namespace medal::imaging
