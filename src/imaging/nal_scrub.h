// Text inside H.264 and H.265 streams: user data in SEI messages (ITU-T H.264, annex D; H.265, annex D), and
// units that no decoder needs. Slices and parameter sets are not touched.
#pragma once

#include "imaging/codestream_scrub.h"

#include <cstdint>
#include <vector>

namespace medal::imaging {

enum class NalCodec { none, avc, hevc };

/// How the units of a track are stored in MP4 and Matroska: each behind its length (ISO 14496-15).
struct NalFormat {
    NalCodec codec = NalCodec::none;
    std::size_t length_bytes = 4;
};

struct ByteRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// By the decoder configuration ("avcC", "hvcC", CodecPrivate). No codec where it is too short.
NalFormat nal_format_of(NalCodec codec, Bytes configuration);

/// Units one behind the other; ends at the first that does not fit. SEI messages that may hold text become
/// filler of the same length.
void scrub_nal_units(Bytes file, ByteRange range, NalFormat format, std::vector<Patch>& patches);

/// SEI that stands in the configuration itself ("hvcC" only).
void scrub_nal_configuration(Bytes file, ByteRange range, NalCodec codec, std::vector<Patch>& patches);

/// A byte stream with start codes (annex B of both), as DICOM may hold it; empty for anything else.
std::vector<Patch> scrub_nal_stream(Bytes stream);

}  // namespace medal::imaging
