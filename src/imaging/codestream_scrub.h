// Text that compressed streams carry beside the picture: comments, application segments, video metadata.
// Found in place, so that it can be blanked without moving a byte of the picture.
#pragma once

#include "imaging/byte_reader.h"

#include <cstdint>
#include <string>
#include <vector>

namespace medal::imaging {

/// Bytes [offset, offset + size) of the stream are to be replaced by zeros, or by `replacement` of equal
/// size.
struct Patch {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::string replacement;
};

/// What lies from `begin` until before `end` becomes zero; nothing is added where it is.
void blank(std::vector<Patch>& patches, Bytes stream, std::uint64_t begin, std::uint64_t end);

/// COM, APPn and unused markers of JPEG and JPEG-LS except what decoding needs (Adobe's APP14, JFIF's head,
/// HP's colour transform), bytes between segments and behind the end of the image.
std::vector<Patch> scrub_jpeg(Bytes stream);

/// The same up to the first scan, for one that is too long to be walked through.
std::vector<Patch> scrub_jpeg_head(Bytes stream);

/// COM and unknown segments of a JPEG 2000 codestream's main header and tile-part headers (ITU T.800, A.9.2),
/// boxes around it that are no picture, and what stands before it and behind its end.
std::vector<Patch> scrub_jpeg_2000(Bytes stream);

/// What no run of a frame in DICOM's RLE needs (PS3.5, annex G): in its head, and before, between and behind
/// its segments. Each segment makes `segment_bytes`.
std::vector<Patch> scrub_rle(Bytes stream, std::uint64_t segment_bytes);

}  // namespace medal::imaging
