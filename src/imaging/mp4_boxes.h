// The boxes of which MP4 and MOV files are made (ISO 14496-12, section 4.2), read where they lie.
#pragma once

#include "imaging/byte_reader.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace medal::imaging {

/// Offsets in the file; the payload is behind size and type.
struct Mp4Box {
    std::uint64_t begin = 0;
    std::uint64_t payload = 0;
    std::uint64_t end = 0;
    std::string_view type;
};

/// Those that lie whole between `begin` and `end`; the first that does not ends the list.
std::vector<Mp4Box> mp4_boxes_in(Bytes file, std::uint64_t begin, std::uint64_t end);

/// The first child of each name of the path.
std::optional<Mp4Box> find_mp4_box(Bytes file, const Mp4Box& parent,
                                   std::initializer_list<std::string_view> path);

/// The 32 bits at `offset` of the payload; 0 where the box is too short.
std::uint64_t mp4_word(Bytes file, const Mp4Box& box, std::uint64_t offset);

/// The track is one of pictures (its handler is "vide").
bool is_mp4_video(Bytes file, const Mp4Box& track);

}  // namespace medal::imaging
