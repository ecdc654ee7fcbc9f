// Everything in a Matroska or WebM file that is not the picture (RFC 9559), found in place: titles, tags,
// dates, attachments, chapters, sound, subtitles, and elements that nobody knows.
#pragma once

#include "imaging/codestream_scrub.h"

#include <optional>

namespace medal::imaging {

/// What goes becomes a Void element of the same size, so that no cue and no block moves.
/// nullopt where the structure is damaged or cut off, is encrypted, or holds no picture.
std::optional<std::vector<Patch>> scrub_matroska(Bytes file);

}  // namespace medal::imaging
