// Which bytes of an MP4 or MOV file are pictures: by the tables of its movie and of its fragments
// (ISO 14496-12, sections 8.7 and 8.8).
#pragma once

#include "imaging/mp4_boxes.h"
#include "imaging/nal_scrub.h"

#include <set>

namespace medal::imaging {

struct Mp4Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    NalFormat nal{};
};

struct Mp4Pictures {
    /// Numbers of the tracks that hold pictures.
    std::set<std::uint64_t> tracks;
    /// Sorted; they may overlap, and reach beyond the end of a damaged file.
    std::vector<Mp4Range> ranges;
};

/// `top` are the boxes of the whole file.
Mp4Pictures find_mp4_pictures(Bytes file, const std::vector<Mp4Box>& top);

/// The configuration of H.264 or H.265 in a sample entry ("avcC", "hvcC"); nullopt for other codecs.
std::optional<Mp4Box> find_nal_configuration(Bytes file, const Mp4Box& entry);
NalCodec nal_codec_of(const Mp4Box& configuration);
/// Where the boxes inside of a visual sample entry begin (ISO 14496-12, 12.1.3).
inline constexpr std::uint64_t kVisualEntry_bytes = 78;

/// The number of the track that a fragment ("traf") belongs to; 0 where it does not say.
std::uint64_t track_of_mp4_fragment(Bytes file, const Mp4Box& fragment);

}  // namespace medal::imaging
